namespace OpenShiftImage.Analysis.Rules;

/// <summary>Images have these labels.</summary>
internal sealed class RequiredLabelRule(RuleSettings settings) : LabelRule(settings)
{
    /// <inheritdoc/>
    public override RuleFinding? Test(Image image, ImageTestContext context)
    {
        var labels = LabelsOf(image).Where(label => Names.Contains(label.Key, StringComparer.Ordinal)).ToList();
        var missing = Names
            .Where(name => !labels.Exists(label => label.Key == name && HasValue(label.Value))).ToList();
        if (missing.Count > 0 && IsPartlyHidden(image))
        {
            return null;
        }

        var actual = labels.Count == 0 ? null : string.Join(", ", labels.Select(Show).Distinct());
        return missing.Count == 0
            ? new RuleFinding(true, actual, Describe(), $"It has {Describe()}.")
            : new RuleFinding(
                false,
                actual,
                Describe(),
                IsUnknown(image) && labels.Count == 0 ? Unknown
                : missing.Exists(name => labels.Exists(label => label.Key == name))
                    ? $"The label {string.Join(", ", missing)} has another value: {actual}."
                    : $"The label {string.Join(", ", missing)} is missing.");
    }
}
