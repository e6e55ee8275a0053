using System.Globalization;

namespace OpenShiftImage.Analysis.Rules;

/// <summary>Images have no more than so many layers.</summary>
internal sealed class MaximumLayersRule(RuleSettings settings) : ConfigRule
{
    private readonly long _count = settings.Number("Count");

    private protected override RuleFinding TestImage(Image image, ImageTestContext context)
    {
        var count = image.LayerCount ?? 0;
        return new RuleFinding(
            count <= _count,
            count.ToString(CultureInfo.InvariantCulture),
            string.Create(CultureInfo.InvariantCulture, $"{_count} at most"),
            string.Create(CultureInfo.InvariantCulture, $"The image has {count} layer{(count == 1 ? "" : "s")}."));
    }
}
