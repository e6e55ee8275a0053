namespace OpenShiftImage.Pipeline;

/// <summary>The script of a rule has failed, so that nobody knows whether the Image keeps the rule.</summary>
public sealed class RuleScriptException(string rule, Image image, Exception inner)
    : Exception($"The script of the rule '{rule}' failed for Image '{image?.Name}': {inner?.Message}", inner)
{
    /// <summary>The Image.</summary>
    public Image? Image { get; } = image;
}
