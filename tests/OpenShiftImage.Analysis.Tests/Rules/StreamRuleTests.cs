using OpenShiftImage.Workloads;
using static OpenShiftImage.Analysis.Tests.Rules.PruneState;

namespace OpenShiftImage.Analysis.Tests.Rules;

/// <summary>Which places of image streams stay.</summary>
public sealed class StreamRuleTests
{
    [Fact]
    public void A_young_stream_keeps_all_its_places_absent_ones_too()
    {
        var stream = new ImageStreamHistory(Space, StreamName, Young,
            [new TagHistory("latest", [.. new[] { 1, 9, 2 }.Select(number => new TagItem(Digest(number), Old))])]);
        var state = new PruneState().Image(1).Image(2).Add(stream);
        Assert.Empty(state.Pruned());
        Assert.Equal([ImageUsageReason.YoungImageStream], state.Places(2));
        Assert.Equal([ImageUsageReason.YoungImageStream], state.Places(9));
        Assert.Equal([1, 2], new PruneState().Image(1).Image(2).Add(stream with { Created = Old }).Pruned());
    }

    [Fact]
    public void A_stream_without_a_time_is_old()
    {
        var stream = new ImageStreamHistory(
            Space, StreamName, null, [new TagHistory("latest", [new TagItem(Digest(1), null)])]);
        Assert.Equal(ImageUsageReason.BeyondTagRevisions, new PruneState().Image(1).Add(stream).Reason(1));
    }

    [Fact]
    public void The_place_of_an_absent_Image_goes_even_within_the_revisions_and_shifts_nothing()
    {
        var state = new PruneState { Options = new() { AsOf = Now, KeepTagRevisions = 2 } }
            .Image(1).Image(2).Tag("latest", 9, 1, 2);
        Assert.Equal([ImageUsageReason.NoImage], state.Places(9));
        Assert.Equal([ImageUsageReason.TagRevision], state.Places(1));
        Assert.Equal([ImageUsageReason.BeyondTagRevisions], state.Places(2));
        Assert.Equal([2], state.Pruned());
    }

    [Fact]
    public void Of_a_used_tag_only_the_first_place_stays_and_of_a_used_digest_each()
    {
        var tag = new PruneState().Image(1).Image(2).Tag("latest", 1, 2, 1).Pod("quay.io/shop/app");
        Assert.Equal([ImageUsageReason.TagInUse, ImageUsageReason.BeyondTagRevisions], tag.Places(1));
        Assert.Equal([2], tag.Pruned());
        var digest = new PruneState().Image(1).Image(2).Tag("latest", 1, 2, 1)
            .Pod("quay.io/shop/app:other@" + Digest(1));
        Assert.Equal([ImageUsageReason.DigestInUse, ImageUsageReason.DigestInUse], digest.Places(1));
        Assert.Equal([2], digest.Pruned());
    }

    [Fact]
    public void Spec_tags_protect_nothing()
    {
        var state = new PruneState().Image(1).Image(2).Add(UsageTypes.ImageStream, $$$"""
            {"metadata":{"name":"app","namespace":"shop","creationTimestamp":"2026-01-01T00:00:00Z"},
             "spec":{"tags":[{"name":"latest","from":{"kind":"ImageStreamImage","name":"app@{{{Digest(1)}}}"}},
                             {"name":"two","from":{"kind":"DockerImage","name":"quay.io/shop/app@{{{Digest(2)}}}"}}]},
             "status":{"tags":[{"tag":"latest","items":[{"created":"2026-01-01T00:00:00Z","image":"{{{Digest(1)}}}",
                 "dockerImageReference":"quay.io/shop/app@{{{Digest(2)}}}"}]}]}}
            """);
        Assert.Equal([1, 2], state.Pruned());
        Assert.Equal(ImageUsageReason.NoImageStream, state.Reason(2));
    }

    [Theory]
    [InlineData("""{"metadata":{"name":"a","namespace":"shop"}}""")]
    [InlineData("""{"metadata":{"name":"a","namespace":"shop","creationTimestamp":null},"status":null}""")]
    [InlineData("""{"metadata":{"name":"a","namespace":"shop"},"status":{}}""")]
    [InlineData("""{"metadata":{"name":"a","namespace":"shop"},"status":{"tags":null}}""")]
    [InlineData("""{"metadata":{"name":"a","namespace":"shop"},"status":{"tags":[]}}""")]
    [InlineData("""{"metadata":{"name":"a","namespace":"shop"},"status":{"tags":[{"tag":"t","items":null}]}}""")]
    [InlineData("""{"metadata":{"name":"a","namespace":"shop"},"status":{"tags":[{"tag":"t"}]}}""")]
    [InlineData("""{"metadata":{"name":"a","namespace":"shop"},"status":{"tags":[{"tag":"t","items":[]}]}}""")]
    public void Streams_and_tags_may_be_empty(string stream) =>
        Assert.Equal(
            [1], new PruneState().Image(1).Add(UsageTypes.ImageStream, stream).Pod("quay.io/shop/a:t").Pruned());

    [Fact]
    public void A_young_Image_in_no_stream_stays()
    {
        var state = new PruneState().Image(1, created: Young).Image(2);
        Assert.Equal(ImageUsageReason.YoungImage, state.Reason(1));
        Assert.Equal([2], state.Pruned());
    }

    [Fact]
    public void What_is_as_old_as_the_limit_is_not_younger_and_a_pod_of_that_age_counts()
    {
        var limit = Now.AddHours(-1);
        Assert.Equal([1], new PruneState().Image(1, created: limit).Pruned());
        Assert.Empty(new PruneState().Image(1, created: limit.AddSeconds(1)).Pruned());
        // oc passes over pods that are older than the limit, and no others.
        var pod = Workload(UsageTypes.Pod, "Succeeded", limit, "quay.io/shop/app");
        Assert.Empty(new PruneState().Image(1).Tag("latest", 1).Add(pod).Pruned());
        Assert.Equal([1], new PruneState().Image(1).Tag("latest", 1)
            .Add(pod with { Created = limit.AddSeconds(-1) }).Pruned());
    }

    [Fact]
    public void A_namespace_alone_loses_places_and_no_Image()
    {
        var state = new PruneState { Options = new() { AsOf = Now, KeepTagRevisions = 0, Namespace = Space } }
            .Image(1).Tag("latest", 1, 9);
        Assert.Equal(ImageUsageReason.NamespaceOnly, state.Reason(1));
        Assert.Equal([ImageUsageReason.BeyondTagRevisions], state.Places(1));
        Assert.Equal([ImageUsageReason.NoImage], state.Places(9));
    }
}
