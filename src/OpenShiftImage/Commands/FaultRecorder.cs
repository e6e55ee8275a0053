using OpenShiftImage.Transport;

namespace OpenShiftImage.Commands;

/// <summary>Passes on what an observer is told, and remembers what was faulty; the same fault is told once.</summary>
/// <param name="observer">The observer.</param>
internal sealed class FaultRecorder(IRequestObserver observer) : IRequestObserver
{
    private readonly HashSet<string> _told = new(StringComparer.Ordinal);

    /// <summary>Gets how many faults there are.</summary>
    public int Count => _told.Count;

    /// <inheritdoc/>
    public RequestDetail Detail => observer.Detail;

    /// <inheritdoc/>
    public ValueTask WarnAsync(string message, CancellationToken cancellationToken) =>
        observer.WarnAsync(message, cancellationToken);

    /// <inheritdoc/>
    public ValueTask CompletedAsync(RequestSummary summary, CancellationToken cancellationToken) =>
        observer.CompletedAsync(summary, cancellationToken);

    /// <inheritdoc/>
    public ValueTask HeadersAsync(string text, CancellationToken cancellationToken) =>
        observer.HeadersAsync(text, cancellationToken);

    /// <inheritdoc/>
    public ValueTask RetryingAsync(string message, CancellationToken cancellationToken) =>
        observer.RetryingAsync(message, cancellationToken);

    /// <inheritdoc/>
    public ValueTask FailedAsync(OpenShiftImageException failure, CancellationToken cancellationToken) =>
        _told.Add(failure.Message) ? observer.FailedAsync(failure, cancellationToken) : ValueTask.CompletedTask;

    /// <inheritdoc/>
    public ValueTask InformAsync(string message, CancellationToken cancellationToken) =>
        observer.InformAsync(message, cancellationToken);
}
