namespace OpenShiftImage.Analysis.Rules;

/// <summary>What a rule has found.</summary>
/// <param name="Passed">Whether the Image keeps the rule.</param>
/// <param name="Actual">What the Image has; null for nothing.</param>
/// <param name="Expected">What the rule asks for.</param>
/// <param name="Message">What is the case, in a sentence.</param>
internal sealed record RuleFinding(bool Passed, string? Actual, string? Expected, string Message);
