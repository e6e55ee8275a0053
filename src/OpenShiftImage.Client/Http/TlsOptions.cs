using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace OpenShiftImage;

/// <summary>How a connection knows its server. Chain and host name are both checked, with a certificate authority of one's own too.</summary>
internal static class TlsOptions
{
    public static void Apply(SocketsHttpHandler handler, ClusterConfiguration configuration, bool trustMachineToo)
    {
        handler.SslOptions = Create(configuration, trustMachineToo);
        if (!trustMachineToo && configuration.TlsServerName is { } name && configuration.Server.Scheme == Uri.UriSchemeHttps && configuration.Proxy is null)
        {
            handler.ConnectCallback = async (context, cancellationToken) =>
            {
                // SocketsHttpHandler checks the host of the address, so another name needs a handshake of our own.
                var socket = new System.Net.Sockets.Socket(System.Net.Sockets.SocketType.Stream, System.Net.Sockets.ProtocolType.Tcp) { NoDelay = true };
                try
                {
                    await socket.ConnectAsync(context.DnsEndPoint, cancellationToken).ConfigureAwait(false);
                    var stream = new SslStream(new System.Net.Sockets.NetworkStream(socket, ownsSocket: true));
                    var options = Create(configuration, trustMachineToo: false);
                    options.TargetHost = name;
                    options.ApplicationProtocols = [SslApplicationProtocol.Http11];
                    await stream.AuthenticateAsClientAsync(options, cancellationToken).ConfigureAwait(false);
                    return stream;
                }
                catch
                {
                    socket.Dispose();
                    throw;
                }
            };
        }
    }

    private static SslClientAuthenticationOptions Create(ClusterConfiguration configuration, bool trustMachineToo)
    {
        var options = new SslClientAuthenticationOptions();
        if (configuration.ClientCertificate is not null || configuration.Credential is not null)
        {
            // A credential plugin may give another certificate each time.
            options.LocalCertificateSelectionCallback = (_, _, _, _, _) =>
                (configuration.Credential?.ClientCertificate ?? configuration.ClientCertificate)!;
        }

        if (configuration.SkipCertificateCheck)
        {
#pragma warning disable CA5359 // The user has asked for just this, and is warned.
            options.RemoteCertificateValidationCallback = (_, _, _, _) => true;
#pragma warning restore CA5359
        }
        else if (configuration.CertificateAuthority is { } authority)
        {
            // With a policy and no callback the platform checks the host name as it always does.
            options.CertificateChainPolicy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                RevocationMode = X509RevocationMode.NoCheck,
            };
            options.CertificateChainPolicy.CustomTrustStore.AddRange(authority);
            options.CertificateChainPolicy.ExtraStore.AddRange(authority);
            if (trustMachineToo)
            {
                using var store = new X509Store(StoreName.Root, StoreLocation.LocalMachine, OpenFlags.ReadOnly);
                options.CertificateChainPolicy.CustomTrustStore.AddRange(store.Certificates);
            }
        }

        return options;
    }
}
