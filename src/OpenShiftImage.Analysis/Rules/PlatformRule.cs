namespace OpenShiftImage.Analysis.Rules;

/// <summary>Manifest lists have these platforms, and nothing has others than those.</summary>
internal sealed class PlatformRule(RuleSettings settings) : ImageRule
{
    private readonly string[] _required = settings.Texts("Required");
    private readonly string[] _allowed = settings.Texts("Allowed");

    /// <inheritdoc/>
    public override RuleFinding? Test(Image image, ImageTestContext context)
    {
        if (_allowed.Length == 0 && !image.IsManifestList)
        {
            // An image has one platform: which others there are, the list says that it belongs to.
            return null;
        }

        var platforms = image.Platforms;
        var actual = platforms.Length == 0 ? null : string.Join(", ", platforms);
        var required = image.IsManifestList ? _required : [];
        var expected = string.Join("; ", new[]
        {
            required.Length == 0 ? "" : $"all of {string.Join(", ", required)}",
            _allowed.Length == 0 ? "" : $"only {string.Join(", ", _allowed)}",
        }.Where(text => text.Length > 0));
        if (actual is null)
        {
            return new RuleFinding(false, null, expected, "The Image does not say which platform it is for.");
        }

        var missing = required.Where(name => !Array.Exists(platforms, other => Is(other, name))).ToList();
        var others = _allowed.Length == 0
            ? []
            : platforms.Where(name => !Array.Exists(_allowed, allowed => Is(name, allowed))).ToList();
        return missing.Count > 0
                ? new RuleFinding(false, actual, expected, $"The list has no image for {string.Join(", ", missing)}.")
            : others.Count > 0
                ? new RuleFinding(
                    false, actual, expected, $"The image is for {string.Join(", ", others)}, which is not allowed.")
            : new RuleFinding(true, actual, expected, $"The image is for {actual}.");
    }

    /// <summary>Whether a platform is meant: amd64 is linux/amd64, and arm64 also arm64/v8.</summary>
    private static bool Is(string platform, string wanted)
    {
        var name = wanted.StartsWith("linux/", StringComparison.OrdinalIgnoreCase) ? wanted[6..] : wanted;
        return Wildcard.IsMatch(name, platform)
            || (!name.Contains('/', StringComparison.Ordinal) && Wildcard.IsMatch(name + "/v*", platform));
    }
}
