namespace OpenShiftImage.Analysis.Rules;

/// <summary>A rule that policies can name.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Severity">How bad it is to break it, where the policy does not say.</param>
/// <param name="Create">Makes it of its settings.</param>
/// <param name="Settings">
/// Its settings. The first is the one that is meant where a policy gives the rule a single value or a list.
/// </param>
internal sealed record RuleDefinition(
    string Name, ImageRuleSeverity Severity, Func<RuleSettings, ImageRule> Create, params RuleSetting[] Settings)
{
    /// <summary>Gets whether it is none without at least one of its settings.</summary>
    public bool NeedsOne { get; init; }
}
