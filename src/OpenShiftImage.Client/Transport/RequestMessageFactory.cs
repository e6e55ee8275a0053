using OpenShiftImage.Configuration;

namespace OpenShiftImage.Transport;

/// <summary>Makes the HTTP message of a request, without what the handlers add.</summary>
/// <param name="configuration">The cluster.</param>
/// <param name="impersonation">The headers that it will carry, which may need a version of HTTP.</param>
internal sealed class RequestMessageFactory(ClusterConfiguration configuration, ImpersonationHeaders impersonation)
{
    private static readonly string s_userAgent =
        $"OpenShiftImage/{typeof(RequestMessageFactory).Assembly.GetName().Version?.ToString(3)}";

    /// <summary>Returns a new message that carries the request's context.</summary>
    public HttpRequestMessage Create(RequestContext context)
    {
        var request = context.Request;
        // A server may live below a path, and a name such as '..' or 'a%2Fb' must arrive as it was written.
        var root = configuration.Server.GetLeftPart(UriPartial.Path).TrimEnd('/');
        var (version, policy) = SocketsHandlerFactory.GetVersion(configuration, impersonation);
        var verbatim = new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true };
        var message = new HttpRequestMessage(request.Method, new Uri(root + request.Path, verbatim))
        {
            Version = version,
            VersionPolicy = policy,
        };
        context.AttachTo(message);
        message.Headers.TryAddWithoutValidation("Accept", request.Accept);
        message.Headers.TryAddWithoutValidation("User-Agent", s_userAgent);
        // To this machine (a local cluster, a tunnel's end) bytes cost nothing, and to pack and unpack them does.
        if (!(configuration.DisableCompression ?? configuration.Server.IsLoopback))
        {
            message.Headers.TryAddWithoutValidation("Accept-Encoding", "gzip");
        }

        if (SocketsHandlerFactory.UsesOtherTlsName(configuration))
        {
            // The platform takes the name of the handshake from here; the server gets its own.
            message.Headers.Host = configuration.TlsServerName;
        }

        if (request.Body is { } body)
        {
            message.Content = new ReadOnlyMemoryContent(body);
            message.Content.Headers.TryAddWithoutValidation("Content-Type", request.ContentType);
        }

        return message;
    }
}
