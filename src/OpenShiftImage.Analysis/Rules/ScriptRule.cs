namespace OpenShiftImage.Analysis.Rules;

/// <summary>A test that the user has written.</summary>
internal sealed class ScriptRule(RuleSettings settings) : ImageRule
{
    private readonly ImagePredicate _predicate = settings.Predicate("Script");

    /// <inheritdoc/>
    public override RuleFinding Test(Image image, ImageTestContext context)
    {
        var passed = _predicate.Test(image);
        return new RuleFinding(
            passed,
            passed ? "true" : "false",
            _predicate.Text,
            passed ? "The script says yes." : "The script says no.");
    }
}
