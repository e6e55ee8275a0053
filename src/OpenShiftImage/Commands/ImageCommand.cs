using System.Management.Automation;
using OpenShiftImage.Binding;
using OpenShiftImage.Connections;
using OpenShiftImage.Pipeline;

namespace OpenShiftImage.Commands;

/// <summary>Base of the cmdlets that work with Images: how they find their clusters.</summary>
public abstract class ImageCommand : AsyncCommand
{
    private ClusterResolver? _clusters;
    private Session? _session;

    /// <summary>
    /// Seconds that a request may take as a whole; left out: 30 until its answer begins and 300 until it ends, and
    /// longer where it is known to take long.
    /// </summary>
    [Parameter]
    [ValidateRange(1, 86_400)]
    public int OperationTimeoutSeconds { get; set; }

    private protected TimeSpan? OperationTimeout =>
        OperationTimeoutSeconds > 0 ? TimeSpan.FromSeconds(OperationTimeoutSeconds) : null;

    /// <summary>Gets the cluster that the user has named; null for none.</summary>
    private protected virtual ClusterReference? Target => null;

    /// <summary>
    /// Gets the id of the error for a cluster that was collected, with which the cmdlet can do nothing; null where it
    /// can.
    /// </summary>
    private protected virtual string? OfflineErrorId => CollectedClusterException.ReadOnly;

    /// <summary>Gets what finds the clusters, once the pipeline's thread has prepared.</summary>
    private protected ClusterResolver Clusters => _clusters!;

    private protected override void Prepare()
    {
        _session = Session.Current;
        _session.Location = CurrentFolder.Of(SessionState);
        _clusters ??= CreateResolver(Target);
    }

    /// <summary>Makes what finds one cluster.</summary>
    /// <param name="target">The cluster that is named; null for none.</param>
    /// <param name="oneOfSeveral">The cluster where it is one among others; null where it is the only one.</param>
    private protected ClusterResolver CreateResolver(
        ClusterReference? target, ClusterReference? oneOfSeveral = null) =>
        new(_session!, target, OperationTimeout) { OfflineErrorId = OfflineErrorId, OneOfSeveral = oneOfSeveral };

    /// <summary>
    /// Returns an error for a name with wildcards, where none are expanded; null for any other, and for what the
    /// pipeline gave: that is the name of something.
    /// </summary>
    private protected ErrorRecord? RefuseWildcard(ImageIdentity image) =>
        MyInvocation.ExpectingInput || !image.IsText
            ? null
            : ErrorRecords.ForWildcard(image.Name, MyInvocation.MyCommand.Name);

    /// <summary>Returns the clusters that -Cluster names, wildcards expanded; empty where it names none.</summary>
    private protected async Task<List<ClusterReference>> ExpandAsync(
        ClusterReference[]? clusters, CancellationToken cancellationToken) => clusters is null
            ? []
            : await _session!.ExpandAsync(clusters, cancellationToken).ConfigureAwait(false);

    /// <summary>
    /// Runs one object's share of the work, so that its failure is its own and the others go on; false when it failed.
    /// </summary>
    private protected static async Task<bool> EachAsync(
        object? target, PipelineOutput output, Func<Task> work, CancellationToken cancellationToken)
    {
        try
        {
            await work().ConfigureAwait(false);
            return true;
        }
        catch (Exception e) when (e is not (ConfigurationException or BrokenFileException or OperationCanceledException)
            && ErrorRecords.For(e, target) is { } record)
        {
            await output.ErrorAsync(record, cancellationToken).ConfigureAwait(false);
            return false;
        }
    }
}
