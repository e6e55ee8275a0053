namespace OpenShiftImage.Analysis.Rules;

/// <summary>Images were pushed to the integrated registry.</summary>
internal sealed class ManagedOnlyRule : ImageRule
{
    private const string Annotation = "openshift.io/image.managed";

    /// <inheritdoc/>
    public override RuleFinding Test(Image image, ImageTestContext context)
    {
        var isManaged = image.Annotations.TryGetValue(Annotation, out var value) && value == "true";
        return new RuleFinding(
            isManaged,
            isManaged ? "managed" : "not managed",
            "managed",
            isManaged
                ? "The image was pushed to the integrated registry."
                : "The image was not pushed to the integrated registry: the cluster knows it by an import.");
    }
}
