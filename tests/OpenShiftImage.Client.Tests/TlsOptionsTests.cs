using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using OpenShiftImage.Configuration;
using OpenShiftImage.Transport;

namespace OpenShiftImage.Client.Tests;

/// <summary>Whom a connection's TLS trusts, and what it shows.</summary>
public sealed class TlsOptionsTests
{
    private static readonly X509Certificate2 s_root = CurveCertificates.Issue("root");
    private static readonly X509Certificate2 s_intermediate = CurveCertificates.Issue("intermediate", s_root);
    private static readonly X509Certificate2 s_stranger = CurveCertificates.Issue("stranger");

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_cluster_s_authority_takes_the_place_of_the_machine_s_unless_both_count(bool trustsMachineToo)
    {
        var policy = Create(Configuration() with { MachineAuthorities = [s_stranger] }, null, trustsMachineToo)
            .CertificateChainPolicy!;
        Assert.Equal(X509ChainTrustMode.CustomRootTrust, policy.TrustMode);
        Assert.Equal(
            trustsMachineToo ? [s_root, s_intermediate, s_stranger] : [s_root, s_intermediate],
            policy.CustomTrustStore);
        // An intermediate of the authority's file completes a chain that a server sends without it.
        Assert.Equal([s_root, s_intermediate], policy.ExtraStore);
    }

    [Fact]
    public void The_machine_s_own_store_is_what_counts_beside_the_cluster_s_authority()
    {
        using var store = new X509Store(StoreName.Root, StoreLocation.LocalMachine, OpenFlags.ReadOnly);
        var trusted = Create(Configuration(), null, true).CertificateChainPolicy!.CustomTrustStore;
        Assert.Equal(2 + store.Certificates.Count, trusted.Count);
    }

    [Fact]
    public void Without_an_authority_the_machine_s_is_trusted()
    {
        var options = Create(Configuration() with { CertificateAuthority = null }, null, true);
        Assert.Equal(X509ChainTrustMode.System, options.CertificateChainPolicy!.TrustMode);
        Assert.Empty(options.CertificateChainPolicy.CustomTrustStore);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Nothing_is_downloaded_and_nobody_is_asked_of_revocations(bool skipsCheck)
    {
        var options = Create(Configuration() with { SkipCertificateCheck = skipsCheck }, null, false);
        Assert.Equal(X509RevocationMode.NoCheck, options.CertificateChainPolicy!.RevocationMode);
        Assert.True(options.CertificateChainPolicy.DisableCertificateDownloads);
        Assert.Null(options.ClientCertificateContext);
        var errors = SslPolicyErrors.RemoteCertificateNotAvailable;
        Func<bool> check = () => options.RemoteCertificateValidationCallback!(this, null, null, errors);
        if (skipsCheck)
        {
            Assert.True(check());
        }
        else
        {
            Assert.Equal(errors, Assert.Throws<UntrustedCertificateException>(() => check()).Errors);
        }
    }

    [Fact]
    public void A_client_certificate_is_shown_with_its_intermediates()
    {
        using var leaf = CurveCertificates.Issue("me", s_intermediate, isAuthority: false);
        var shown = Create(Configuration(), [leaf, s_intermediate], false).ClientCertificateContext!;
        Assert.Equal(leaf, shown.TargetCertificate);
        Assert.Equal([s_intermediate], shown.IntermediateCertificates);
    }

    private static SslClientAuthenticationOptions Create(
        ClusterConfiguration configuration, X509Certificate2Collection? shown, bool trustsMachineToo) =>
        TlsOptions.Create(configuration, shown, trustsMachineToo);

    private static ClusterConfiguration Configuration() => new()
    {
        Server = RequestContexts.Server,
        CertificateAuthority = [s_root, s_intermediate],
    };
}
