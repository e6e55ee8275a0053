namespace OpenShiftImage.Pipeline;

/// <summary>A rule could not be looked at, so that nobody knows whether the Image keeps it.</summary>
internal sealed class RuleFailedException(string rule, Image image, Exception inner)
    : Exception($"The rule '{rule}' could not be looked at for Image '{image.Name}': {inner.Message}", inner)
{
    /// <summary>Gets the Image.</summary>
    public Image Image { get; } = image;
}
