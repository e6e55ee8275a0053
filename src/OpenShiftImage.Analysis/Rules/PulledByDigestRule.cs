namespace OpenShiftImage.Analysis.Rules;

/// <summary>The reference of an Image pins its content.</summary>
internal sealed class PulledByDigestRule : ImageRule
{
    /// <inheritdoc/>
    public override RuleFinding Test(Image image, ImageTestContext context) => string.IsNullOrEmpty(image.Digest)
        ? new RuleFinding(
            false,
            image.DockerImageReference,
            "a digest",
            image.DockerImageReference is null
                ? "The Image does not say where it can be pulled from."
                : "The reference has no digest: another image may be behind it tomorrow.")
        : new RuleFinding(true, image.Digest, "a digest", "The reference has a digest.");
}
