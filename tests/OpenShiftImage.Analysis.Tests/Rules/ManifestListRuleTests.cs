using OpenShiftImage.Analysis.Usage;
using static OpenShiftImage.Analysis.Tests.Rules.PruneState;

namespace OpenShiftImage.Analysis.Tests.Rules;

/// <summary>When a manifest list keeps its members.</summary>
public sealed class ManifestListRuleTests
{
    private static PruneState Keeping => new() { Options = new() { AsOf = Now, KeepTagRevisions = 1 } };

    [Fact]
    public void A_list_in_a_stream_keeps_its_members_wherever_they_come()
    {
        foreach (var state in new[]
        {
            Keeping.Image(1).Image(10, members: [1, 2, 9]).Image(2),
            Keeping.Image(10, members: [1, 2, 9]).Image(1).Image(2),
        })
        {
            state.Tag("latest", 10);
            Assert.Empty(state.Pruned());
            Assert.Equal(ImageUsageReason.ManifestListMember, state.Reason(1));
            Assert.Equal(ImageUsageReason.ManifestListMember, state.Reason(2));
            Assert.Equal(ImageUsageReason.TagRevision, state.Reason(10));
        }
    }

    [Fact]
    public void A_list_that_a_stream_does_not_keep_takes_its_members_with_it()
    {
        Assert.Equal([1, 10], new PruneState().Image(1).Image(10, members: 1).Tag("latest", 10).Pruned());
        Assert.Equal([1, 10], Keeping.Image(1).Image(10, members: 1).Pruned());
    }

    [Fact]
    public void A_young_list_in_no_stream_keeps_itself_and_not_its_old_members()
    {
        var state = Keeping.Image(1).Image(10, created: Young, members: 1);
        Assert.Equal([1], state.Pruned());
        Assert.Equal(ImageUsageReason.YoungImage, state.Reason(10));
    }

    [Fact]
    public void A_list_that_is_kept_as_imported_does_not_keep_its_members()
    {
        var state = new PruneState { Options = new() { AsOf = Now, ManagedOnly = true } }
            .Image(1).Image(10, managed: false, members: 1);
        Assert.Equal([1], state.Pruned());
        Assert.Equal(ImageUsageReason.NotManaged, state.Reason(10));
    }

    [Fact]
    public void A_member_that_a_stream_has_lost_is_kept_by_its_list()
    {
        var state = Keeping.Image(1).Image(10, members: 1).Tag("latest", 10, 1);
        Assert.Equal([ImageUsageReason.BeyondTagRevisions], state.Places(1));
        Assert.Equal(ImageUsageReason.ManifestListMember, state.Reason(1));
    }

    [Fact]
    public void What_keeps_a_member_is_named()
    {
        var analysis = Keeping.Image(1).Image(10, members: 1).Image(11, members: 1).Tag("latest", 11).Decide();
        var usage = new UsageReport(analysis, null, null).Of(0);
        Assert.Equal($"member of the manifest list {Digest(11)}, which an image stream keeps", usage.Message);
        Assert.Equal([Digest(10), Digest(11)], usage.ListedBy);
    }

    [Fact]
    public void Lists_in_lists_have_one_of_the_answers_of_oc_and_come_to_an_end()
    {
        // oc keeps 1 or not, as its map happens to be ordered; the list in the list itself it always keeps.
        var pruned = Keeping.Image(1).Image(10, members: 1).Image(20, members: [10, 20]).Tag("latest", 20).Pruned();
        Assert.Contains(pruned, new int[][] { [], [1] });

        Assert.Empty(Keeping.Image(1, members: 2).Image(2, members: 1).Tag("latest", 1).Pruned());
        Assert.Equal([1, 2], Keeping.Image(1, members: 2).Image(2, members: 1).Pruned());
        Assert.Equal([1], Keeping.Image(1, members: 1).Pruned());
    }
}
