using OpenShiftImage.Api;

namespace OpenShiftImage.Workloads;

/// <summary>A page of a list of objects.</summary>
/// <param name="Objects">What is kept of its objects.</param>
/// <param name="Metadata">What the list says of itself.</param>
internal sealed record ClusterObjectPage(IReadOnlyList<ClusterObject> Objects, ListMeta Metadata) : IPage
{
    /// <inheritdoc/>
    public string? Continue => string.IsNullOrEmpty(Metadata.Continue) ? null : Metadata.Continue;

    /// <inheritdoc/>
    public int Count => Objects.Count;
}
