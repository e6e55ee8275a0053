namespace OpenShiftImage.Watching;

/// <summary>
/// Says whether a watch goes on after a failure, and after which pause. The pauses grow while requests end soon after they have begun, whether
/// they brought something or not, and go back once one has lasted; what the server asks for in <c>Retry-After</c> is kept, within reason.
/// There is no last attempt.
/// </summary>
internal sealed class ReconnectPolicy
{
    /// <summary>The first and the longest pause of client-go's reflector (<c>tools/cache/reflector.go</c>).</summary>
    private static readonly TimeSpan s_first = TimeSpan.FromSeconds(0.8);
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan s_longestAsked = TimeSpan.FromMinutes(2);

    /// <summary>How long a request that ends in the usual way lasts at least: load balancers close idle connections after 30 seconds or more.</summary>
    private static readonly TimeSpan s_usual = TimeSpan.FromSeconds(10);

    private int _shortRequests;

    /// <summary>Returns whether a failure is one that passes.</summary>
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

    /// <summary>Returns the pause before the next attempt.</summary>
    /// <param name="failure">How the last one ended; null when the server ended it in order.</param>
    /// <param name="lasted">How long it lasted.</param>
    public TimeSpan GetDelay(OpenShiftImageException? failure, TimeSpan lasted)
    {
        _shortRequests = lasted < s_usual ? Math.Min(_shortRequests + 1, 10) : 0;
        var longest = _shortRequests == 0 ? TimeSpan.FromSeconds(0.05) : s_first * Math.Pow(2, _shortRequests - 1);
        var pause = (longest < s_longest ? longest : s_longest) * (0.5 + (Random.Shared.NextDouble() / 2));
        return failure is ApiException { RetryAfter: { } asked } && asked > pause
            ? asked < s_longestAsked ? asked : s_longestAsked
            : pause;
    }
}
