namespace OpenShiftImage.Analysis.Usage;

/// <summary>What a prune would do with a place of an Image in the history of a tag.</summary>
/// <param name="Place">The place.</param>
/// <param name="Verdict">Whether it stays.</param>
/// <param name="Reason">Why.</param>
internal readonly record struct PlaceVerdict(StreamPlace Place, ImageVerdict Verdict, ImageUsageReason Reason);
