using OpenShiftImage.Models;
using OpenShiftImage.Primitives;

namespace OpenShiftImage;

/// <summary>What one rule of a policy says of one Image.</summary>
public sealed class ImageTestResult : IImageName
{
    internal ImageTestResult()
    {
    }

    /// <summary>Gets the Image.</summary>
    public Image? Image { get; internal init; }

    /// <summary>Gets the name of the Image (<c>metadata.name</c>).</summary>
    public string Name { get; internal init; } = "";

    /// <summary>
    /// Gets where the Image can be pulled from (<c>dockerImageReference</c>), without the digest where that is the
    /// name; null where it does not say.
    /// </summary>
    public string? Reference { get; internal init; }

    /// <summary>Gets the name that the rule has in its policy.</summary>
    public string Rule { get; internal init; } = "";

    /// <summary>
    /// Gets the id that the policy gives the rule, for example that of a STIG; null where it gives none.
    /// </summary>
    public string? RuleId { get; internal init; }

    /// <summary>Gets the name of the policy.</summary>
    public string Policy { get; internal init; } = "";

    /// <summary>Gets whether the Image keeps the rule.</summary>
    public bool Passed { get; internal init; }

    /// <summary>Gets what the Image has; null where it has nothing. Never the value of a secret.</summary>
    public string? Actual { get; internal init; }

    /// <summary>Gets what the rule asks for.</summary>
    public string? Expected { get; internal init; }

    /// <summary>Gets how bad it is to break the rule.</summary>
    public ImageRuleSeverity Severity { get; internal init; }

    /// <summary>Gets what is the case, in a sentence.</summary>
    public string Message { get; internal init; } = "";

    /// <summary>Gets why the policy has the rule; null where it does not say.</summary>
    public string? Reason { get; internal init; }

    /// <summary>Gets the page that says more about the rule; null where the policy names none.</summary>
    public string? HelpUri { get; internal init; }

    /// <summary>Gets the cluster; null where the Image came from none.</summary>
    public ICluster? Cluster { get; internal init; }

    /// <summary>Returns the same without the Image, which may be large.</summary>
    internal ImageTestResult WithoutImage() => new()
    {
        Name = Name,
        Reference = Reference,
        Rule = Rule,
        RuleId = RuleId,
        Policy = Policy,
        Passed = Passed,
        Actual = Actual,
        Expected = Expected,
        Severity = Severity,
        Message = Message,
        Reason = Reason,
        HelpUri = HelpUri,
        Cluster = Cluster,
    };

    /// <summary>Returns the rule, the Image and the message.</summary>
    public override string ToString() => ControlCharacters.Escape($"{Rule}: {Reference ?? Name}: {Message}");
}
