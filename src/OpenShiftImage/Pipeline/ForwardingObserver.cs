using OpenShiftImage.Transport;

namespace OpenShiftImage.Pipeline;

/// <summary>Passes on what it is told to another observer; who derives from it changes some of that.</summary>
/// <param name="observer">The other observer.</param>
internal abstract class ForwardingObserver(IRequestObserver observer) : IRequestObserver
{
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
    public virtual ValueTask FailedAsync(OpenShiftImageException failure, CancellationToken cancellationToken) =>
        observer.FailedAsync(failure, cancellationToken);

    /// <inheritdoc/>
    public ValueTask InformAsync(string message, CancellationToken cancellationToken) =>
        observer.InformAsync(message, cancellationToken);
}
