namespace OpenShiftImage.Analysis.Rules;

/// <summary>Images come from one of these places.</summary>
internal sealed class AllowedRegistryRule(RuleSettings settings) : ImageRule
{
    private readonly string[] _registries = settings.Texts("Registries");

    /// <inheritdoc/>
    public override RuleFinding Test(Image image, ImageTestContext context)
    {
        var expected = string.Join(", ", _registries);
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
        return RegistryPattern.Find(_registries, image.DockerImageReference) is { } found
            ? new RuleFinding(true, place, expected, $"The image comes from {place}, which {found} allows.")
            : new RuleFinding(false, place, expected, $"The image comes from {place}, which is not allowed.");
    }
}
