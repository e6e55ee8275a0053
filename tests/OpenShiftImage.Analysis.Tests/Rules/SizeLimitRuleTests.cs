using OpenShiftImage.Workloads;
using static OpenShiftImage.Analysis.Tests.Rules.PruneState;

namespace OpenShiftImage.Analysis.Tests.Rules;

/// <summary>What goes by <c>--prune-over-size-limit</c>.</summary>
public sealed class SizeLimitRuleTests
{
    private static PruneState BySize => new() { Options = new() { AsOf = Now, PruneOverSizeLimit = true } };

    [Fact]
    public void Ages_and_revisions_are_not_looked_at()
    {
        var stream = new ImageStreamHistory(
            Space, StreamName, Young, [new TagHistory("latest", [new TagItem(Digest(1), Young)])]);
        var state = BySize.Image(1, created: Young, size: 1001).Add(stream).Add(Limit(1000));
        Assert.Equal(ImageUsageReason.OverSizeLimit, state.Reason(1));
        Assert.Equal([1], state.Pruned());
    }

    [Fact]
    public void The_place_of_an_absent_Image_goes_in_namespaces_without_limits_too()
    {
        Assert.Equal([ImageUsageReason.NoImage], BySize.Tag("latest", 9).Places(9));
        Assert.Equal([ImageUsageReason.NoImage], BySize.Tag("latest", 9).Add(Limit(1)).Places(9));
        Assert.Equal([ImageUsageReason.TagInUse], BySize.Tag("latest", 9).Pod("quay.io/shop/app").Places(9));
    }

    [Theory]
    [InlineData(1000, ImageUsageReason.WithinSizeLimit)]
    [InlineData(1001, ImageUsageReason.OverSizeLimit)]
    [InlineData(long.MaxValue, ImageUsageReason.OverSizeLimit)]
    [InlineData(0, ImageUsageReason.WithinSizeLimit)]
    public void The_size_is_that_of_the_metadata_and_not_the_sum_of_the_layers(long size, ImageUsageReason expected) =>
        // The layer has 5 bytes.
        Assert.Equal(expected, BySize.Image(1, size: size).Tag("latest", 1).Add(Limit(1000)).Reason(1));

    [Fact]
    public void The_layers_do_not_make_an_Image_larger_than_its_limit() =>
        Assert.Equal(
            ImageUsageReason.WithinSizeLimit, BySize.Image(1, size: 1).Tag("latest", 1).Add(Limit(2)).Reason(1));

    [Fact]
    public void The_smallest_limit_of_the_namespace_of_the_stream_decides()
    {
        Assert.Equal([1], BySize.Image(1, size: 11).Tag("latest", 1).Add(Limit(100, 10, 50)).Pruned());
        Assert.Equal([1], BySize.Image(1, size: 11).Tag("latest", 1).Add(Limit(100)).Add(Limit(10)).Pruned());
        Assert.Empty(BySize.Image(1, size: 11).Tag("latest", 1).Add(Limit(10) with { Namespace = "lab" }).Pruned());
        Assert.Empty(BySize.Image(1, size: 11).Tag("latest", 1).Add(Limit()).Pruned());
    }

    [Fact]
    public void What_is_in_no_stream_goes_whatever_its_size_and_age() =>
        Assert.Equal([1], BySize.Image(1, created: Young, size: 0).Add(Limit(1000)).Pruned());

    [Fact]
    public void Finished_pods_count_at_any_age()
    {
        var pod = Workload(UsageTypes.Pod, "Succeeded", null, "quay.io/shop/app");
        Assert.Empty(BySize.Image(1, size: 11).Tag("latest", 1).Add(Limit(10)).Add(pod).Pruned());
    }

    [Fact]
    public void What_is_used_stays() =>
        Assert.Equal(
            ImageUsageReason.DigestInUse,
            BySize.Image(1, size: 11).Tag("latest", 1).Add(Limit(10)).Pod("quay.io/shop/app@" + Digest(1)).Reason(1));

    [Theory]
    [InlineData("12E", long.MaxValue, false)]
    [InlineData("100n", 1, true)]
    [InlineData("8Ei", long.MaxValue, false)]
    [InlineData("1k", 1001, true)]
    [InlineData("1Ki", 1024, false)]
    [InlineData("1e3", 1001, true)]
    public void Limits_are_quantities(string quantity, long size, bool isOver)
    {
        var state = BySize.Image(1, size: size).Tag("latest", 1).Add(UsageTypes.LimitRange, $$$"""
            {"metadata":{"name":"l","namespace":"shop"},
             "spec":{"limits":[{"type":"Container","max":{"storage":"1"}},
                               {"type":"openshift.io/ImageStream","max":{"storage":"1"}},
                               {"type":"openshift.io/Image","max":{"openshift.io/images":"1"}},
                               {"type":"openshift.io/Image"},
                               {"type":"openshift.io/Image","max":{"storage":"{{{quantity}}}"},"min":{"storage":"1"}}]}}
            """);
        Assert.Equal(isOver ? [1] : [], state.Pruned());
    }

    private static ImageSizeLimit Limit(params decimal[] maxima) => new(Space, "limits", Old, maxima);
}
