namespace OpenShiftImage.Analysis.Usage;

/// <summary>A tag of an image stream, as far as its history is not told by its places.</summary>
/// <param name="Name">Which it is.</param>
/// <param name="Length">How many places its history has.</param>
/// <param name="StreamCreated">When the stream was created; null where it does not say.</param>
internal sealed record StreamTag(TagName Name, int Length, DateTimeOffset? StreamCreated);
