using System.Text;
using System.Text.Json;
using OpenShiftImage.Analysis.Images;
using OpenShiftImage.Serialization;

namespace OpenShiftImage.Analysis.Tests.Images;

/// <summary>An Image of a list, read from its JSON, tells the same as one that has been made whole.</summary>
public sealed class ImageFactsReaderTests
{
    private const string Digest = "sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";

    [Theory]
    [InlineData("""{}""")]
    [InlineData(
        """{"metadata":null,"dockerImageReference":null,"dockerImageMetadata":null,"dockerImageLayers":null,"dockerImageManifests":null}""")]
    [InlineData("""{"metadata":{},"dockerImageLayers":[],"dockerImageManifests":[]}""")]
    [InlineData("""{"metadata":{"name":null,"annotations":null,"creationTimestamp":null}}""")]
    [InlineData("""{"metadata":{"name":"a","annotations":{},"creationTimestamp":"2026-01-02T03:04:05Z"}}""")]
    [InlineData("""{"metadata":{"creationTimestamp":"2026-01-02T03:04:05.123456789Z"}}""")]
    [InlineData("""{"metadata":{"creationTimestamp":"2026-01-02T03:04:05+02:00"}}""")]
    [InlineData("""{"metadata":{"creationTimestamp":"2026-01-02T03:04:05"}}""")]
    [InlineData("""{"metadata":{"creationTimestamp":"2026-01-02"}}""")]
    [InlineData("""{"metadata":{"creationTimestamp":"2026-01-02T03:04:05\u005a"}}""")]
    [InlineData("""{"metadata":{"name":"\u0061\u00e4","annotations":{"openshift.io\/image.managed":"tr\u0075e"}}}""")]
    [InlineData("""{"m\u0065tadata":{"n\u0061me":"b"},"dockerImageRef\u0065rence":"quay.io\/a"}""")]
    [InlineData("""{"metadata":{"annotations":{"openshift.io/image.managed":"True"}}}""")]
    [InlineData("""{"metadata":{"annotations":{"openshift.io/image.managed":"true "}}}""")]
    [InlineData("""{"metadata":{"annotations":{"image.openshift.io/managed":"true"}}}""")]
    [InlineData(
        """{"metadata":{"annotations":{"openshift.io/image.managed":"true","openshift.io/image.managed":"false"}}}""")]
    [InlineData("""{"metadata":{"labels":{"openshift.io/image.managed":"true"}}}""")]
    [InlineData(
        """{"metadata":{"name":"a","name":"b","annotations":{"openshift.io/image.managed":"true"},"annotations":{}}}""")]
    [InlineData(
        """{"metadata":{"name":"a","creationTimestamp":"2026-01-02T03:04:05Z","annotations":{"openshift.io/image.managed":"true"}},"metadata":{"uid":"u"}}""")]
    [InlineData("""{"metadata":{"name":"a"},"metadata":null}""")]
    [InlineData("""{"metadata":{"annotations":{"openshift.io/image.managed":"true"},"annotations":null}}""")]
    [InlineData("""{"dockerImageReference":"a","dockerImageReference":"b"}""")]
    [InlineData("""{"dockerImageReference":"a","dockerImageReference":null}""")]
    [InlineData("""{"dockerImageMetadata":{"Size":12}}""")]
    [InlineData("""{"dockerImageMetadata":{"Size":7.6e7}}""")]
    [InlineData("""{"dockerImageMetadata":{"Size":7.6252616e+07}}""")]
    [InlineData("""{"dockerImageMetadata":{"Size":9223372036854775807}}""")]
    [InlineData("""{"dockerImageMetadata":{"Size":9223372036854775808}}""")]
    [InlineData("""{"dockerImageMetadata":{"Size":-1}}""")]
    [InlineData("""{"dockerImageMetadata":{"Size":1.5}}""")]
    [InlineData("""{"dockerImageMetadata":{"Size":"12"}}""")]
    [InlineData("""{"dockerImageMetadata":{"Size":null}}""")]
    [InlineData("""{"dockerImageMetadata":{"Size":{"Size":3}}}""")]
    [InlineData("""{"dockerImageMetadata":{"size":12,"Config":{"Size":13}}}""")]
    [InlineData("""{"dockerImageMetadata":{"Size":1,"Size":2}}""")]
    [InlineData("""{"dockerImageMetadata":{"Size":1},"dockerImageMetadata":{"Id":"x"}}""")]
    [InlineData("""{"dockerImageMetadata":{"Size":1},"dockerImageMetadata":null}""")]
    [InlineData(
        """{"dockerImageLayers":[{"name":"DIGEST","size":1},{"name":"DIGEST","size":7.6e7},{"size":3},{"name":"x"}]}""")]
    [InlineData("""{"dockerImageLayers":[{"name":"\u0073ha256:aaaa","size":-5},{"name":"","size":null},{}]}""")]
    [InlineData(
        """{"dockerImageLayers":[{"name":"a","name":"b","size":1,"size":2,"mediaType":"m","more":{"name":"c"}}]}""")]
    [InlineData("""{"dockerImageLayers":[{"name":"a","size":1}],"dockerImageLayers":[{"name":"b","size":2}]}""")]
    [InlineData("""{"dockerImageLayers":[{"name":"a","size":1}],"dockerImageLayers":null}""")]
    [InlineData("""{"dockerImageLayers":[null,{"name":"a","size":1}]}""")]
    [InlineData("""{"dockerImageLayers":[{"name":null,"size":1}]}""")]
    [InlineData(
        """{"dockerImageManifests":[{"digest":"DIGEST","manifestSize":1},{"digest":"\u0073"},{"digest":""},{"digest":null},{}]}""")]
    [InlineData("""{"dockerImageManifests":[{"digest":"a","digest":"b","more":{"digest":"c"}},null]}""")]
    [InlineData("""{"dockerImageManifests":[{"digest":"a"}],"dockerImageManifests":[]}""")]
    [InlineData(
        """{"unknown":{"metadata":{"name":"x"}},"list":[1,[2,{"name":"y"}]],"metadata":{"unknown":{"name":"z"},"name":"a"}}""")]
    [InlineData(
        """{"signatures":[{"metadata":{"name":"s"}}],"metadata":{"name":"a"},"dockerImageSignatures":["YQ=="]}""")]
    [InlineData("""{"metadata":{"annotations":{"image.openshift.io/dockerLayersOrder":"descending"}}}""")]
    [InlineData(
        """{"metadata":{"annotations":{"image.openshift.io\/dockerLayersOrder":"descending"},"annotations":{"a":"b"}}}""")]
    [InlineData(
        """{"dockerImageConfig":"{\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[\"DIGEST\",\"\\u0078\",null]}}"}""")]
    [InlineData(
        """{"dockerImageConfig":"{\"config\":{\"diff_ids\":[\"a\"]},\"rootfs\":{\"diff_ids\":[\"b\"]},\"history\":[{\"rootfs\":1}]}"}""")]
    [InlineData("""{"dockerImageConfig":"{\"rootfs\":{\"diff_ids\":[1]}}"}""")]
    [InlineData("""{"dockerImageConfig":"{\"rootfs\":{\"diff_ids\":[\"a\""}""")]
    [InlineData("""{"dockerImageConfig":"no json"}""")]
    [InlineData("""{"dockerImageConfig":""}""")]
    [InlineData("""{"dockerImageConfig":"{\"rootfs\":{\"diff_ids\":[\"a\"]}}","dockerImageConfig":null}""")]
    public void A_deferred_Image_tells_what_a_loaded_one_tells(string json)
    {
        json = json.Replace("DIGEST", Digest, StringComparison.Ordinal);
        Image loaded;
        try
        {
            loaded = ImageJson.ParseImage(json);
        }
        catch (JsonException)
        {
            // What cannot be loaded is not deferred either.
            Assert.ThrowsAny<JsonException>(() => Defer(json));
            return;
        }

        var deferred = Defer(json);
        Assert.NotNull(deferred.Deferred);
        Assert.Null(loaded.Deferred);
        Assert.Equal(Describe(loaded), Describe(deferred));
        // Reading the facts has not made it whole, and once it is, it says the same.
        Assert.NotNull(deferred.Deferred);
        Assert.Equal(loaded.Name, deferred.Name);
        Assert.Null(deferred.Deferred);
        Assert.Equal(Describe(loaded), Describe(deferred));
    }

    [Fact]
    public void Nothing_is_left_of_the_Image_before()
    {
        var reader = new ImageFactsReader(readsDiffIds: true);
        reader.Read(Defer($$$"""
            {"metadata":{"name":"a","creationTimestamp":"2026-01-02T03:04:05Z",
                         "annotations":{"openshift.io/image.managed":"true","image.openshift.io/dockerLayersOrder":"descending"}},
             "dockerImageConfig":"{\"rootfs\":{\"diff_ids\":[\"d\"]}}","dockerImageReference":"r","dockerImageMetadata":{"Size":3},
             "dockerImageLayers":[{"name":"{{{Digest}}}","size":1}],"dockerImageManifests":[{"digest":"{{{Digest}}}"}]}
            """));
        Assert.Equal(Describe(new Image()), Describe(reader.Read(Defer("{}"))));
    }

    private static Image Defer(string json)
    {
        var utf8 = Encoding.UTF8.GetBytes(json);
        var reader = new Utf8JsonReader(utf8);
        reader.Read();
        Assert.True(ImageJson.ImageShape.TryValidate(ref reader));
        return DeferredJson<Image>.FromValidatedJson(utf8, ImageJson.Image);
    }

    private static string Describe(Image image) => Describe(new ImageFactsReader(readsDiffIds: true).Read(image));

    private static string Describe(ImageFacts facts) =>
        $"{facts.Name}|{facts.Created:O}|{facts.IsManaged}|{facts.Reference ?? "null"}|{facts.MetadataSize}|"
            + string.Join(',', facts.Layers.Select(layer => $"{layer.Key}={layer.Size}")) + "|"
            + string.Join(',', facts.Members) + "|" + facts.IsDescending + "|" + string.Join(',', facts.DiffIds);
}
