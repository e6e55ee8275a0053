namespace OpenShiftImage.Analysis.Rules;

/// <summary>Something uses an Image, or nothing does.</summary>
internal sealed class UsageRule(RuleSettings settings, bool wantsUse) : ImageRule
{
    private readonly bool _onlyWorkloads = settings.Text("By", "Any") == "Workload";

    /// <inheritdoc/>
    public override bool NeedsUsage => true;

    /// <inheritdoc/>
    public override RuleFinding? Test(Image image, ImageTestContext context)
    {
        if (context.Uses is not { } uses)
        {
            return null;
        }

        if (!uses.Knows(image.Name ?? ""))
        {
            throw new InvalidOperationException(
                "the cluster that was asked does not have it, so nobody knows whether something uses it.");
        }

        var use = uses.Of(image.Name ?? "", _onlyWorkloads);
        var users = _onlyWorkloads ? "workload" : "workload and no tag";
        return new RuleFinding(
            use is not null == wantsUse,
            use ?? "nothing",
            wantsUse ? "a use" : "no use",
            use is null ? $"No {users} uses it." : $"It is used by {use}.");
    }
}
