using OpenShiftImage.Primitives;

namespace OpenShiftImage.Analysis.Reports;

/// <summary>A rule that an Image breaks, without the Image, of which there may be very many.</summary>
internal sealed record BrokenRule(
    int Number,
    string Name,
    string? Reference,
    string Rule,
    string? RuleId,
    string Policy,
    ImageRuleSeverity Severity,
    string? Actual,
    string? Expected,
    string Message)
{
    /// <summary>Takes what it has of a result.</summary>
    /// <param name="number">Which it is, in the order in which they came.</param>
    /// <param name="result">The result.</param>
    public static BrokenRule Of(int number, ImageTestResult result) => new(
        number, result.Name,
        result.Reference?.Contains("://", StringComparison.Ordinal) == true
            ? SecretNames.MaskText(result.Reference)
            : result.Reference,
        result.Rule, result.RuleId, result.Policy, result.Severity,
        result.Actual, result.Expected, result.Message);
}
