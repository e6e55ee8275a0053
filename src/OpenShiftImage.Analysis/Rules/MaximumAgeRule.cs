using System.Globalization;

namespace OpenShiftImage.Analysis.Rules;

/// <summary>Images are not older than so many days.</summary>
internal sealed class MaximumAgeRule(RuleSettings settings) : ImageRule
{
    /// <summary>
    /// Builds that are to give the same bytes again set a time long past: no image is older than the format.
    /// </summary>
    private static readonly DateTimeOffset s_firstImage = new(2013, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly long _days = settings.Number("Days");
    private readonly bool _sinceImport = settings.Text("Since", "Build") == "Import";

    /// <inheritdoc/>
    public override bool NeedsTime => true;

    /// <inheritdoc/>
    public override RuleFinding Test(Image image, ImageTestContext context)
    {
        var expected = string.Create(CultureInfo.InvariantCulture, $"{_days} days at most");
        var built = image.Created is { } created ? new DateTimeOffset(created) : (DateTimeOffset?)null;
        var isBuildKnown = !_sinceImport && built >= s_firstImage;
        var stored = image.CreationTimestamp is { } time ? new DateTimeOffset(time) : (DateTimeOffset?)null;
        if ((isBuildKnown ? built : stored) is not { } since)
        {
            return new RuleFinding(false, null, expected, "The Image does not say how old it is.");
        }

        var age = context.Now - since;
        var days = Math.Max(0, Math.Floor(age.TotalDays));
        var verb = isBuildKnown ? "built" : "stored";
        var note = isBuildKnown || _sinceImport || image.IsManifestList ? "" : " It does not say when it was built.";
        return new RuleFinding(
            age.TotalDays <= _days,
            string.Create(CultureInfo.InvariantCulture, $"{days} days"),
            expected,
            string.Create(
                CultureInfo.InvariantCulture,
                $"The image was {verb} {days} days ago, on {since.UtcDateTime:yyyy-MM-dd}.{note}"));
    }
}
