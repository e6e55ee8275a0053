using System.Management.Automation;
using OpenShiftImage.Analysis.Policies;
using OpenShiftImage.Analysis.Rules;
using OpenShiftImage.Formatting;
using OpenShiftImage.Pipeline;
using OpenShiftImage.Primitives;

namespace OpenShiftImage.Commands;

/// <summary>
/// Tests Images against rules, and writes what comes out. For the pipeline's thread, where scripts run.
/// </summary>
/// <param name="rules">The rules.</param>
/// <param name="failedOnly">Whether what passes is not written.</param>
/// <param name="quiet">Whether nothing is written.</param>
internal sealed class ImageTester(IEnumerable<PolicyRule> rules, bool failedOnly, bool quiet)
{
    // A script gets the Image itself, and what it changes there no other rule is to see.
    private readonly PolicyRule[] _rules = [.. rules.OrderBy(rule => rule.Rule is ScriptRule)];
    private readonly long[] _silent = new long[rules.Count()];

    /// <summary>Gets whether a rule asks who uses Images.</summary>
    public bool NeedsUsage { get; } = rules.Any(rule => rule.Rule.NeedsUsage);

    /// <summary>Gets whether a rule asks what time it is.</summary>
    public bool NeedsTime { get; } = rules.Any(rule => rule.Rule.NeedsTime);

    /// <summary>Gets how many Images were tested.</summary>
    public long Count { get; private set; }

    /// <summary>Gets whether a rule said something of an Image.</summary>
    public bool HasResult { get; private set; }

    /// <summary>Gets whether an Image broke a rule, or could not be tested.</summary>
    public bool HasFailed { get; private set; }

    /// <summary>Notes that something could not be tested.</summary>
    public void Fail() => HasFailed = true;

    /// <summary>Tests an Image against each rule.</summary>
    /// <param name="image">The Image.</param>
    /// <param name="context">What else there is to know.</param>
    /// <param name="showsCluster">Whether tables show the cluster.</param>
    /// <param name="cmdlet">Takes what comes out.</param>
    public void Test(Image image, ImageTestContext context, bool showsCluster, PSCmdlet cmdlet)
    {
        Count++;
        for (var i = 0; i < _rules.Length; i++)
        {
            if (quiet && HasFailed)
            {
                return;
            }

            ImageTestResult? result;
            try
            {
                result = _rules[i].Test(image, context);
            }
            catch (Exception e) when (IsOfRule(e))
            {
                HasFailed = true;
                cmdlet.WriteError(ErrorRecords.For(ToFailure(_rules[i], image, e), image)!);
                continue;
            }

            if (result is null)
            {
                _silent[i]++;
                continue;
            }

            HasResult = true;
            HasFailed |= !result.Passed;
            if (!quiet && !(failedOnly && result.Passed))
            {
                cmdlet.WriteObject(showsCluster ? View.WithCluster(result) : result);
            }
        }
    }

    /// <summary>
    /// Returns whether a rule failed, and not the pipeline ended. A script that leaves itself by break, continue or
    /// exit would end the loop or the script that the cmdlet stands in.
    /// </summary>
    private static bool IsOfRule(Exception exception) => exception
        is BreakException or ContinueException or ExitException
        or not (PipelineStoppedException or FlowControlException or OperationCanceledException or OutOfMemoryException);

    private static Exception ToFailure(PolicyRule rule, Image image, Exception exception) => exception switch
    {
        FlowControlException => new RuleScriptException(
            rule.Name,
            image,
            new InvalidOperationException("it was left by break, continue or exit, and gave no answer.", exception)),
        _ when rule.Rule is ScriptRule => new RuleScriptException(rule.Name, image, exception),
        _ => new RuleFailedException(rule.Name, image, exception),
    };

    /// <summary>Returns a sentence for each rule that says nothing of some Images.</summary>
    public IEnumerable<string> DescribeSilence() => _rules
        .Select((rule, index) => (rule.Name, rule.Rule.NeedsUsage, Images: _silent[index]))
        .Where(rule => rule.Images > 0)
        .Select(rule => ControlCharacters.Escape(
            $"The rule {rule.Name} says nothing of {rule.Images} of {Count} Images: they are excepted, or "
                + (rule.NeedsUsage
                    ? "it could not be told who uses them, as an error says."
                    : "manifest lists, whose members are Images of their own.")));
}
