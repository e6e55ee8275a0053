using System.Text;
using OpenShiftImage.Api;
using OpenShiftImage.Serialization;

namespace OpenShiftImage.Client.Tests;

/// <summary>Fields of a change that the server ignored are found, and no others.</summary>
public sealed class IgnoredFieldsTests
{
    [Theory]
    [InlineData("2024-01-01T00:00:00.999999999Z", "2024-01-01T00:00:00Z", true)]
    [InlineData("2024-01-01T02:00:00+02:00", "2024-01-01T00:00:00Z", true)]
    [InlineData("2024-01-01T00:00:01Z", "2024-01-01T00:00:00Z", false)]
    [InlineData("2023-12-31T23:59:59Z", "2024-01-01T00:00:00Z", false)]
    [InlineData("2024-01-01T00:00:00+02:00", "2024-01-01T00:00:00Z", false)]
    [InlineData("yesterday", "2024-01-01T00:00:00Z", false)]
    public void Times_of_the_same_second_are_equal(string asked, string stored, bool areEqual)
    {
        var found = IgnoredFields.Find(Created(asked), Created(stored));
        Assert.Equal(areEqual ? [] : ["dockerImageMetadata.Created"], found);
    }

    [Theory]
    [InlineData("dockerImageManifest", "dockerImageManifestMediaType")]
    [InlineData("dockerImageManifestMediaType", "dockerImageManifest")]
    public void An_operation_hides_no_other_whose_path_begins_alike(string ignored, string taken)
    {
        var operations = new[] { ignored, taken }
            .Select(field => $$"""{"op":"replace","path":"/{{field}}","value":"new"}""");
        var found = Find($"[{string.Join(',', operations)}]", $$"""{"{{ignored}}":"old","{{taken}}":"new"}""");
        Assert.Equal([ignored], found);
    }

    [Theory]
    [InlineData("""{"op":"replace","path":"/metadata/labels","value":{"a":"2"}}""")]
    [InlineData("""{"op":"add","path":"/metadata/labels/a","value":"2"}""")]
    [InlineData("""{"op":"add","path":"","value":{"metadata":{"labels":{"a":"2"}}}}""")]
    [InlineData("""{"op":"move","from":"/metadata/labels/a","path":"/metadata/labels/b"}""", """{"b":"1"}""")]
    [InlineData("""{"op":"remove","path":"/metadata/labels"}""", "null")]
    public void A_later_operation_on_the_same_place_counts_alone(string later, string labels = """{"a":"2"}""")
    {
        var found = Find(
            $$"""[{"op":"add","path":"/metadata/labels/a","value":"1"},{{later}}]""",
            $$$"""{"metadata":{"labels":{{{labels}}}}}""");
        Assert.Empty(found);
    }

    [Theory]
    [InlineData("""{"op":"test","path":"/metadata/labels/a","value":"1"}""")]
    [InlineData("""{"op":"copy","from":"/metadata/labels/a","path":"/metadata/labels/b"}""")]
    [InlineData("""{"op":"add","path":"/metadata/labels/a~1b","value":"1"}""")]
    public void A_later_operation_that_leaves_the_place_alone_hides_nothing(string later)
    {
        var found = Find(
            $$"""[{"op":"add","path":"/metadata/labels/a","value":"1"},{{later}}]""",
            """{"metadata":{"labels":{"a":"0","a/b":"1"}}}""");
        Assert.Equal(["metadata.labels.a"], found);
    }

    [Theory]
    [InlineData("""{"op":"remove","path":"/metadata/labels/a"}""", "metadata.labels.a")]
    [InlineData("""{"op":"remove","path":"/metadata/labels/b"}""")]
    [InlineData("""{"op":"add","path":"/metadata/labels/c~0d","value":"1"}""")]
    [InlineData("""{"op":"add","path":"/metadata/finalizers/-","value":"f"}""")]
    [InlineData("""{"op":"add","path":"/metadata/finalizers/0","value":"f"}""")]
    [InlineData("""{"op":"replace","path":"/metadata/uid","value":"u"}""")]
    [InlineData("""{"op":"test","path":"/metadata/labels/a","value":"1"}""")]
    [InlineData("""{"op":"add","path":"/metadata/labels/b","value":"1"}""", "metadata.labels.b")]
    [InlineData("""{"op":"add","path":"/metadata/labels/b","value":""}""")]
    public void An_operation_that_did_nothing_is_told_where_that_can_be_seen(string operation, params string[] expected)
    {
        var found = Find($"[{operation}]", """{"metadata":{"labels":{"a":"0","c~d":"1"}}}""");
        Assert.Equal(expected, found);
    }

    [Theory]
    [InlineData(PatchType.Merge, """{"metadata":{"labels":{"a":"1"}}}""", "metadata.labels.a")]
    [InlineData(PatchType.Merge, """{"metadata":{"labels":{"a":"0","b":null}},"kind":"X"}""")]
    [InlineData(PatchType.Merge, """{"signatures":[{"type":"t"}]}""", "signatures")]
    [InlineData(PatchType.Merge, """{"signatures":[{"type":"s"},{"type":"u"}]}""", "signatures")]
    [InlineData(PatchType.Merge, """{"signatures":[{"type":"s"},{"type":"t"}]}""")]
    [InlineData(PatchType.StrategicMerge, """{"signatures":[{"type":"t"}]}""")]
    [InlineData(PatchType.StrategicMerge, """{"signatures":[{"type":"t"},{"type":"u"}]}""", "signatures")]
    [InlineData(PatchType.StrategicMerge, """{"signatures":[{"type":"u"},{"$patch":"delete"}]}""")]
    [InlineData(PatchType.StrategicMerge, """{"signatures":["u"]}""", "signatures")]
    [InlineData(PatchType.StrategicMerge, """{"$retainKeys":["x"],"metadata":{"labels":{"a":"0"}}}""")]
    [InlineData(PatchType.Merge, """{"dockerImageMetadata":{"Size":6}}""", "dockerImageMetadata.Size")]
    [InlineData(PatchType.Merge, """{"dockerImageMetadata":{"Size":5}}""")]
    [InlineData(PatchType.Merge, """{"dockerImageMetadata":{"Other":0,"No":false,"Empty":{"a":[]}}}""")]
    [InlineData(PatchType.Merge, """{"dockerImageMetadata":{"Yes":true}}""", "dockerImageMetadata.Yes")]
    [InlineData(PatchType.Merge, """{"dockerImageMetadata":{"List":[1]}}""", "dockerImageMetadata.List")]
    [InlineData(PatchType.Merge, """{"dockerImageReference":""}""", "dockerImageReference")]
    [InlineData(PatchType.StrategicMerge, """{"signatures":[{"$patch":"delete","type":"u"}]}""")]
    [InlineData(PatchType.StrategicMerge, """{"signatures":[{"type":"t","kind":"K"}]}""", "signatures")]
    public void What_a_patch_asks_for_and_is_not_there_is_told(PatchType type, string patch, params string[] expected)
    {
        const string Stored = """
            {"metadata":{"labels":{"a":"0"}},"signatures":[{"type":"s"},{"type":"t"}],"dockerImageReference":"r",
            "dockerImageMetadata":{"Size":5}}
            """;
        var asked = new ImagePatch(type, Encoding.UTF8.GetBytes(patch));
        Assert.Equal(expected, IgnoredFields.Find(asked, ImageJson.ParseImage(Stored)));
    }

    [Theory]
    [InlineData("""["a","b"]""")]
    [InlineData("""["a"]""", "signatures")]
    public void A_list_within_an_item_is_compared_as_a_whole(string names, params string[] expected)
    {
        var patch = $$"""{"signatures":[{"type":"t","names":{{names}}}]}""";
        var asked = new ImagePatch(PatchType.StrategicMerge, Encoding.UTF8.GetBytes(patch));
        var stored = ImageJson.ParseImage("""{"signatures":[{"type":"t","names":["a","b"]}]}""");
        Assert.Equal(expected, IgnoredFields.Find(asked, stored));
    }

    [Theory]
    [InlineData("metadata", "resourceVersion", "\"5\"")]
    [InlineData("metadata", "managedFields", "[{}]")]
    [InlineData("metadata", "uid", "\"u\"")]
    [InlineData("metadata", "creationTimestamp", "\"2024-01-01T00:00:00Z\"")]
    [InlineData("metadata", "generation", "5")]
    [InlineData("metadata", "selfLink", "\"/a\"")]
    [InlineData("metadata", "namespace", "\"n\"")]
    [InlineData("metadata", "deletionTimestamp", "\"2024-01-01T00:00:00Z\"")]
    [InlineData("metadata", "deletionGracePeriodSeconds", "5")]
    [InlineData("metadata", "generateName", "\"a-\"")]
    [InlineData("dockerImageMetadata", "kind", "\"K\"")]
    [InlineData("dockerImageMetadata", "apiVersion", "\"1.1\"")]
    public void Fields_that_only_the_server_sets_are_not_asked_for(string part, string field, string value)
    {
        var inner = $$"""{"{{field}}":{{value}},"other":1}""";
        var patch = $$"""{"kind":"K","apiVersion":"v9","{{part}}":{{inner}}}""";
        var asked = new ImagePatch(PatchType.Merge, Encoding.UTF8.GetBytes(patch));
        Assert.Equal([$"{part}.other"], IgnoredFields.Find(asked, ImageJson.ParseImage("{}")));
    }

    [Theory]
    [InlineData("dockerImageLayers", """[{"name":"l"}]""")]
    [InlineData("dockerImageManifest", "\"m\"")]
    [InlineData("dockerImageConfig", "\"c\"")]
    [InlineData("dockerImageSignatures", """["AAAA"]""")]
    [InlineData("dockerImageManifests", """[{"digest":"d"}]""")]
    [InlineData("signatures", """[{"type":"t"}]""")]
    public void What_a_replacement_leaves_out_and_the_server_keeps_is_told_once(string field, string value)
    {
        var stored = ImageJson.ParseImage($$"""{"{{field}}":{{value}}}""");
        Assert.Equal([field], IgnoredFields.Find(ImageJson.ParseImage("{}"), stored));
        Assert.Equal([field], IgnoredFields.Find(stored, ImageJson.ParseImage("{}")));
        Assert.Empty(IgnoredFields.Find(stored, stored));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"a":"","b":""}""")]
    [InlineData("""{"a":"","b":"1"}""", "metadata.labels")]
    public void What_is_removed_may_stay_where_it_is_empty(string labels, params string[] expected)
    {
        var found = Find(
            """[{"op":"remove","path":"/metadata/labels"}]""", $$$"""{"metadata":{"labels":{{{labels}}}}}""");
        Assert.Equal(expected, found);
    }

    [Fact]
    public void A_list_that_was_stored_longer_than_asked_is_told()
    {
        var asked = ImageJson.ParseImage("""{"signatures":[{"type":"s"}]}""");
        var stored = ImageJson.ParseImage("""{"signatures":[{"type":"s"},{"type":"t"}]}""");
        Assert.Equal(["signatures"], IgnoredFields.Find(asked, stored));
    }

    [Fact]
    public void A_replacement_cannot_remove_what_the_server_keeps()
    {
        var asked = ImageJson.ParseImage("""{"metadata":{"name":"a"},"dockerImageReference":"r"}""");
        var stored = ImageJson.ParseImage("""
            {"metadata":{"name":"a","uid":"u"},"dockerImageReference":"r","dockerImageManifest":"m",
            "dockerImageLayers":[{"name":"l"}],"signatures":[]}
            """);
        Assert.Equal(["dockerImageLayers", "dockerImageManifest"], IgnoredFields.Find(asked, stored));
        Assert.Empty(IgnoredFields.FindNotStored(asked, stored));
        Assert.Equal(["dockerImageManifest", "dockerImageLayers"], IgnoredFields.FindNotStored(stored, asked));
    }

    private static Image Created(string time) =>
        ImageJson.ParseImage($$$"""{"metadata":{"name":"a"},"dockerImageMetadata":{"Created":"{{{time}}}"}}""");

    private static IReadOnlyList<string> Find(string operations, string stored) => IgnoredFields.Find(
        new ImagePatch(PatchType.Json, Encoding.UTF8.GetBytes(operations)), ImageJson.ParseImage(stored));
}
