using OpenShiftImage.Configuration;

namespace OpenShiftImage.Transport;

/// <summary>
/// Makes attempts until one succeeds or its failure will not pass. It is no handler of the chain: an answer can break
/// off while its body is read, which is after the chain has returned, and that too is met by another attempt.
/// </summary>
/// <param name="configuration">Says how long, from now on, there may be other attempts.</param>
/// <param name="context">The request, its observer and its deadline.</param>
internal sealed class RetryLoop(ClusterConfiguration configuration, RequestContext context)
{
    private readonly RetryPolicy _policy = new(
        context.Request,
        configuration.FirstRetryPause,
        context.Request.RetryTimeout is { } own && own < configuration.RetryTimeout ? own : configuration.RetryTimeout,
        configuration.Time);

    /// <summary>Returns what the first attempt that succeeds returns.</summary>
    /// <param name="attempt">Sends the request and reads the answer.</param>
    /// <param name="cancellationToken">Ends attempts and pauses.</param>
    /// <exception cref="OpenShiftImageException">The failure of the last attempt.</exception>
    public async Task<T> RunAsync<T>(Func<Task<T>> attempt, CancellationToken cancellationToken)
    {
        var deadline = context.Deadline;
        var pause = TimeSpan.Zero;
        OpenShiftImageException? last = null;
        while (true)
        {
            try
            {
                await Task.Delay(pause, configuration.Time, deadline.Token).ConfigureAwait(false);
                return await attempt().ConfigureAwait(false);
            }
            catch (OpenShiftImageException e) when (GetDelay(e, cancellationToken) is { } delay)
            {
                (last, pause) = (e, delay);
                if (context.Observer is { } observer)
                {
                    deadline.Suspend();
                    await observer.RetryingAsync(_policy.Describe(e, pause), cancellationToken).ConfigureAwait(false);
                    deadline.Resume();
                }
            }
            catch (OperationCanceledException e) when (last is not null)
            {
                // Whose time is over wants to know what it was spent on.
                throw new OperationCanceledException(e.Message, last, cancellationToken);
            }
        }
    }

    private TimeSpan? GetDelay(OpenShiftImageException failure, CancellationToken cancellationToken) =>
        !cancellationToken.IsCancellationRequested && !context.Deadline.IsOver
            && _policy.GetDelay(failure) is { } delay && delay < context.Deadline.Left ? delay : null;
}
