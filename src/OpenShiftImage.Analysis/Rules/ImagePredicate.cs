namespace OpenShiftImage.Analysis.Rules;

/// <summary>A test that the user has written.</summary>
/// <param name="Text">Its text.</param>
/// <param name="Test">Returns whether an Image passes.</param>
internal sealed record ImagePredicate(string Text, Func<Image, bool> Test);
