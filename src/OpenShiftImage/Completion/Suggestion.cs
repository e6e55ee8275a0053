namespace OpenShiftImage.Completion;

/// <summary>A suggestion.</summary>
/// <param name="Text">What would be typed.</param>
/// <param name="ToolTip">What is told of it; null for the text.</param>
/// <param name="ListText">How it stands in a list; null for the text.</param>
internal readonly record struct Suggestion(string Text, string? ToolTip = null, string? ListText = null);
