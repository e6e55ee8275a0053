using System.Globalization;

namespace OpenShiftImage.Analysis.Rules;

/// <summary>Images have no more than so many layers.</summary>
internal sealed class MaximumLayersRule(RuleSettings settings) : ConfigRule
{
    private readonly long _count = settings.Number("Count");

    private protected override RuleFinding TestImage(Image image, ImageTestContext context)
    {
        var expected = string.Create(CultureInfo.InvariantCulture, $"{_count} at most");
        var count = image.LayerCount is > 0 and { } listed ? listed : image.DiffIds.Count;
        if (count == 0)
        {
            return new RuleFinding(false, null, expected, "The Image does not say which layers it has.");
        }

        return new RuleFinding(
            count <= _count,
            count.ToString(CultureInfo.InvariantCulture),
            expected,
            string.Create(CultureInfo.InvariantCulture, $"The image has {count} layer{(count == 1 ? "" : "s")}."));
    }
}
