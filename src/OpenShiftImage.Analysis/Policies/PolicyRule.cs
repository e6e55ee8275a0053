using OpenShiftImage.Analysis.Rules;
using OpenShiftImage.Primitives;

namespace OpenShiftImage.Analysis.Policies;

/// <summary>A rule as a policy has it.</summary>
internal sealed class PolicyRule
{
    /// <summary>Gets the name of the policy.</summary>
    public required string Policy { get; set; }

    /// <summary>Gets the name that it has in the policy.</summary>
    public required string Name { get; init; }

    /// <summary>Gets the rule, with its settings.</summary>
    public required ImageRule Rule { get; init; }

    /// <summary>Gets how bad it is to break it.</summary>
    public required ImageRuleSeverity Severity { get; init; }

    /// <summary>Gets the id that others know it by; null for none.</summary>
    public string? Id { get; init; }

    /// <summary>Gets why there is the rule; null where the policy does not say.</summary>
    public string? Reason { get; init; }

    /// <summary>Gets the page that says more; null for none.</summary>
    public string? HelpUri { get; init; }

    /// <summary>Gets the names and references that it is not for, with wildcards.</summary>
    public IReadOnlyList<string> Except { get; init; } = [];

    /// <summary>Tests an Image.</summary>
    /// <returns>What the rule says; null where it says nothing of such an Image.</returns>
    public ImageTestResult? Test(Image image, ImageTestContext context) =>
        !IsExcepted(image) && Rule.Test(image, context) is { } finding ? ToResult(image, finding) : null;

    private bool IsExcepted(Image image) => Except.Count > 0
        && (Wildcard.IsMatch(Except, image.Name ?? "")
            || (image.DockerImageReference is { } reference
                && (Wildcard.IsMatch(Except, reference)
                    || Wildcard.IsMatch(Except, PullSpec.WithoutDigest(reference, image.Name)))));

    private ImageTestResult ToResult(Image image, RuleFinding found)
    {
        var actual = found.Actual is null ? null : SecretNames.MaskText(found.Actual);
        // Of what passed a message says no more than what the Image has.
        var message = found.Passed
            ? actual == found.Actual
                ? found.Message
                : found.Message.Replace(found.Actual!, actual, StringComparison.Ordinal)
            // Of a script its author knows best what it means that it says no.
            : Rule is ScriptRule && Reason is not null ? Reason
            : SecretNames.MaskText(found.Message);
        return ToResult(image, found with { Actual = actual, Message = message }, image.Reference);
    }

    private ImageTestResult ToResult(Image image, RuleFinding finding, string? reference) => new()
    {
        Image = image,
        Name = image.Name ?? "",
        Reference = reference?.Contains("://", StringComparison.Ordinal) == true
            ? SecretNames.MaskText(reference)
            : reference,
        Rule = Name,
        RuleId = Id,
        Policy = Policy,
        Passed = finding.Passed,
        Actual = finding.Actual is null ? null : ControlCharacters.Escape(finding.Actual),
        Expected = finding.Expected is null ? null : ControlCharacters.Escape(finding.Expected),
        Severity = Severity,
        Message = ControlCharacters.Escape(finding.Message),
        Reason = Reason is null ? null : ControlCharacters.Escape(Reason),
        HelpUri = HelpUri is null ? null : ControlCharacters.Escape(HelpUri),
        Cluster = image.Cluster,
    };
}
