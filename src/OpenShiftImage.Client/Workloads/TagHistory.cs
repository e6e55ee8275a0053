namespace OpenShiftImage.Workloads;

/// <summary>The history of a tag of an image stream.</summary>
/// <param name="Tag">The tag.</param>
/// <param name="Items">What it has pointed to, the latest first.</param>
internal sealed record TagHistory(string Tag, IReadOnlyList<TagItem> Items);
