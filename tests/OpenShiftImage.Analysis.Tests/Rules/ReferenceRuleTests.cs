using OpenShiftImage.Analysis.References;
using OpenShiftImage.Analysis.Usage;
using OpenShiftImage.Workloads;
using static OpenShiftImage.Analysis.Tests.Rules.PruneState;

namespace OpenShiftImage.Analysis.Tests.Rules;

/// <summary>Which pull specs and references of builds protect what, and which stop the run.</summary>
public sealed class ReferenceRuleTests
{
    [Theory]
    [InlineData("quay.io/shop/app")]
    [InlineData("localhost/shop/app")]
    [InlineData("localhost:5000/shop/app:latest")]
    [InlineData("host:1/shop/app")]
    [InlineData("UPPER.example/shop/app")]
    [InlineData("docker.io/shop/app")]
    [InlineData("index.docker.io/shop/app:latest")]
    public void The_registry_is_not_compared(string pullSpec) =>
        Assert.Equal(ImageUsageReason.TagInUse, new PruneState().Image(1).Tag("latest", 1).Pod(pullSpec).Reason(1));

    [Theory]
    [InlineData("shop/app")]
    [InlineData("app")]
    [InlineData("app:latest")]
    [InlineData("host/shop/app")]
    [InlineData("quay.io/app")]
    [InlineData("quay.io/shop/app/more")]
    [InlineData("quay.io/shop/app:other")]
    [InlineData("quay.io/lab/app")]
    public void Without_a_registry_and_two_parts_behind_it_nothing_is_protected(string pullSpec) =>
        Assert.Equal(
            ImageUsageReason.BeyondTagRevisions, new PruneState().Image(1).Tag("latest", 1).Pod(pullSpec).Reason(1));

    [Theory]
    [InlineData("docker.io/library/app", true)]
    [InlineData("docker.io/app", false)]
    [InlineData("app", false)]
    [InlineData("library/app", false)]
    public void Docker_Hub_has_no_library_of_its_own(string pullSpec, bool protects) =>
        Assert.Equal(
            protects ? ImageUsageReason.TagInUse : ImageUsageReason.BeyondTagRevisions,
            new PruneState().Image(1).StreamOf("library", "app", "latest", Digest(1)).Pod(pullSpec).Reason(1));

    [Fact]
    public void A_running_pod_protects_no_Image_that_is_in_no_stream()
    {
        var state = new PruneState().Image(1).Tag("latest", 2).Image(2).Pod("quay.io/shop/app@" + Digest(1));
        Assert.Equal(ImageUsageReason.NoImageStream, state.Reason(1));
        Assert.Equal([1, 2], state.Pruned());
    }

    [Theory]
    [InlineData("quay.io/shop/äpp", "invalid reference format")]
    [InlineData("quay.io/shop/ＡＰＰ", "invalid reference format")]
    [InlineData("quay.io/shop/app:ü", "invalid reference format")]
    [InlineData("quay.io/shop/app:١", "invalid reference format")]
    [InlineData("quay.io/shop/App", "repository name must be lowercase")]
    // Go's lower case of these two is an ASCII letter, so oc blames the case.
    [InlineData("quay.io/shop/\u212Aapp", "repository name must be lowercase")]
    [InlineData("quay.io/shop/\u0130mage", "repository name must be lowercase")]
    [InlineData("quay.io/shop/\u0131mage", "invalid reference format")]
    [InlineData("quay.io/shop/ſtream", "invalid reference format")]
    [InlineData("quay.io/shop/app\u200B", "invalid reference format")]
    [InlineData("quay.io/shop/app\n", "invalid reference format")]
    [InlineData("quay.io/shop/app\u00A0", "invalid reference format")]
    [InlineData("quay.io/a----------------------------------------------ä", "invalid reference format")]
    public void Letters_are_ASCII_and_what_is_none_stops_the_run(string pullSpec, string fault)
    {
        var error = Assert.Throws<InvalidReferencesException>(() => new PruneState().Pod(pullSpec).Decide());
        var reference = Assert.Single(error.References);
        Assert.Equal(
            new InvalidReference("pod/w namespace=shop", "spec.containers[0].image", "image", pullSpec, fault),
            reference);
    }

    [Theory]
    [InlineData("ImageStreamTag", "app", "expected exactly one : delimiter in the istag \"app\"")]
    [InlineData("ImageStreamTag", "", "expected exactly one : delimiter in the istag \"\"")]
    [InlineData("ImageStreamTag", "app:a:b", "expected exactly one : delimiter in the istag \"app:a:b\"")]
    [InlineData("ImageStreamTag", "app:", "image stream tag name \"app:\" must have a name and a tag")]
    [InlineData("ImageStreamTag", ":tag", "image stream tag name \":tag\" must have a name and a tag")]
    [InlineData("ImageStreamTag", "app@id", "\"app@id\" is an image stream image, not an image stream tag")]
    [InlineData("ImageStreamImage", "app", "expected exactly one @ in the isimage name \"app\"")]
    [InlineData("ImageStreamImage", "app:tag", "expected exactly one @ in the isimage name \"app:tag\"")]
    [InlineData("ImageStreamImage", "a@b@c", "expected exactly one @ in the isimage name \"a@b@c\"")]
    [InlineData("ImageStreamImage", "app@", "image stream image name \"app@\" must have a name and ID")]
    [InlineData("ImageStreamImage", "@id", "image stream image name \"@id\" must have a name and ID")]
    [InlineData("DockerImage", "UPPER", "repository name must be lowercase")]
    public void What_a_build_names_oddly_stops_the_run(string kind, string name, string fault)
    {
        var state = new PruneState().Add(Build(kind, name));
        var reference = Assert.Single(Assert.Throws<InvalidReferencesException>(() => state.Decide()).References);
        Assert.Equal((kind == "DockerImage" ? "image" : kind, fault), (reference.Kind, reference.Fault));

        var passes = new PruneState { Options = new() { AsOf = Now, IgnoreInvalidReferences = true } };
        passes.Add(Build(kind, name)).Decide();
    }

    [Theory]
    [InlineData("DockerImage", "")]
    [InlineData("DockerImage", "  ")]
    [InlineData("ImageStream", "app")]
    [InlineData("", "app:latest")]
    public void A_blank_image_and_an_unknown_kind_of_a_build_are_skipped(string kind, string name) =>
        Assert.Equal(
            ImageUsageReason.BeyondTagRevisions,
            new PruneState().Image(1).Tag("latest", 1).Add(Build(kind, name)).Reason(1));

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("\t\n")]
    [InlineData("\u00A0\u3000\u2028")]
    public void A_blank_image_of_a_container_is_skipped(string blank) =>
        Assert.Equal([1], new PruneState().Image(1).Tag("latest", 1).Pod(blank).Pruned());

    [Theory]
    [InlineData("ImageStreamTag", "app:latest", ImageUsageReason.TagInUse)]
    [InlineData("ImageStreamTag", "app:other", ImageUsageReason.BeyondTagRevisions)]
    [InlineData("ImageStreamImage", "app@1", ImageUsageReason.DigestInUse)]
    [InlineData("ImageStreamImage", "other@1", ImageUsageReason.BeyondTagRevisions)]
    public void The_namespace_of_a_build_is_that_of_what_it_names_unless_it_says_another(
        string kind, string name, ImageUsageReason expected)
    {
        name = name.Replace("@1", "@" + Digest(1), StringComparison.Ordinal);
        ImageUsageReason Reason(Workload build) =>
            new PruneState().Image(1).Tag("latest", 1).Add(build).Reason(1);
        Assert.Equal(expected, Reason(Build(kind, name)));
        Assert.Equal(expected, Reason(Build(kind, name, space: "")));
        Assert.Equal(expected, Reason(Build(kind, name, space: Space, objectSpace: "lab")));
        Assert.Equal(ImageUsageReason.BeyondTagRevisions, Reason(Build(kind, name, objectSpace: "lab")));
    }

    [Theory]
    [InlineData("Succeeded")]
    [InlineData("Failed")]
    [InlineData("Unknown")]
    [InlineData(null)]
    public void What_an_old_finished_pod_names_is_not_even_read(string? phase)
    {
        var pod = Workload(UsageTypes.Pod, phase, Old, "NOT A REFERENCE");
        Assert.Empty(new PruneState().Add(pod).Decide().Workloads.Invalid);
        Assert.Throws<InvalidReferencesException>(() => new PruneState().Add(pod with { Created = Young }).Decide());
        Assert.Throws<InvalidReferencesException>(() =>
            new PruneState { Options = new() { AsOf = Now, PruneOverSizeLimit = true } }.Add(pod).Decide());
    }

    [Fact]
    public void All_invalid_references_are_told()
    {
        var state = new PruneState();
        for (var i = 0; i < 25; i++)
        {
            state.Pod($"Bad{i}").Add(Build("ImageStreamTag", $"bad{i}"));
        }

        var error = Assert.Throws<InvalidReferencesException>(() => state.Decide());
        Assert.Equal(50, error.References.Count);
        Assert.Contains(
            "pod/w namespace=shop: spec.containers[0].image: invalid image reference \"Bad0\"",
            error.Message,
            StringComparison.Ordinal);
        Assert.Contains("and 30 more", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_many_who_use_a_tag_one_is_named_and_the_others_counted()
    {
        var state = new PruneState().Image(1).Tag("latest", 1);
        for (var i = 0; i < 7; i++)
        {
            state.Add(Workload(UsageTypes.Pod, "Running", Old, "quay.io/shop/app") with { Name = $"w{i}" });
        }

        var analysis = state.Decide();
        var usage = new UsageReport(analysis, null, null).Of(0);
        Assert.Equal(
            "position 1 of 1 in shop/app:latest, a tag in use by Pod shop/w0 and 6 more", usage.Message);
        Assert.Equal(7, usage.Workloads.Count);
    }
}
