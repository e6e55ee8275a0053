using OpenShiftImage.Primitives;

namespace OpenShiftImage.Transport;

/// <summary>
/// Shows the observer what is sent and what comes back. It stands below the handlers that add headers, so that it shows
/// them. What came of an answer is told once its body has been read, which is after the chain; only a request without
/// an answer ends here.
/// </summary>
/// <param name="time">Tells how long a request took.</param>
internal sealed class TracingHandler(TimeProvider time) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var context = RequestContext.Of(request);
        var observer = context.Observer;
        var showsHeaders = observer?.Detail == RequestDetail.Headers;
        if (showsHeaders)
        {
            await observer!.HeadersAsync(HeaderText.Of(request), cancellationToken).ConfigureAwait(false);
            if (context.Request.Body is { } sent)
            {
                await observer.HeadersAsync(BodyText.Of(sent), cancellationToken).ConfigureAwait(false);
            }
        }

        context.SentAt = time.GetTimestamp();
        HttpResponseMessage response;
        try
        {
            response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is OperationCanceledException or TransportException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (observer is { Detail: not RequestDetail.None })
            {
                var (method, path) = (context.Request.Method.Method, context.Request.Path);
                var summary = new RequestSummary(method, path, 0, time.GetElapsedTime(context.SentAt), null);
                await observer.CompletedAsync(summary, cancellationToken).ConfigureAwait(false);
            }

            throw;
        }

        try
        {
            if (showsHeaders)
            {
                await observer!.HeadersAsync(HeaderText.Of(response), cancellationToken).ConfigureAwait(false);
            }

            return response;
        }
        catch
        {
            // The caller has gone; so must the answer.
            response.Dispose();
            throw;
        }
    }
}
