using System.Formats.Asn1;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using OpenShiftImage.Tests.Kubectl;
using OpenShiftImage.Transport;

namespace OpenShiftImage.Client.Tests;

/// <summary>Which chains the check of a handshake takes, and what it says of those that it does not take.</summary>
public sealed class ServerCertificateTests
{
    private const string Host = "api.example.com";

    private static readonly X509Certificate2 s_root = CurveCertificates.Issue("root");
    private static readonly X509Certificate2 s_stranger = CurveCertificates.Issue("stranger");

    [Theory]
    [InlineData("cluster's", "root", false, true)]
    [InlineData("cluster's", "stranger", false, false)]
    [InlineData("cluster's", "stranger", true, true)]
    [InlineData("cluster's", "root", true, true)]
    [InlineData("machine's", "stranger", false, true)]
    [InlineData("machine's", "root", false, false)]
    public async Task Trust_begins_at_the_cluster_s_authority_or_where_that_is_allowed_at_the_machine_s(
        string anchors, string issuer, bool trustsMachineToo, bool isTrusted)
    {
        using var leaf = Leaf(issuer == "root" ? s_root : s_stranger);
        X509Certificate2Collection? authority = anchors == "cluster's" ? [s_root] : null;
        // The platform can build a chain to what it knows, which is not yet what the cluster's users trust.
        X509Certificate2Collection known = authority is null ? [s_stranger] : [s_root, s_stranger];
        var error = await CheckAsync(leaf, [], authority, known, trustsMachineToo);
        Assert.Equal(isTrusted, error is null);
        if (!isTrusted)
        {
            Assert.Equal(SslPolicyErrors.RemoteCertificateChainErrors, error!.Errors);
            Assert.Equal(
                $"The certificate was issued by 'CN={issuer}', which is no authority that is trusted here "
                    + $"(the server's certificate is for {Host}).",
                error.Message);
        }
    }

    [Theory]
    [InlineData("api.example.com.", true)]
    [InlineData("API.example.com", true)]
    [InlineData("api.example.org", false)]
    public async Task The_name_is_the_one_of_the_certificate_with_or_without_the_dot_of_the_root(
        string host, bool isTrusted)
    {
        using var leaf = Leaf(s_root);
        var error = await CheckAsync(leaf, [], [s_root], host: host);
        Assert.Equal(isTrusted, error is null);
        if (!isTrusted)
        {
            Assert.Equal(SslPolicyErrors.RemoteCertificateNameMismatch, error!.Errors);
            Assert.Equal($"The certificate is not for '{host}': it is for {Host}.", error.Message);
        }
    }

    [Theory]
    [InlineData("api.example.com", true)]
    [InlineData("a.b.example.com", false)]
    public async Task An_asterisk_stands_for_one_label(string host, bool isTrusted)
    {
        using var leaf = Leaf(s_root, "*.example.com");
        Assert.Equal(isTrusted, await CheckAsync(leaf, [], [s_root], host: host) is null);
    }

    [Fact]
    public async Task Of_many_names_ten_are_told()
    {
        var names = Enumerable.Range(1, 12).Select(number => $"h{number}.example.com").ToArray();
        using var leaf = Leaf(s_root, names);
        var error = await CheckAsync(leaf, [], [s_root]);
        Assert.EndsWith($"it is for {string.Join(", ", names[..10])}.", error!.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_server_s_own_certificate_may_be_the_anchor_whoever_signed_it(bool trustsMachineToo)
    {
        using var authority = TestCertificates.Authority("CN=weak", null);
        using var weak = TestCertificates.Issue(authority, "leaf", [Host], isSha1: true);
        Assert.Null(await CheckAsync(weak, [], [weak], [weak, authority], trustsMachineToo));
    }

    [Fact]
    public async Task What_has_expired_is_told_as_that_where_the_machine_s_authorities_count()
    {
        using var leaf = CurveCertificates.Issue("leaf", s_root, from: -0.9, to: -0.5, isAuthority: false, hosts: Host);
        var error = await CheckAsync(leaf, [], null, [s_root]);
        Assert.Contains("is not valid: it counts from ", error!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_above_the_anchor_is_not_looked_at()
    {
        // Expired above the anchor, which is an intermediate.
        using var root = CurveCertificates.Issue("old root", null, from: -100, to: -1);
        using var intermediate = CurveCertificates.Issue("anchor", root, from: -50, to: 50);
        using var leaf = Leaf(intermediate);
        Assert.Null(await CheckAsync(leaf, [intermediate, root], [intermediate], [intermediate, root]));
    }

    [Theory]
    [InlineData("leaf")]
    [InlineData("intermediate")]
    [InlineData("anchor")]
    public async Task What_has_expired_is_refused_with_its_subject_and_its_dates(string expired)
    {
        using var root = CurveCertificates.Issue("the anchor", null, from: -100, to: expired == "anchor" ? -1 : 50);
        using var intermediate = CurveCertificates.Issue(
            "the intermediate", root, from: -50, to: expired == "intermediate" ? -1 : 50);
        using var leaf = CurveCertificates.Issue(
            "the leaf", intermediate, from: -10, to: expired == "leaf" ? -1 : 30, isAuthority: false, hosts: Host);
        var error = await CheckAsync(leaf, [intermediate], [root]);
        var old = expired switch { "leaf" => leaf, "intermediate" => intermediate, _ => root };
        Assert.Equal(
            $"The certificate of 'CN=the {expired}' is not valid: "
                + $"it counts from {old.NotBefore.ToUniversalTime():u} to {old.NotAfter.ToUniversalTime():u} "
                + $"(the server's certificate is for {Host}).",
            error!.Message);
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(false, false)]
    [InlineData(null, false)]
    public async Task Only_what_says_that_it_is_an_authority_may_sign(bool? saysSo, bool isTrusted)
    {
        using var intermediate = CurveCertificates.Issue("between", s_root, from: -50, to: 50, isAuthority: saysSo);
        using var leaf = Leaf(intermediate);
        var error = await CheckAsync(leaf, [intermediate], [s_root]);
        Assert.Equal(isTrusted, error is null);
        if (!isTrusted)
        {
            Assert.Contains("'CN=between'", error!.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_root_of_the_first_version_cannot_say_that_it_is_an_authority_and_may_sign()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var root = X509CertificateLoader.LoadCertificate(FirstVersion("CN=first", key));
        Assert.Equal(1, root.Version);
        using var issuer = root.CopyWithPrivateKey(key);
        using var leaf = Leaf(issuer);
        Assert.Null(await CheckAsync(leaf, [], [root]));
    }

    [Fact]
    public async Task A_name_that_the_platform_refuses_is_refused()
    {
        using var leaf = Leaf(s_root);
        var error = await CheckAsync(leaf, [], [s_root], errors: SslPolicyErrors.RemoteCertificateNameMismatch);
        Assert.Equal(SslPolicyErrors.RemoteCertificateNameMismatch, error!.Errors);
    }

    [Fact]
    public async Task A_weak_signature_is_named()
    {
        using var authority = TestCertificates.Authority("CN=authority", null);
        using var weak = TestCertificates.Issue(authority, "weak", [Host], isSha1: true);
        var error = await CheckAsync(weak, [], [authority]);
        Assert.StartsWith(
            "The certificate of 'CN=weak' is signed with sha1RSA, ", error!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_of_an_unusual_size_is_named()
    {
        using var authority = TestCertificates.Authority("CN=authority", null);
        using var small = TestCertificates.Issue(authority, "small", [Host], bits: 1016);
        var error = await CheckAsync(small, [], [authority]);
        Assert.StartsWith(
            "The certificate of 'CN=small' has a key of a size that ", error!.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Without_a_certificate_there_is_no_trust(bool hasChain)
    {
        using var chain = new X509Chain();
        var check = ServerCertificate.CreateCallback(null, false);
        var error = Assert.Throws<UntrustedCertificateException>(() => check(
            this, hasChain ? null : s_root, hasChain ? chain : null, SslPolicyErrors.None));
        Assert.Equal(SslPolicyErrors.RemoteCertificateNotAvailable, error.Errors);
        Assert.Equal("The server showed no certificate.", error.Message);
    }

    private static X509Certificate2 Leaf(X509Certificate2 issuer, params string[] hosts) =>
        CurveCertificates.Issue("leaf", issuer, isAuthority: false, hosts: hosts.Length == 0 ? [Host] : hosts);

    /// <summary>Makes a certificate without version and extensions, which signs itself; the library cannot.</summary>
    private static byte[] FirstVersion(string name, ECDsa key)
    {
        var signer = X509SignatureGenerator.CreateForECDsa(key);
        var algorithm = signer.GetSignatureAlgorithmIdentifier(HashAlgorithmName.SHA256);
        var subject = new X500DistinguishedName(name).RawData;
        var fields = new AsnWriter(AsnEncodingRules.DER);
        using (fields.PushSequence())
        {
            fields.WriteInteger(1);
            fields.WriteEncodedValue(algorithm);
            fields.WriteEncodedValue(subject);
            using (fields.PushSequence())
            {
                fields.WriteUtcTime(DateTimeOffset.UtcNow.AddDays(-1));
                fields.WriteUtcTime(DateTimeOffset.UtcNow.AddDays(1));
            }

            fields.WriteEncodedValue(subject);
            fields.WriteEncodedValue(key.ExportSubjectPublicKeyInfo());
        }

        var signed = fields.Encode();
        var certificate = new AsnWriter(AsnEncodingRules.DER);
        using (certificate.PushSequence())
        {
            certificate.WriteEncodedValue(signed);
            certificate.WriteEncodedValue(algorithm);
            certificate.WriteBitString(signer.SignData(signed, HashAlgorithmName.SHA256));
        }

        return certificate.Encode();
    }

    /// <summary>Shows a chain to the check, and returns why it is not trusted; null where it is.</summary>
    private static async Task<UntrustedCertificateException?> CheckAsync(
        X509Certificate2 leaf,
        X509Certificate2Collection intermediates,
        X509Certificate2Collection? anchors,
        X509Certificate2Collection? known = null,
        bool trustsMachineToo = false,
        string host = Host,
        SslPolicyErrors errors = SslPolicyErrors.None)
    {
        // It fails for want of a server, and tells the stream its host. Real handshakes are in CertificateTrustTests; some
        // machines' own rules end those before the check is asked.
        await using var handshake = new SslStream(new MemoryStream());
        await Assert.ThrowsAnyAsync<Exception>(() => handshake.AuthenticateAsClientAsync(host));
        using var chain = new X509Chain();
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(known ?? anchors!);
        chain.ChainPolicy.ExtraStore.AddRange(known ?? anchors!);
        chain.ChainPolicy.ExtraStore.AddRange(intermediates);
        chain.ChainPolicy.ApplicationPolicy.Add(new Oid("1.3.6.1.5.5.7.3.1"));
        chain.Build(leaf);
        var check = ServerCertificate.CreateCallback(anchors, trustsMachineToo);
        try
        {
            Assert.True(check(handshake, leaf, chain, errors));
            return null;
        }
        catch (UntrustedCertificateException e)
        {
            return e;
        }
    }
}
