namespace OpenShiftImage.Pipeline;

/// <summary>Is told what happens on one of several clusters, and says of what is faulty which cluster it is.</summary>
/// <param name="output">Takes what is told.</param>
/// <param name="cluster">What an error is about: the cluster as it was named.</param>
/// <param name="name">The name that messages say.</param>
internal sealed class ClusterObserver(PipelineOutput output, object cluster, string name) : ForwardingObserver(output)
{
    private readonly PipelineOutput _output = output;

    /// <inheritdoc/>
    public override ValueTask FailedAsync(OpenShiftImageException failure, CancellationToken cancellationToken) =>
        _output.ErrorAsync(ErrorRecords.ForCluster(failure, cluster, name)!, cancellationToken);
}
