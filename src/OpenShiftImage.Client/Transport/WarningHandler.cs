namespace OpenShiftImage.Transport;

/// <summary>
/// Passes the server's warnings on. It stands above <see cref="AuthenticationHandler"/>, so that an answer that is not
/// the last word does not warn as well.
/// </summary>
internal sealed class WarningHandler : DelegatingHandler
{
    private const int MaxWarnings = 100;

    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        var context = RequestContext.Of(request);
        if (context.Observer is not { } observer)
        {
            return response;
        }

        try
        {
            // What a slow consumer, or a question to a person, takes is no time of the server's.
            context.Deadline.Suspend();
            foreach (var warning in WarningHeader.Read(response).Take(MaxWarnings))
            {
                await observer.WarnAsync(warning, cancellationToken).ConfigureAwait(false);
            }

            context.Deadline.Resume();
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
