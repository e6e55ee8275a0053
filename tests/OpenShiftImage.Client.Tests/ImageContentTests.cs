using OpenShiftImage.Api;
using OpenShiftImage.Serialization;

namespace OpenShiftImage.Client.Tests;

/// <summary>When two Images have the same content.</summary>
public sealed class ImageContentTests
{
    private const string Image = """
        {"metadata":{"name":"a","annotations":{"n":"x"}},"dockerImageReference":"r",
        "dockerImageLayers":[{"name":"l","size":1,"mediaType":""}]}
        """;

    [Theory]
    [InlineData("{\"metadata\"", "{\"kind\":\"Image\",\"apiVersion\":\"image.openshift.io/v1\",\"metadata\"", true)]
    [InlineData("\"name\":\"a\"", "\"name\":\"a\",\"uid\":\"u\",\"resourceVersion\":\"7\"", true)]
    [InlineData("\"n\":\"x\"}", "\"n\":\"x\"},\"labels\":{}", true)]
    [InlineData("\"dockerImageReference\"", "\"signatures\":[],\"dockerImageReference\"", true)]
    [InlineData("\"dockerImageReference\"", "\"dockerImageMetadata\":null,\"dockerImageReference\"", true)]
    [InlineData("\"n\":\"x\"}", "\"n\":\"x\",\"e\":\"\"}", false)]
    [InlineData("\"n\":\"x\"", "\"n\":\"y\"", false)]
    [InlineData("\"name\":\"l\"", "\"name\":\"m\"", false)]
    [InlineData("\"dockerImageReference\":\"r\"", "\"dockerImageReference\":\"s\"", false)]
    public void What_only_the_server_sets_and_what_is_empty_make_no_difference(string what, string becomes, bool isSame)
    {
        var other = Image.Replace(what, becomes, StringComparison.Ordinal);
        Assert.NotEqual(Image, other);
        Assert.Equal(isSame, ImageContent.IsSame(ImageJson.ParseImage(Image), ImageJson.ParseImage(other)));
        Assert.Equal(isSame, ImageContent.IsSame(ImageJson.ParseImage(other), ImageJson.ParseImage(Image)));
    }
}
