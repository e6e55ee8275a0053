using System.Net;
using System.Security.Cryptography.X509Certificates;
using OpenShiftImage.Configuration;

namespace OpenShiftImage.Transport;

/// <summary>
/// Makes what opens connections, with the settings of a cluster: TLS, proxies, and what the platform would do by itself
/// turned off.
/// </summary>
internal static class SocketsHandlerFactory
{
    /// <summary>Creates a handler, which opens no connection yet.</summary>
    /// <param name="configuration">The cluster.</param>
    /// <param name="clientCertificate">
    /// Certificate to show to the server, with its key, then its intermediates; null for none.
    /// </param>
    /// <param name="impersonation">The headers that requests will carry; null for none.</param>
    /// <param name="trustMachineToo">
    /// Whether the machine's certificate authorities count beside the cluster's own, as for servers behind its router.
    /// </param>
    public static SocketsHttpHandler Create(
        ClusterConfiguration configuration,
        X509Certificate2Collection? clientCertificate = null,
        ImpersonationHeaders? impersonation = null,
        bool trustMachineToo = false)
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
            SslOptions = TlsOptions.Create(configuration, clientCertificate, trustMachineToo),
            Proxy = CreateProxy(configuration),
        };
        if (RewritesHeads(configuration, impersonation, trustMachineToo))
        {
            var host = UsesOtherTlsName(configuration) ? configuration.Server.Authority : null;
            handler.PlaintextStreamFilter = (context, _) => ValueTask.FromResult(
                // The request that asks a proxy for a tunnel is the platform's own.
                context.InitialRequestMessage.Method == HttpMethod.Connect
                    ? context.PlaintextStream
                    : new RequestHeadStream(context.PlaintextStream, host));
        }

        return handler;
    }

    /// <summary>Returns the version of HTTP that requests must have: heads are rewritten in HTTP/1.1 alone.</summary>
    public static (Version Version, HttpVersionPolicy Policy) GetVersion(
        ClusterConfiguration configuration, ImpersonationHeaders? impersonation = null, bool trustMachineToo = false) =>
        RewritesHeads(configuration, impersonation, trustMachineToo)
            ? (HttpVersion.Version11, HttpVersionPolicy.RequestVersionExact)
            : (HttpVersion.Version20, HttpVersionPolicy.RequestVersionOrLower);

    /// <summary>Returns whether the TLS handshake is for another name than the one in the server's address.</summary>
    public static bool UsesOtherTlsName(ClusterConfiguration configuration) =>
        configuration.TlsServerName is not null && configuration.Server.Scheme == Uri.UriSchemeHttps;

    private static bool RewritesHeads(
        ClusterConfiguration configuration, ImpersonationHeaders? impersonation, bool trustMachineToo) =>
        impersonation?.HasRepeatedHeaders == true || (!trustMachineToo && UsesOtherTlsName(configuration));

    private static IWebProxy CreateProxy(ClusterConfiguration configuration)
    {
        if (configuration.Proxy is not { } proxy)
        {
            return new EnvironmentProxy();
        }

        var (address, credentials) = EnvironmentProxy.Split(proxy);
        return new WebProxy(address) { Credentials = credentials };
    }
}
