namespace OpenShiftImage.Documents;

/// <summary>An Image that was read from a text, or why there is none.</summary>
/// <param name="Image">The Image; null when the document is faulty.</param>
/// <param name="Error">The fault; null when there is none.</param>
internal sealed record DocumentResult(Image? Image, DocumentException? Error);
