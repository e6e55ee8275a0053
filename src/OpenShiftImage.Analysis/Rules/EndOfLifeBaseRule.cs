using System.Globalization;

namespace OpenShiftImage.Analysis.Rules;

/// <summary>Images are not built on what is no longer supported.</summary>
internal sealed class EndOfLifeBaseRule(RuleSettings settings) : ConfigRule
{
    private readonly IReadOnlyList<EndOfLifeBase> _bases = settings.Bases("Bases");

    /// <inheritdoc/>
    public override bool NeedsTime => true;

    private protected override RuleFinding TestImage(Image image, ImageTestContext context)
    {
        const string Expected = "a base that is supported";
        if (image.Configuration is not { } config)
        {
            return new RuleFinding(
                false,
                null,
                Expected,
                "The Image does not say which labels the image has, by which its base is known.");
        }

        var labels = config.Labels;
        var today = DateOnly.FromDateTime(context.Now.UtcDateTime);
        var bases = _bases.Where(item => item.IsBaseOf(labels)).OrderBy(item => item.EndOfLife).ToList();
        if (bases is not [var first, ..])
        {
            return new RuleFinding(true, null, Expected, "It has the labels of no base that the policy knows.");
        }

        var date = first.EndOfLife.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        return new RuleFinding(
            today <= first.EndOfLife,
            $"{first.Name}, supported until {date}",
            Expected,
            today <= first.EndOfLife
                ? $"It is built on {first.Name}, which is supported until {date}."
                : $"It is built on {first.Name}, which was supported until {date}.");
    }
}
