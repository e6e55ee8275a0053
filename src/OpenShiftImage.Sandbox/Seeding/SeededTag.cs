namespace OpenShiftImage.Sandbox.Seeding;

/// <summary>A tag of a stream with its history, newest first.</summary>
internal sealed record SeededTag(string Name, IReadOnlyList<SeededTagItem> Items);
