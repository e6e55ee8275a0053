namespace OpenShiftImage.Analysis.Rules;

/// <summary>Images listen on these ports only, and not on those.</summary>
internal sealed class ExposedPortRule(RuleSettings settings) : ConfigRule
{
    private readonly PortRange[] _allowed = settings.Ports("Allowed");
    private readonly PortRange[] _denied = settings.Ports("Denied");
    private readonly string _expected = Describe(settings);

    private protected override RuleFinding TestImage(Image image, ImageTestContext context)
    {
        if (image.Configuration is null)
        {
            return new RuleFinding(false, null, _expected, "The Image does not say which ports it exposes.");
        }

        var ports = image.ExposedPorts;
        var actual = ports.Count == 0 ? null : string.Join(", ", ports);
        var bad = ports.Where(text => !IsAllowed(text)).ToList();
        return bad.Count == 0
            ? new RuleFinding(
                true, actual, _expected, actual is null ? "The image exposes no port." : $"The image exposes {actual}.")
            : new RuleFinding(
                false, actual, _expected, $"The image exposes {string.Join(", ", bad)}, which is not allowed.");
    }

    private static string Describe(RuleSettings settings) => string.Join("; ", new[]
    {
        settings.Has("Allowed") ? $"only {string.Join(", ", settings.Texts("Allowed"))}" : "",
        settings.Has("Denied") ? $"not {string.Join(", ", settings.Texts("Denied"))}" : "",
    }.Where(text => text.Length > 0));

    private bool IsAllowed(string text) => PortRange.Parse(text) is { } port
        && (_allowed.Length == 0 || Array.Exists(_allowed, allowed => allowed.Includes(port)))
        && !Array.Exists(_denied, denied => denied.Overlaps(port));
}
