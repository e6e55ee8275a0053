namespace OpenShiftImage.Sandbox.Seeding;

/// <summary>What a tag named once.</summary>
/// <param name="Image">The name of the Image, which may be gone.</param>
/// <param name="Reference">Where it came from.</param>
/// <param name="Created">Since when the tag named it.</param>
internal sealed record SeededTagItem(string Image, string Reference, DateTime Created);
