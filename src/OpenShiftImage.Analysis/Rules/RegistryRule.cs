namespace OpenShiftImage.Analysis.Rules;

/// <summary>Images come from one of some places, or from none of them.</summary>
/// <param name="settings">The places.</param>
/// <param name="allows">Whether they are the ones that are allowed, and not the ones that are denied.</param>
internal sealed class RegistryRule(RuleSettings settings, bool allows) : ImageRule
{
    private readonly string[] _registries = settings.Texts("Registries");

    /// <inheritdoc/>
    public override RuleFinding Test(Image image, ImageTestContext context)
    {
        var expected = (allows ? "" : "not ") + string.Join(", ", _registries);
        if (string.IsNullOrEmpty(image.DockerImageReference))
        {
            return new RuleFinding(false, null, expected, "The Image does not say where it comes from.");
        }

        if (RegistryPattern.IsNone(image.DockerImageReference))
        {
            return new RuleFinding(
                false, image.DockerImageReference, expected, "The reference is none by which an image can be pulled.");
        }

        var place = RegistryPattern.PlaceOf(image.DockerImageReference);
        var (passed, reason) = (allows, RegistryPattern.Find(_registries, image.DockerImageReference)) switch
        {
            (true, { } found) => (true, $"{found} allows"),
            (true, null) => (false, "is not allowed"),
            (false, { } found) => (false, $"{found} denies"),
            (false, null) => (true, "is not denied"),
        };
        return new RuleFinding(passed, place, expected, $"The image comes from {place}, which {reason}.");
    }
}
