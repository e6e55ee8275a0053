namespace OpenShiftImage.Analysis.Rules;

/// <summary>Images take no more than so many bytes.</summary>
internal sealed class MaximumSizeRule(RuleSettings settings) : ConfigRule
{
    private readonly long _size = settings.Number("Size");

    private protected override RuleFinding TestImage(Image image, ImageTestContext context)
    {
        var expected = $"{ByteSize.ToText(_size)} at most";
        return image.Size is > 0 and { } size
            ? new RuleFinding(
                size <= _size, ByteSize.ToText(size), expected, $"The image takes {ByteSize.ToText(size)}.")
            : new RuleFinding(false, null, expected, "The Image does not say how large it is.");
    }
}
