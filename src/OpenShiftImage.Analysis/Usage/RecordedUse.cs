using OpenShiftImage.Workloads;

namespace OpenShiftImage.Analysis.Usage;

/// <summary>One use of an Image by an object.</summary>
/// <param name="Workload">The object.</param>
/// <param name="Kind">In which way.</param>
/// <param name="Place">Where in the object it stands.</param>
/// <param name="IsCounted">Whether <c>oc adm prune images</c> looks at it.</param>
internal readonly record struct RecordedUse(
    WorkloadRecord Workload, ImageUseKind Kind, string Place, bool IsCounted);
