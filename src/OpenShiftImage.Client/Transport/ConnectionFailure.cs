using System.Net.Sockets;
using System.Security.Authentication;

namespace OpenShiftImage.Transport;

/// <summary>Tells what the platform's exception means when no connection came about, or it broke.</summary>
internal static class ConnectionFailure
{
    /// <summary>Returns the error with its id, the address, and whether the request was certainly not sent.</summary>
    /// <param name="e">What the platform says: an HttpRequestException or a SocketException.</param>
    /// <param name="address">The server's address.</param>
    /// <param name="proxy">The proxy on the way, without user information; null for none.</param>
    public static TransportException Create(Exception e, Uri address, Uri? proxy)
    {
        var server = address.ToString();
        var kind = e switch
        {
            HttpRequestException failed => failed.HttpRequestError,
            // The platform asks a connection that has just been reset for its other end, and lets out what that throws.
            _ => HttpRequestError.ConnectionError,
        };
        // A dead proxy must not be taken for a dead server.
        var (through, asked) = proxy is null
            ? ("", server)
            : ($" through the proxy {proxy}", $"the proxy {proxy}");
        var root = e.GetBaseException().Message.TrimEnd('.') + ".";
        var handshake = Causes(e).OfType<AuthenticationException>().FirstOrDefault();
        // A handshake that was cut off says nothing of what the two ends can agree on.
        var isRefused = handshake is not null
            && !Causes(handshake).Any(cause => cause is IOException or SocketException);
        var (id, message) = kind switch
        {
            HttpRequestError.NameResolutionError =>
                (TransportException.HostNotFound, $"The host of {asked} is not known: {root}"),
            HttpRequestError.ConfigurationLimitExceeded => (
                TransportException.InvalidResponse,
                $"The answer of {server} is longer than any that the API sends: {root}"),
            _ when handshake is UntrustedCertificateException => (
                TransportException.CertificateNotTrusted,
                $"The certificate of {server} is not trusted: {handshake.Message} "
                    + "Check the server's address and the certificate authority of the connection."),
            _ when isRefused =>
                (TransportException.TlsFailed, $"No secure connection to {server}: {root}"),
            _ =>
                (TransportException.ConnectionFailed, $"No connection to {server}{through}: {root}"),
        };
        return new TransportException(id, message, server, e)
        {
            IsUnsent = handshake is not null || kind is HttpRequestError.NameResolutionError
                or HttpRequestError.ConnectionError or HttpRequestError.ProxyTunnelError
                or HttpRequestError.SecureConnectionError,
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
