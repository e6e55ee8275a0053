using OpenShiftImage.Analysis.Usage;

namespace OpenShiftImage.Analysis.Tests.Usage;

public sealed class UsageOptionsTests
{
    private static readonly UsageOptions s_default = new() { AsOf = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero) };

    public static TheoryData<string, bool?> Combinations => new()
    {
        { "oc adm prune images --keep-tag-revisions=3 --keep-younger-than=60m", null },
        { "oc adm prune images --prune-over-size-limit", true },
        { "oc adm prune images --prune-over-size-limit=false", false },
    };

    [Theory]
    [MemberData(nameof(Combinations))]
    public void The_command_line_has_the_options(string line, bool? overSizeLimit) =>
        Assert.Equal(line, UsageCommandLine.Of(UsageOptions.Combine(s_default, overSizeLimit, keeps: false)));

    [Fact]
    public void The_command_line_has_all_that_was_chosen()
    {
        var options = s_default with
        {
            KeepTagRevisions = 0,
            KeepYoungerThan = TimeSpan.FromHours(96),
            ManagedOnly = true,
            IgnoreInvalidReferences = true,
            Namespace = "shop",
        };
        Assert.Equal(
            "oc adm prune images --keep-tag-revisions=0 --keep-younger-than=5760m --all=false --ignore-invalid-refs "
                + "--namespace=shop",
            UsageCommandLine.Of(UsageOptions.Combine(options, null, keeps: true)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(15_000_000)]
    [InlineData(600_000_000)]
    [InlineData(36_000_000_001)]
    public void The_age_of_the_command_line_is_read_as_the_same(long ticks)
    {
        var line = UsageCommandLine.Of(s_default with { KeepYoungerThan = TimeSpan.FromTicks(ticks) });
        Assert.Equal(TimeSpan.FromTicks(ticks), UsageDuration.Parse(line.Split("--keep-younger-than=")[1]));
    }

    [Fact]
    public void Sizes_and_what_is_kept_do_not_go_together()
    {
        Assert.Throws<FormatException>(() => UsageOptions.Combine(s_default, true, keeps: true));
        Assert.Throws<FormatException>(() => UsageOptions.Combine(s_default, false, keeps: true));
        Assert.Throws<FormatException>(() =>
            UsageOptions.Combine(s_default with { KeepTagRevisions = -1 }, null, keeps: true));
        Assert.Equal(s_default, UsageOptions.Combine(s_default, null, keeps: true));
    }

    [Fact]
    public void The_limit_of_ages_is_counted_back_and_never_before_all_times()
    {
        Assert.Equal(s_default.AsOf.AddHours(-1), s_default.YoungAfter);
        Assert.Equal(s_default.AsOf, (s_default with { KeepYoungerThan = TimeSpan.Zero }).YoungAfter);
        Assert.Equal(DateTimeOffset.MinValue, (s_default with { KeepYoungerThan = TimeSpan.MaxValue }).YoungAfter);
        Assert.Equal(DateTimeOffset.MinValue, (s_default with { PruneOverSizeLimit = true }).YoungAfter);
        Assert.Equal(DateTimeOffset.MinValue, UsageOptions.Combine(s_default, false, keeps: false).YoungAfter);
    }
}
