namespace OpenShiftImage.Analysis.Reports;

/// <summary>How many Images keep a rule and how many break it.</summary>
/// <param name="Policy">The policy.</param>
/// <param name="Rule">The rule.</param>
/// <param name="RuleId">The id that the policy gives it; null for none.</param>
/// <param name="Severity">How bad it is to break it.</param>
internal sealed record RuleCount(string Policy, string Rule, string? RuleId, ImageRuleSeverity Severity)
{
    /// <summary>Gets how many break it.</summary>
    public int Failed { get; private set; }

    /// <summary>Gets how many keep it.</summary>
    public int Passed { get; private set; }

    /// <summary>Adds a result.</summary>
    public void Add(bool passed)
    {
        Failed += passed ? 0 : 1;
        Passed += passed ? 1 : 0;
    }
}
