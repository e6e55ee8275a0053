using System.Text;
using OpenShiftImage.Api;
using OpenShiftImage.Kubernetes.Workloads;
using OpenShiftImage.Primitives;
using OpenShiftImage.Workloads;

namespace OpenShiftImage.Kubernetes.Tests.Workloads;

/// <summary>What is kept of each of Kubernetes' own kinds, and what is no object of one.</summary>
public sealed class KubernetesObjectParserTests
{
    private const string Spec = """{"containers":[{"name":"a","image":"quay.io/a/a"}]}""";

    private const string Template = $$$"""{"template":{"spec":{{{Spec}}} } }""";

    private static readonly KubernetesObjectParser s_parser = new();

    /// <summary>Kind, its spec, and where the Image stands.</summary>
    public static TheoryData<string> KindNames => [.. Kinds.Select(row => row.Data.Item1)];

    public static TheoryData<string, string, string> Kinds => new()
    {
        { "Pod", Spec, "spec" },
        { "ReplicationController", Template, "spec.template.spec" },
        { "Deployment", Template, "spec.template.spec" },
        { "ReplicaSet", Template, "spec.template.spec" },
        { "DaemonSet", Template, "spec.template.spec" },
        { "StatefulSet", Template, "spec.template.spec" },
        { "Job", Template, "spec.template.spec" },
        {
            "CronJob",
            $$"""{"jobTemplate":{"spec":{{Template}} } }""",
            "spec.jobTemplate.spec.template.spec"
        },
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_workload_is_kept_with_its_Images_alone_and_in_a_list(string kind, string spec, string place)
    {
        var json = $$$"""{"metadata":{"name":"w","namespace":"shop"},"spec":{{{spec}}}}""";
        var list = $$$"""{"metadata":{"continue":"more","resourceVersion":"7"},"items":[{{{json}}},{{{json}}}]}""";
        var page = ParseList(kind, list);
        Assert.Equal(("more", "7"), (page.Continue, page.Metadata.ResourceVersion));
        Assert.Equal(2, page.Count);
        foreach (var read in page.Objects.Append(Parse(kind, json)))
        {
            var workload = Assert.IsType<Workload>(read);
            Assert.Equal((kind, "shop", "w"), (workload.Type.Kind, workload.Namespace, workload.Name));
            Assert.Null(workload.Created);
            Assert.Null(workload.Phase);
            Assert.Equal(kind == "Pod" ? "Always" : null, workload.RestartPolicy);
            Assert.Equal(
                [ImageUse.OfPullSpec(ImageUseKind.Container, "quay.io/a/a", place + ".containers[0].image")],
                workload.Images);
        }
    }

    [Theory]
    [MemberData(nameof(KindNames))]
    public void What_has_no_spec_uses_nothing_and_what_has_no_name_is_none(string kind)
    {
        foreach (var empty in (string[])["", ",\"spec\":{}", ",\"spec\":null"])
        {
            var read = Assert.IsType<Workload>(Parse(kind, $$$"""{"metadata":{"name":"w"}{{{empty}}}}"""));
            Assert.Empty(read.Images);
            Assert.Equal("", read.Namespace);
        }

        foreach (var nameless in (string[])["{}", """{"metadata":{}}""", """{"metadata":null}"""])
        {
            Assert.Contains("metadata.name", Fail(kind, nameless), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("Pod")]
    [InlineData("LimitRange")]
    public void What_is_no_list_of_a_kind_is_refused(string kind)
    {
        var type = TypeOf(kind);
        foreach (var (json, told) in ((string, string)[])[
            ("{}", "no items"), ("""{"items":null}""", "no items"), ("null", "null"),
            ("""{"items":[null]}""", "an item is null"), ("""{"items":{}}""", ""), ("[]", "")])
        {
            var error = Assert.ThrowsAny<System.Text.Json.JsonException>(() => s_parser.ParseList(type, Utf8(json)));
            Assert.Contains(told, error.Message, StringComparison.Ordinal);
        }

        var empty = s_parser.ParseList(type, Utf8("""{"items":[]}"""));
        Assert.Equal((0, null, null), (empty.Count, empty.Continue, empty.Metadata.ResourceVersion));
    }

    [Fact]
    public void A_kind_that_is_not_Kubernetes_own_is_refused_by_its_name()
    {
        foreach (var parse in (Action[])[
            () => s_parser.ParseObject(UsageTypes.Build, Utf8("{}")),
            () => s_parser.ParseList(UsageTypes.Build, Utf8("{}"))])
        {
            var error = Assert.Throws<ArgumentOutOfRangeException>(parse);
            Assert.Equal(("type", "Build"), (error.ParamName, error.ActualValue));
        }
    }

    [Theory]
    [InlineData("null")]
    [InlineData("""{"metadata":{"name":"w","creationTimestamp":"yesterday"}}""")]
    [InlineData("""{"metadata":{"name":"w"},"spec":{"containers":{}}}""")]
    public void A_value_of_another_type_than_the_API_s_is_refused(string json) => Assert.NotEmpty(Fail("Pod", json));

    [Theory]
    [InlineData("2026-01-02T03:04:05Z")]
    [InlineData("2026-01-02T05:04:05+02:00")]
    public void A_pod_says_when_it_was_made_how_it_is_and_what_becomes_of_it(string created)
    {
        var read = Assert.IsType<Workload>(Parse("Pod", $$$"""
            {"metadata":{"name":"w","creationTimestamp":"{{{created}}}"},
             "spec":{"restartPolicy":"Never"},"status":{"phase":"Failed"}}
            """));
        Assert.Equal(("Failed", "Never"), (read.Phase, read.RestartPolicy));
        Assert.Equal(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero), read.Created);
        Assert.Equal(TimeSpan.Zero, read.Created!.Value.Offset);
    }

    [Fact]
    public void A_container_that_is_null_keeps_the_places_of_the_others()
    {
        var read = Assert.IsType<Workload>(Parse("Pod", """
            {"metadata":{"name":"w"},"spec":{"containers":[null,{"name":"a"},{"name":"b","image":"quay.io/a/b"}]}}
            """));
        Assert.Equal("spec.containers[2].image", Assert.Single(read.Images).Place);
    }

    [Fact]
    public void An_object_may_stand_in_the_middle_of_a_buffer()
    {
        var bytes = Utf8("""xxx{"metadata":{"name":"w"}}xxx""");
        Assert.Equal("w", s_parser.ParseObject(UsageTypes.Pod, bytes[3..^3]).Name);
    }

    [Theory]
    [InlineData("""{"type":"openshift.io/Image","max":{"storage":"1Gi"}}""", 1L << 30)]
    [InlineData("""{"type":"openshift.io/Image","max":{"storage":"1500m"}}""", 1.5)]
    [InlineData("""{"type":"openshift.io/Image","max":{"storage":"5e3"}}""", 5000.0)]
    [InlineData("""{"type":"openshift.io/Image","max":{"storage":"1e40"}}""", double.MaxValue)]
    [InlineData("""{"type":"openshift.io/Image","max":{"cpu":"1"}}""", null)]
    [InlineData("""{"type":"openshift.io/Image"}""", null)]
    [InlineData("""{"type":"openshift.io/ImageStream","max":{"storage":"1Gi"}}""", null)]
    [InlineData("""{"max":{"storage":"1Gi"}}""", null)]
    [InlineData("null", null)]
    public void The_limit_of_an_Image_is_that_of_its_type_and_storage(string limit, object? bytes)
    {
        var json = $$$"""{"metadata":{"name":"l","namespace":"shop"},"spec":{"limits":[{{{limit}}}]}}""";
        decimal[] expected = bytes switch
        {
            null => [],
            double.MaxValue => [decimal.MaxValue],
            _ => [Convert.ToDecimal(bytes, System.Globalization.CultureInfo.InvariantCulture)],
        };
        var list = ParseList("LimitRange", $$"""{"items":[{{json}}]}""").Objects;
        foreach (var read in list.Append(Parse("LimitRange", json)))
        {
            var range = Assert.IsType<ImageSizeLimit>(read);
            Assert.Equal(("shop", "l", null), (range.Namespace, range.Name, range.Created));
            Assert.Equal(expected, range.Maxima);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData(",\"spec\":{}")]
    public void A_limit_range_without_limits_has_none(string spec)
    {
        var read = Assert.IsType<ImageSizeLimit>(Parse("LimitRange", $$$"""{"metadata":{"name":"l"}{{{spec}}}}"""));
        Assert.Empty(read.Maxima);
        Assert.Equal("", read.Namespace);
    }

    [Theory]
    [InlineData("\"1e100\"")]
    [InlineData("\"1E+100\"")]
    [InlineData("\"9e-100\"")]
    [InlineData("\"0e100\"")]
    [InlineData("\".e100\"")]
    [InlineData("\"+e100\"")]
    [InlineData("\"-e100\"")]
    [InlineData("\"-1.5e100\"")]
    [InlineData("\"1e5\",\"1e100\"")]
    public void An_exponent_of_three_digits_is_none_of_a_quantity(string json) =>
        Assert.Throws<InvalidJsonException>(() => QuantityBounds.Check(Encoding.UTF8.GetBytes(json)));

    [Theory]
    [InlineData("\"1e99\"")]
    [InlineData("\"1e+99\"")]
    [InlineData("\"e100\"")]
    [InlineData("\"/e100\"")]
    [InlineData("\":e100\"")]
    [InlineData("\"a1e100\"")]
    [InlineData("\"1e100x\"")]
    [InlineData("\"1e100/\"")]
    [InlineData("\"1e100")]
    [InlineData("\"1e")]
    [InlineData("\"1e+")]
    [InlineData("\"1e+\"")]
    [InlineData("\"1e*100\"")]
    [InlineData("1e100\"")]
    [InlineData("e100\"")]
    [InlineData("1e100")]
    [InlineData("e")]
    [InlineData("")]
    public void Any_other_text_with_an_e_is_let_be(string json) => QuantityBounds.Check(Encoding.UTF8.GetBytes(json));

    private static ReadOnlyMemory<byte> Utf8(string json) => Encoding.UTF8.GetBytes(json);

    private static ResourceType TypeOf(string kind) => UsageTypes.All.Single(type => type.Kind == kind);

    private static ClusterObject Parse(string kind, string json) => s_parser.ParseObject(TypeOf(kind), Utf8(json));

    private static ClusterObjectPage ParseList(string kind, string json) =>
        s_parser.ParseList(TypeOf(kind), Utf8(json));

    private static string Fail(string kind, string json) =>
        Assert.ThrowsAny<System.Text.Json.JsonException>(() => Parse(kind, json)).Message;
}
