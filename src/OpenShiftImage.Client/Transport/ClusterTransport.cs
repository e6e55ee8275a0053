using OpenShiftImage.Configuration;

namespace OpenShiftImage.Transport;

/// <summary>
/// Sends requests to one API server: authenticated, cancellable at any moment, over TLS whose chain and host name are
/// checked. Safe for use by many threads.
/// </summary>
internal sealed class ClusterTransport : IDisposable
{
    private readonly RequestMessageFactory _messages;
    private readonly HttpMessageInvoker _chain;

    /// <summary>Takes the cluster to talk to. Opens no connection yet.</summary>
    /// <exception cref="ConfigurationException">Whom to act as cannot be sent.</exception>
    public ClusterTransport(ClusterConfiguration configuration)
    {
        Configuration = configuration;
        var impersonation = ImpersonationHeaders.Create(configuration);
        _messages = new RequestMessageFactory(configuration, impersonation);
        _chain = new HttpMessageInvoker(
            new WarningHandler
            {
                InnerHandler = new AuthenticationHandler(configuration.Credential)
                {
                    InnerHandler = new ImpersonationHandler(impersonation)
                    {
                        InnerHandler = new TracingHandler(configuration.Time)
                        {
                            InnerHandler = new ConnectionHandler(configuration, impersonation),
                        },
                    },
                },
            });
    }

    /// <summary>Gets the cluster that this talks to.</summary>
    public ClusterConfiguration Configuration { get; }

    /// <inheritdoc/>
    public void Dispose() => _chain.Dispose();

    /// <summary>
    /// Sends a request and reads its answer. A failure that may pass is met by another attempt, and the observer told.
    /// </summary>
    /// <param name="request">The request.</param>
    /// <param name="observer">Is told of warnings, requests and retries; null for nobody.</param>
    /// <param name="read">Reads the body of a success; may be called again after it has failed.</param>
    /// <param name="cancellationToken">Ends everything at once.</param>
    /// <exception cref="ApiException">The server answered with an error.</exception>
    /// <exception cref="TransportException">There was no answer of the API.</exception>
    internal async Task<T> ExchangeAsync<T>(
        ApiRequest request,
        IRequestObserver? observer,
        Func<ResponseBody, ValueTask<T>> read,
        CancellationToken cancellationToken)
    {
        var deadline = new RequestDeadline(request, Configuration.Server, Configuration.Time, cancellationToken);
        var context = new RequestContext(request, observer, deadline);
        var goesOn = false;
        try
        {
            var result = await new RetryLoop(Configuration, context).RunAsync(
                () => AttemptAsync(context, read, cancellationToken), cancellationToken).ConfigureAwait(false);
            goesOn = request.IsStream;
            return result;
        }
        catch (OperationCanceledException e) when (deadline.IsOver)
        {
            throw WriteOutcome.Of(context, Configuration.Server, deadline.CreateError(e));
        }
        catch (TransportException e)
        {
            throw WriteOutcome.Of(context, Configuration.Server, e);
        }
        finally
        {
            // A stream goes on, and ends its deadline with itself.
            if (!goesOn)
            {
                deadline.Dispose();
            }
        }
    }

    private async Task<T> AttemptAsync<T>(
        RequestContext context, Func<ResponseBody, ValueTask<T>> read, CancellationToken cancellationToken)
    {
        var body = await SendAsync(context, cancellationToken).ConfigureAwait(false);
        try
        {
            return await read(body).ConfigureAwait(false);
        }
        finally
        {
            if (!context.Request.IsStream)
            {
                await NotifyAsync(context, body, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Sends a request and returns the body of its success; every other end is an exception.</summary>
    private async Task<ResponseBody> SendAsync(RequestContext context, CancellationToken cancellationToken)
    {
        using var message = _messages.Create(context);
        var response = await _chain.SendAsync(message, cancellationToken).ConfigureAwait(false);
        ResponseBody? body = null;
        try
        {
            body = await ResponseBody.OpenAsync(
                response, context, Configuration, cancellationToken).ConfigureAwait(false);
            if (!response.IsSuccessStatusCode)
            {
                context.Deadline.MayHaveActed = false;
                var error = await ErrorResponse.ReadAsync(
                    response, body, context.Request, Configuration.Time, cancellationToken).ConfigureAwait(false);
                await NotifyAsync(context, body, cancellationToken).ConfigureAwait(false);
                throw error;
            }

            if (context.Request.IsStream)
            {
                await NotifyAsync(context, body, cancellationToken).ConfigureAwait(false);
                body.OwnsDeadline = true;
            }

            return body;
        }
        catch
        {
            body?.Dispose();
            response.Dispose();
            throw;
        }
    }

    /// <summary>Tells what came of an answer; to a caller who has gone, nothing.</summary>
    private static ValueTask NotifyAsync(RequestContext context, ResponseBody body, CancellationToken caller) =>
        context.Observer is { Detail: not RequestDetail.None } observer && !caller.IsCancellationRequested
            ? observer.CompletedAsync(body.Summarize(), caller)
            : ValueTask.CompletedTask;
}
