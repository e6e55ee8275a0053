namespace OpenShiftImage.Analysis.Usage;

/// <summary>A place in the history of a tag.</summary>
/// <param name="Tag">The tag.</param>
/// <param name="Position">Which place, from 0.</param>
/// <param name="Created">Since when; null where it does not say.</param>
internal readonly record struct StreamPlace(StreamTag Tag, int Position, DateTimeOffset? Created);
