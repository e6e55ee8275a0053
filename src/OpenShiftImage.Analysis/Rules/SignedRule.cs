namespace OpenShiftImage.Analysis.Rules;

/// <summary>
/// An Image carries a signature. In OpenShift 4 that means little: it keeps signatures that somebody has imported, and
/// those of sigstore stay in the registry, where nodes verify them.
/// </summary>
internal sealed class SignedRule : ImageRule
{
    /// <inheritdoc/>
    public override RuleFinding Test(Image image, ImageTestContext context) => image.IsSigned
        ? new RuleFinding(true, "signed", "signed", "The Image carries a signature. Nobody has verified it here.")
        : new RuleFinding(
            false,
            "not signed",
            "signed",
            "The Image carries no signature. That alone means little: OpenShift 4 keeps none but those that are "
                + "imported, and sigstore's stay in the registry.");
}
