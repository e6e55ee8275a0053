namespace OpenShiftImage.Primitives;

/// <summary>Exponential back-off: delays double up to a longest one, each jittered between half and whole.</summary>
/// <param name="First">The first delay before jitter.</param>
/// <param name="Longest">The longest delay.</param>
internal readonly record struct Backoff(TimeSpan First, TimeSpan Longest)
{
    /// <summary>Returns the delay before a retry.</summary>
    /// <param name="retries">How many retries there have been before this one.</param>
    public TimeSpan GetDelay(int retries)
    {
        var whole = Math.Min(Longest.Ticks, Math.ScaleB(First.Ticks, retries));
        // Without jitter, all clients that one fault has cut off retry at the same moment.
        return TimeSpan.FromTicks((long)(whole * (0.5 + (Random.Shared.NextDouble() / 2))));
    }
}
