using OpenShiftImage.Connections;
using OpenShiftImage.Pipeline;

namespace OpenShiftImage.Commands;

/// <summary>Where one share of the reading goes: one cluster, alone or among several.</summary>
/// <param name="Clusters">Finds the cluster.</param>
/// <param name="Output">Takes what comes.</param>
/// <param name="OneOfSeveral">The cluster among others; null where there is only one.</param>
/// <param name="WriteCancellation">
/// Ends writing, which goes on when reading is ended since others have brought enough: what was counted is written.
/// </param>
internal sealed record ReadScope(
    ClusterResolver Clusters,
    PipelineOutput Output,
    ClusterReference? OneOfSeveral,
    CancellationToken WriteCancellation);
