using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using OpenShiftImage.Configuration;

namespace OpenShiftImage.Transport;

/// <summary>Makes the TLS settings of a cluster's connections: whom to trust, and which certificate to show.</summary>
internal static class TlsOptions
{
    /// <summary>Creates the settings.</summary>
    /// <param name="configuration">The cluster.</param>
    /// <param name="clientCertificate">
    /// Certificate to show to the server, with its key, then its intermediates; null for none.
    /// </param>
    /// <param name="trustMachineToo">
    /// Whether the machine's certificate authorities count beside the cluster's own.
    /// </param>
    public static SslClientAuthenticationOptions Create(
        ClusterConfiguration configuration, X509Certificate2Collection? clientCertificate, bool trustMachineToo)
    {
        var options = new SslClientAuthenticationOptions
        {
            ClientCertificateContext = clientCertificate is [var leaf, ..]
                ? SslStreamCertificateContext.Create(leaf, [.. clientCertificate.Skip(1)], offline: true)
                : null,
            // A certificate that nobody has checked yet must not say what this machine downloads, nor leave anything in
            // its stores.
            CertificateChainPolicy = new X509ChainPolicy
            {
                RevocationMode = X509RevocationMode.NoCheck,
                DisableCertificateDownloads = true,
            },
        };
        if (configuration.SkipCertificateCheck)
        {
#pragma warning disable CA5359 // The user has asked for just this, and is warned.
            options.RemoteCertificateValidationCallback = (_, _, _, _) => true;
#pragma warning restore CA5359
            return options;
        }

        if (configuration.CertificateAuthority is { } authority)
        {
            options.CertificateChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            options.CertificateChainPolicy.CustomTrustStore.AddRange(authority);
            options.CertificateChainPolicy.ExtraStore.AddRange(authority);
            if (trustMachineToo)
            {
                var machine = configuration.MachineAuthorities ?? ReadMachineStore();
                options.CertificateChainPolicy.CustomTrustStore.AddRange(machine);
            }
        }

        options.RemoteCertificateValidationCallback = ServerCertificate.CreateCallback(
            configuration.CertificateAuthority, trustMachineToo);
        return options;
    }

    private static X509Certificate2Collection ReadMachineStore()
    {
        using var store = new X509Store(StoreName.Root, StoreLocation.LocalMachine, OpenFlags.ReadOnly);
        return store.Certificates;
    }
}
