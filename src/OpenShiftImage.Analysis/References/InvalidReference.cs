using OpenShiftImage.Primitives;

namespace OpenShiftImage.Analysis.References;

/// <summary>A reference to an Image that nothing can be made of.</summary>
/// <param name="Referrer">The object that has it, as <c>pod/web-1 namespace=shop</c>.</param>
/// <param name="Place">Where in the object it stands, for example <c>spec.containers[0].image</c>.</param>
/// <param name="Kind">What it is meant to name: image, ImageStreamTag or ImageStreamImage.</param>
/// <param name="Reference">The reference.</param>
/// <param name="Fault">What is wrong with it.</param>
internal sealed record InvalidReference(string Referrer, string Place, string Kind, string Reference, string Fault)
{
    /// <summary>Characters of a reference that are shown: what is longer is none for its length alone.</summary>
    private const int MostShown = 300;

    private string Shown => SecretNames.MaskText(
        Reference.Length > MostShown ? Reference[..MostShown] + "…" : Reference);

    /// <summary>Returns it in the words of <c>oc adm prune images</c>.</summary>
    public override string ToString() => $"{Referrer}: {Place}: invalid {Kind} reference \"{Shown}\": {Fault}";
}
