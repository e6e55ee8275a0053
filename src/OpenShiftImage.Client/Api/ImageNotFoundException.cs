namespace OpenShiftImage;

/// <summary>A text that means no Image, as a search of the list has found.</summary>
public sealed class ImageNotFoundException : OpenShiftImageException
{
    internal ImageNotFoundException(string text)
        : base("NotFound", $"No Image has the reference '{text}'.", text, null)
    {
    }
}
