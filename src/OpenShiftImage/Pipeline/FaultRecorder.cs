using OpenShiftImage.Transport;

namespace OpenShiftImage.Pipeline;

/// <summary>
/// Counts what is faulty. What is read twice meets the same fault twice, and it is told once.
/// </summary>
/// <param name="observer">Is told of everything else.</param>
internal sealed class FaultRecorder(IRequestObserver observer) : ForwardingObserver(observer)
{
    /// <summary>Messages that are remembered; whoever has more faults sees some of them twice.</summary>
    private const int MostRemembered = 1000;

    private readonly HashSet<string> _told = new(StringComparer.Ordinal);

    /// <summary>Gets how many faults there are.</summary>
    public int Count { get; private set; }

    /// <inheritdoc/>
    public override ValueTask FailedAsync(OpenShiftImageException failure, CancellationToken cancellationToken)
    {
        if (_told.Contains(failure.Message))
        {
            return ValueTask.CompletedTask;
        }

        Count++;
        if (_told.Count < MostRemembered)
        {
            _told.Add(failure.Message);
        }

        return base.FailedAsync(failure, cancellationToken);
    }
}
