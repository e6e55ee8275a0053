using OpenShiftImage.Transport;

namespace OpenShiftImage.Pipeline;

/// <summary>Is told what happens on one of several clusters, and says of what is faulty which cluster it is.</summary>
/// <param name="output">Takes what is told.</param>
/// <param name="cluster">What an error is about: the cluster as it was named.</param>
/// <param name="name">The name that messages say.</param>
internal sealed class ClusterObserver(PipelineOutput output, object cluster, string name) : IRequestObserver
{
    /// <inheritdoc/>
    public RequestDetail Detail => output.Detail;

    /// <inheritdoc/>
    public ValueTask WarnAsync(string message, CancellationToken cancellationToken) =>
        output.WarnAsync(message, cancellationToken);

    /// <inheritdoc/>
    public ValueTask CompletedAsync(RequestSummary summary, CancellationToken cancellationToken) =>
        output.CompletedAsync(summary, cancellationToken);

    /// <inheritdoc/>
    public ValueTask HeadersAsync(string text, CancellationToken cancellationToken) =>
        output.HeadersAsync(text, cancellationToken);

    /// <inheritdoc/>
    public ValueTask RetryingAsync(string message, CancellationToken cancellationToken) =>
        output.RetryingAsync(message, cancellationToken);

    /// <inheritdoc/>
    public ValueTask FailedAsync(OpenShiftImageException failure, CancellationToken cancellationToken) =>
        output.ErrorAsync(ErrorRecords.ForCluster(failure, cluster, name)!, cancellationToken);

    /// <inheritdoc/>
    public ValueTask InformAsync(string message, CancellationToken cancellationToken) =>
        output.InformAsync(message, cancellationToken);
}
