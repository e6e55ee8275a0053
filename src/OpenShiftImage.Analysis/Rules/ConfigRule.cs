namespace OpenShiftImage.Analysis.Rules;

/// <summary>
/// Base of the rules about what an image itself says. A manifest list says nothing of the kind: its members do, and are
/// Images of their own.
/// </summary>
internal abstract class ConfigRule : ImageRule
{
    /// <inheritdoc/>
    public sealed override RuleFinding? Test(Image image, ImageTestContext context) =>
        image.IsManifestList ? null : TestImage(image, context);

    /// <summary>Tests an Image that is no manifest list.</summary>
    private protected abstract RuleFinding TestImage(Image image, ImageTestContext context);
}
