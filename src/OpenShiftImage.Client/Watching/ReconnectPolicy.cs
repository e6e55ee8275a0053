namespace OpenShiftImage;

/// <summary>
/// Says whether a watch goes on after a failure, and after which pause. While attempts end at once the pauses grow, with a spread;
/// what the server asks for in <c>Retry-After</c> is kept, within reason. There is no last attempt.
/// </summary>
internal sealed class ReconnectPolicy
{
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan s_longestAsked = TimeSpan.FromMinutes(2);

    private int _failures;

    /// <summary>Whether a failure is one that passes.</summary>
    public static bool Passes(OpenShiftImageException failure) => failure switch
    {
        ApiException { StatusCode: 410 or 429 or >= 500 } => true,
        TransportException
        {
            ErrorId: TransportException.ConnectionFailed or TransportException.HostNotFound
                or TransportException.RequestTimeout or TransportException.IncompleteResponse,
        } => true,
        _ => false,
    };

    /// <summary>Gives the pause before the next attempt.</summary>
    /// <param name="failure">How the last one ended; null when the server ended it in order.</param>
    /// <param name="endedAtOnce">Whether it ended at once, with nothing told.</param>
    public TimeSpan PauseAfter(OpenShiftImageException? failure, bool endedAtOnce)
    {
        _failures = endedAtOnce ? _failures + 1 : 1;
        var seconds = _failures <= 1 ? 0.05 : Math.Min(s_longest.TotalSeconds, Math.Pow(2, _failures - 2));
        var pause = TimeSpan.FromSeconds(seconds * (0.5 + (Random.Shared.NextDouble() / 2)));
        return failure is ApiException { RetryAfter: { } asked } && asked > pause
            ? asked < s_longestAsked ? asked : s_longestAsked
            : pause;
    }
}
