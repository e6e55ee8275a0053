using System.Net.Sockets;
using System.Security.Authentication;

namespace OpenShiftImage.Transport;

/// <summary>Tells what the platform's exception means when no connection came about, or it broke.</summary>
internal static class ConnectionFailure
{
    /// <summary>Returns the error with its id, the address, and whether the request was certainly not sent.</summary>
    /// <param name="e">What the platform says.</param>
    /// <param name="address">The server's address.</param>
    /// <param name="proxy">The proxy on the way, without user information; null for none.</param>
    public static TransportException Create(HttpRequestException e, Uri address, Uri? proxy)
    {
        var server = address.ToString();
        // A dead proxy must not be taken for a dead server.
        var (through, asked) = proxy is null ? ("", server) : ($" through the proxy {proxy}", $"the proxy {proxy}");
        var root = e.GetBaseException().Message.TrimEnd('.') + ".";
        var handshake = Causes(e).OfType<AuthenticationException>().FirstOrDefault();
        return e switch
        {
            { HttpRequestError: HttpRequestError.NameResolutionError } =>
                new TransportException(TransportException.HostNotFound, $"The host of {asked} is not known: {root}", server, e) { IsUnsent = true },
            { HttpRequestError: HttpRequestError.ConfigurationLimitExceeded } =>
                new TransportException(TransportException.InvalidResponse, $"The answer of {server} is longer than any that the API sends: {root}", server, e),
            // The platform has one exception for all that ends a handshake; only its text tells a bad certificate from the rest.
            _ when handshake?.Message.Contains("certificate", StringComparison.OrdinalIgnoreCase) == true =>
                new TransportException(
                    TransportException.CertificateNotTrusted,
                    $"The certificate of {server} is not trusted: {root} Check the server's address and the certificate authority of the connection.",
                    server,
                    e)
                {
                    IsUnsent = true,
                },
            _ when handshake is not null && !Causes(handshake).Any(cause => cause is IOException or SocketException) =>
                new TransportException(TransportException.TlsFailed, $"No secure connection to {server}: {root}", server, e) { IsUnsent = true },
            _ => new TransportException(TransportException.ConnectionFailed, $"No connection to {server}{through}: {root}", server, e)
            {
                IsUnsent = handshake is not null
                    || e.HttpRequestError is HttpRequestError.ConnectionError or HttpRequestError.ProxyTunnelError or HttpRequestError.SecureConnectionError,
            },
        };
    }

    private static IEnumerable<Exception> Causes(Exception e)
    {
        for (Exception? cause = e; cause is not null; cause = cause.InnerException)
        {
            yield return cause;
        }
    }
}
