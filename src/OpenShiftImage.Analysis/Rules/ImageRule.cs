namespace OpenShiftImage.Analysis.Rules;

/// <summary>A rule with its settings.</summary>
internal abstract class ImageRule
{
    /// <summary>Gets whether it asks who uses an Image.</summary>
    public virtual bool NeedsUsage => false;

    /// <summary>Gets whether it asks what time it is.</summary>
    public virtual bool NeedsTime => false;

    /// <summary>Tests an Image.</summary>
    /// <param name="image">The Image.</param>
    /// <param name="context">What else there is to know.</param>
    /// <returns>What was found; null where the rule says nothing of such an Image.</returns>
    public abstract RuleFinding? Test(Image image, ImageTestContext context);
}
