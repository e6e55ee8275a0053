using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using OpenShiftImage.Configuration;

namespace OpenShiftImage.Transport;

/// <summary>Makes HTTP clients with the connection settings of a cluster: TLS, proxies, and what the platform would do by itself turned off.</summary>
internal static class HttpClientFactory
{
    /// <summary>Creates a client.</summary>
    /// <param name="configuration">The cluster.</param>
    /// <param name="clientCertificate">Certificate to show to the server, with its key, then its intermediates; null for none.</param>
    /// <param name="impersonation">The headers that requests will carry.</param>
    /// <param name="trustMachineToo">Whether the machine's certificate authorities count beside the cluster's own, as for servers behind its router.</param>
    public static HttpClient Create(
        ClusterConfiguration configuration, X509Certificate2Collection? clientCertificate = null, ImpersonationHeaders? impersonation = null, bool trustMachineToo = false)
    {
        var handler = new SocketsHttpHandler
        {
            ConnectTimeout = configuration.ConnectTimeout,
            // Bodies are unpacked by the transport, also those that were not asked to be packed.
            AutomaticDecompression = DecompressionMethods.None,
            AllowAutoRedirect = false,
            UseCookies = false,
            PooledConnectionLifetime = TimeSpan.FromMinutes(10),
            KeepAlivePingDelay = TimeSpan.FromSeconds(30),
            KeepAlivePingTimeout = TimeSpan.FromSeconds(15),
            EnableMultipleHttp2Connections = true,
            // Names of users and groups go as UTF-8, as kubectl sends them.
            RequestHeaderEncodingSelector = (_, _) => System.Text.Encoding.UTF8,
            SslOptions = CreateTlsOptions(configuration, clientCertificate, trustMachineToo),
            Proxy = CreateProxy(configuration),
        };
        var rewritesHeads = impersonation?.HasRepeatedHeaders == true || (!trustMachineToo && UsesOtherTlsName(configuration));
        if (rewritesHeads)
        {
            var host = UsesOtherTlsName(configuration) ? configuration.Server.Authority : null;
            handler.PlaintextStreamFilter = (context, _) => ValueTask.FromResult(
                // The request that asks a proxy for a tunnel is the platform's own.
                context.InitialRequestMessage.Method == HttpMethod.Connect ? context.PlaintextStream : new RequestHeadStream(context.PlaintextStream, host));
        }

        return new HttpClient(handler)
        {
            BaseAddress = configuration.Server,
            Timeout = Timeout.InfiniteTimeSpan,
            DefaultRequestVersion = rewritesHeads ? HttpVersion.Version11 : HttpVersion.Version20,
            DefaultVersionPolicy = rewritesHeads ? HttpVersionPolicy.RequestVersionExact : HttpVersionPolicy.RequestVersionOrLower,
        };
    }

    /// <summary>Whether the TLS handshake is for another name than the one in the server's address.</summary>
    public static bool UsesOtherTlsName(ClusterConfiguration configuration) =>
        configuration.TlsServerName is not null && configuration.Server.Scheme == Uri.UriSchemeHttps;

    private static IWebProxy CreateProxy(ClusterConfiguration configuration)
    {
        if (configuration.Proxy is not { } proxy)
        {
            return new EnvironmentProxy();
        }

        var (address, credentials) = EnvironmentProxy.Split(proxy);
        return new WebProxy(address) { Credentials = credentials };
    }

    private static SslClientAuthenticationOptions CreateTlsOptions(ClusterConfiguration configuration, X509Certificate2Collection? clientCertificate, bool trustMachineToo)
    {
        var options = new SslClientAuthenticationOptions
        {
            ClientCertificateContext = clientCertificate is [var leaf, ..]
                ? SslStreamCertificateContext.Create(leaf, [.. clientCertificate.Skip(1)], offline: true)
                : null,
            // A certificate that nobody has checked yet must not say what this machine downloads, nor leave anything in its stores.
            CertificateChainPolicy = new X509ChainPolicy { RevocationMode = X509RevocationMode.NoCheck, DisableCertificateDownloads = true },
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
                using var store = new X509Store(StoreName.Root, StoreLocation.LocalMachine, OpenFlags.ReadOnly);
                options.CertificateChainPolicy.CustomTrustStore.AddRange(store.Certificates);
            }
        }

        options.RemoteCertificateValidationCallback = ServerCertificate.CreateCallback(configuration.CertificateAuthority, trustMachineToo);
        return options;
    }
}
