namespace OpenShiftImage.Selection;

/// <summary>A text that should be a selector is none.</summary>
/// <param name="message">What is wrong, in the words of the API server.</param>
internal sealed class InvalidSelectorException(string message) : Exception(message);
