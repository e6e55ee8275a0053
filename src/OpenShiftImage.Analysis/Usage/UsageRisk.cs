using OpenShiftImage.Workloads;

namespace OpenShiftImage.Analysis.Usage;

/// <summary>What speaks against removing an Image that a prune would remove.</summary>
internal static class UsageRisk
{
    /// <summary>Returns the risk that a use of the Image makes.</summary>
    public static ImageUsageRisks Of(RecordedUse use) => use.Workload.State switch
    {
        WorkloadState.Done => ImageUsageRisks.None,
        WorkloadState.Restartable => ImageUsageRisks.RestartablePod,
        _ => use.Kind switch
        {
            ImageUseKind.EphemeralContainer => ImageUsageRisks.EphemeralContainer,
            ImageUseKind.Volume => ImageUsageRisks.ImageVolume,
            ImageUseKind.BuildSource => ImageUsageRisks.BuildSource,
            _ => use.Workload.State == WorkloadState.Active ? ImageUsageRisks.RunningPod : ImageUsageRisks.Workload,
        },
    };
}
