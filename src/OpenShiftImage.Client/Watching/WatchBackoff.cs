using OpenShiftImage.Primitives;

namespace OpenShiftImage.Watching;

/// <summary>
/// Decides whether a watch resumes after a failure, and after which delay. Delays grow while requests end soon after
/// they began, with or without events, and start over once a request has lasted. A longer <c>Retry-After</c> is
/// respected up to a limit. There is no last attempt.
/// </summary>
internal sealed class WatchBackoff
{
    /// <summary>The first and the longest delay of client-go's reflector (<c>tools/cache/reflector.go</c>).</summary>
    private static readonly Backoff s_afterShortRequest = new(TimeSpan.FromSeconds(0.8), TimeSpan.FromSeconds(30));

    /// <summary>Long enough that watches which end together do not reconnect together, too short to notice.</summary>
    private static readonly Backoff s_afterLongRequest = new(TimeSpan.FromSeconds(0.05), TimeSpan.FromSeconds(0.05));

    /// <summary>Ours: a server that asks for more would stop the watch without anyone having said so.</summary>
    private static readonly TimeSpan s_longestRetryAfter = TimeSpan.FromMinutes(2);

    /// <summary>
    /// Ours: load balancers close idle connections after 30 seconds or more, which is no fault to back off from.
    /// </summary>
    private static readonly TimeSpan s_shortRequest = TimeSpan.FromSeconds(10);

    private int _shortRequests;

    /// <summary>Returns whether a failure is expected to pass.</summary>
    public static bool IsTransient(OpenShiftImageException failure) => failure switch
    {
        ApiException { StatusCode: 410 or 429 or >= 500 } => true,
        TransportException
        {
            ErrorId: TransportException.ConnectionFailed or TransportException.HostNotFound
                or TransportException.RequestTimeout or TransportException.IncompleteResponse,
        } => true,
        _ => false,
    };

    /// <summary>Returns the delay before the next request.</summary>
    /// <param name="failure">How the previous request failed; null when the server ended it in order.</param>
    /// <param name="duration">How long the previous request lasted.</param>
    public TimeSpan GetDelay(OpenShiftImageException? failure, TimeSpan duration)
    {
        _shortRequests = duration < s_shortRequest ? _shortRequests + 1 : 0;
        var delay = _shortRequests == 0
            ? s_afterLongRequest.GetDelay(0)
            : s_afterShortRequest.GetDelay(_shortRequests - 1);
        if (failure is ApiException { RetryAfter: { } retryAfter } && retryAfter > delay)
        {
            return retryAfter < s_longestRetryAfter ? retryAfter : s_longestRetryAfter;
        }

        return delay;
    }
}
