namespace OpenShiftImage.Analysis.Rules;

/// <summary>Images have none of these labels.</summary>
internal sealed class DeniedLabelRule(RuleSettings settings) : LabelRule(settings)
{
    /// <inheritdoc/>
    public override RuleFinding? Test(Image image, ImageTestContext context)
    {
        var found = string.Join(
            ", ",
            LabelsOf(image)
                .Where(label => Wildcard.IsMatch(Names, label.Key) && HasValue(label.Value)).Select(Show).Distinct());
        return found.Length > 0 ? new RuleFinding(false, found, $"not {Describe()}", $"It has {found}.")
            : IsPartlyHidden(image) ? null
            : IsUnknown(image) ? new RuleFinding(false, null, $"not {Describe()}", Unknown)
            : new RuleFinding(true, null, $"not {Describe()}", $"It does not have {Describe()}.");
    }
}
