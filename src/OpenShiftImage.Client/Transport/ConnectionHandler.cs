using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using OpenShiftImage.Configuration;
using OpenShiftImage.Primitives;

namespace OpenShiftImage.Transport;

/// <summary>
/// The bottom of the chain: holds the connections to the server and opens others when the client certificate rotates,
/// since a connection keeps the certificate that it was opened with. What the platform throws becomes a <see
/// cref="TransportException"/> here.
/// </summary>
internal sealed class ConnectionHandler : HttpMessageHandler
{
    private readonly ClusterConfiguration _configuration;
    private readonly ImpersonationHeaders _impersonation;
    private readonly object _replacing = new();
    private readonly CancellationTokenSource _closing = new();
    private readonly CancellationToken _closed;
    private HttpMessageInvoker _connections;
    private string? _thumbprint;
    private bool _isDisposed;

    /// <summary>Takes the cluster to connect to. Opens no connection yet.</summary>
    public ConnectionHandler(ClusterConfiguration configuration, ImpersonationHeaders impersonation)
    {
        (_configuration, _impersonation) = (configuration, impersonation);
        _closed = _closing.Token;
        _connections = CreateConnections(configuration.ClientCertificate);
    }

    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var context = RequestContext.Of(request);
        var deadline = context.Deadline;
        var connections = GetConnections();
        // The platform connects without a proxy where choosing one fails; so it is chosen before anything leaves.
        var proxy = _configuration.GetProxy(_configuration.Server);
        using var headers = new TimeLimit(context.Request.HeadersTimeout, _configuration.Time, deadline.Token, _closed);
        deadline.MayHaveActed = true;
        try
        {
            return await connections.SendAsync(request, headers.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is OperationCanceledException or HttpRequestException or SocketException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (deadline.IsOver)
            {
                throw new OperationCanceledException(e.Message, e, deadline.Token);
            }

            var error = e is OperationCanceledException || headers.Token.IsCancellationRequested
                ? CreateTimeout(context.Request, e)
                : ConnectionFailure.Create(e, _configuration.Server, proxy);
            deadline.MayHaveActed = !error.IsUnsent;
            throw error;
        }
    }

    protected override void Dispose(bool disposing)
    {
        lock (_replacing)
        {
            if (disposing && !_isDisposed)
            {
                _isDisposed = true;
                _closing.Cancel();
                _closing.Dispose();
                _connections.Dispose();
            }
        }

        base.Dispose(disposing);
    }

    /// <summary>Returns the connections that show the certificate of the credential as it is now.</summary>
    private HttpMessageInvoker GetConnections()
    {
        var certificate = _configuration.Credential?.ClientCertificate;
        lock (_replacing)
        {
            if (certificate is [var leaf, ..] && leaf.Thumbprint != _thumbprint && !_isDisposed)
            {
                // Requests under way keep the connections before, which end when they are idle.
                _connections = CreateConnections(certificate);
            }

            return _connections;
        }
    }

    private HttpMessageInvoker CreateConnections(X509Certificate2Collection? certificate)
    {
        _thumbprint = certificate is [var leaf, ..] ? leaf.Thumbprint : null;
        return new HttpMessageInvoker(SocketsHandlerFactory.Create(_configuration, certificate, _impersonation));
    }

    private TransportException CreateTimeout(ApiRequest request, Exception e)
    {
        // Only a connection that does not come about in time has this cause.
        var isUnsent = e.InnerException is TimeoutException;
        var server = _configuration.Server;
        var message = isUnsent
            ? $"No connection to {server} within {_configuration.ConnectTimeout.TotalSeconds:0} seconds."
            : _closed.IsCancellationRequested ? $"The connection was closed before {server} answered {request}."
            : $"{server} did not answer {request} within {request.HeadersTimeout.TotalSeconds:0} seconds.";
        return new TransportException(TransportException.RequestTimeout, message, server.ToString(), e)
        {
            IsUnsent = isUnsent,
        };
    }
}
