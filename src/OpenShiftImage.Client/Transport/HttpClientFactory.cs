using OpenShiftImage.Configuration;

namespace OpenShiftImage.Transport;

/// <summary>
/// Makes HTTP clients for requests that are not the API's own, such as those of a login: no credential, no retries.
/// </summary>
internal static class HttpClientFactory
{
    /// <summary>Creates a client with the connection settings of a cluster.</summary>
    /// <param name="configuration">The cluster.</param>
    /// <param name="trustMachineToo">
    /// Whether the machine's certificate authorities count beside the cluster's own, as for servers behind its router.
    /// </param>
    public static HttpClient Create(ClusterConfiguration configuration, bool trustMachineToo = false)
    {
        var handler = SocketsHandlerFactory.Create(configuration, trustMachineToo: trustMachineToo);
        var (version, policy) = SocketsHandlerFactory.GetVersion(configuration, trustMachineToo: trustMachineToo);
        return new HttpClient(handler)
        {
            BaseAddress = configuration.Server,
            Timeout = Timeout.InfiniteTimeSpan,
            DefaultRequestVersion = version,
            DefaultVersionPolicy = policy,
        };
    }
}
