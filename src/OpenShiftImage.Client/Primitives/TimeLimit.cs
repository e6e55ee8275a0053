namespace OpenShiftImage.Primitives;

/// <summary>A token that callers cancel, or a clock when a time is over.</summary>
internal sealed class TimeLimit : IDisposable
{
    private readonly CancellationTokenSource _source;
    private readonly CancellationTokenRegistration _caller;
    private readonly CancellationTokenRegistration _other;

    /// <param name="time">The time; infinite for none.</param>
    /// <param name="clock">Tells when it is over.</param>
    /// <param name="caller">Cancels the token, too.</param>
    /// <param name="other">Cancels it as well.</param>
    public TimeLimit(TimeSpan time, TimeProvider clock, CancellationToken caller, CancellationToken other = default)
    {
        _source = new CancellationTokenSource(Deadline.AtMost(time), clock);
        _caller = caller.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), _source);
        _other = other.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), _source);
    }

    public CancellationToken Token => _source.Token;

    /// <summary>Begins to count anew.</summary>
    public void Restart(TimeSpan time) => _source.CancelAfter(Deadline.AtMost(time));

    public void Dispose()
    {
        // The registrations cancel the source, so they are disposed of first.
        _caller.Dispose();
        _other.Dispose();
        _source.Dispose();
    }
}
