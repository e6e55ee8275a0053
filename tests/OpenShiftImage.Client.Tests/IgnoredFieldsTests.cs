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

    private static Image Created(string time) =>
        ImageJson.ParseImage($$$"""{"metadata":{"name":"a"},"dockerImageMetadata":{"Created":"{{{time}}}"}}""");

    private static IReadOnlyList<string> Find(string operations, string stored) => IgnoredFields.Find(
        new ImagePatch(PatchType.Json, Encoding.UTF8.GetBytes(operations)), ImageJson.ParseImage(stored));
}
