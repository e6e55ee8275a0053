namespace OpenShiftImage.Analysis.Reports;

/// <summary>A piece of a treemap.</summary>
/// <param name="Kind">What it stands for.</param>
/// <param name="Name">Its name.</param>
/// <param name="Size">Its bytes.</param>
/// <param name="Children">The pieces that it has, the largest first; empty where it has none.</param>
internal sealed record TreemapNode(TreemapKind Kind, string Name, long Size, IReadOnlyList<TreemapNode> Children);
