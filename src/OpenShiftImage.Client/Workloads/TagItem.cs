namespace OpenShiftImage.Workloads;

/// <summary>What a tag points or has pointed to.</summary>
/// <param name="Image">Name of the Image; empty where it does not say.</param>
/// <param name="Created">Since when; null where it does not say.</param>
internal readonly record struct TagItem(string Image, DateTimeOffset? Created);
