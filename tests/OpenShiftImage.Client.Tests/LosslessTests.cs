using System.Text;
using System.Text.Json;
using OpenShiftImage.Serialization;

namespace OpenShiftImage.Client.Tests;

/// <summary>An Image read and written back is the same JSON value, whatever is in it.</summary>
public class LosslessTests(ITestOutputHelper output)
{
    /// <summary>Five bodies of the recordings are sent to be refused: a field in them is of a wrong type.</summary>
    private static readonly string[] s_wrongTypes = ["wt", "wt", "sigb64", "lns", "5"];

    [Fact]
    public void Every_Image_of_the_recordings_comes_back_as_it_was()
    {
        var count = 0;
        var refused = new List<string>();
        foreach (var file in Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "transcripts"), "*.json"))
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(file));
            foreach (var element in Images(document.RootElement))
            {
                count++;
                try
                {
                    AssertSame(element.GetRawText());
                }
                catch (JsonException)
                {
                    refused.Add(element.GetProperty("metadata").GetProperty("name").ToString());
                }
            }
        }

        output.WriteLine($"{count} Images read and written back, {refused.Count} of them refused for a wrong type.");
        Assert.True(count > 1900, $"only {count} Images were found in the recordings");
        Assert.Equal(s_wrongTypes.Order(), refused.Order());
    }

    [Theory]
    [InlineData(
        """{"metadata":{"name":"a","labels":null,"annotations":{},"finalizers":[]},"dockerImageLayers":null}""")]
    [InlineData(
        """{"futureField":{"x":[1,2.50,1e400,"é",null]},"metadata":{"name":"a","future":true,"ownerReferences":[{"uid":"1","new":1}]}}""")]
    [InlineData(
        """{"signatures":[{"type":"atomic","content":"aGVsbG8=","created":"2024-01-02T03:04:05.123456789+02:00","issuedTo":{"publicKeyID":"","later":[]}}]}""")]
    [InlineData("""{"dockerImageLayers":[{"name":"x"}],"dockerImageManifests":[{"digest":"d","variant":""}]}""")]
    [InlineData(
        """{"dockerImageMetadata":{"Id":"","Created":null,"Size":123456789012345678901234567890,"esc":"\"\\/\b\f\n\r\t\u0001\ud83d\ude00"}}""")]
    [InlineData(
        """{"dockerImageMetadata":null,"dockerImageManifest":"","metadata":{"managedFields":[{"fieldsV1":{"f:a":{".":{},"k:{\"uid\":\"1\"}":{}}},"time":null}]}}""")]
    public void Absent_empty_null_and_unknown_stay_what_they_are(string json) => AssertSame(json);

    [Fact]
    public void What_is_set_is_written_and_what_is_derived_is_not()
    {
        var image = new Image { Metadata = new ObjectMeta { Name = "a" }, DockerImageReference = "quay.io/a/b:c" };
        Assert.Equal(
            """{"metadata":{"name":"a"},"dockerImageReference":"quay.io/a/b:c"}""",
            Encoding.UTF8.GetString(ImageJson.ToUtf8Bytes(image)));
    }

    private static void AssertSame(string json)
    {
        using var before = JsonDocument.Parse(json);
        using var after = JsonDocument.Parse(ImageJson.ToUtf8Bytes(ImageJson.ParseImage(json)));
        Assert.True(
            JsonElement.DeepEquals(before.RootElement, after.RootElement),
            $"\n{json}\nbecame\n{after.RootElement.GetRawText()}");
    }

    private static IEnumerable<JsonElement> Images(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object when element.TryGetProperty("dockerImageReference", out _)
                || element.TryGetProperty("dockerImageMetadata", out _):
                return [element];
            case JsonValueKind.Object:
                return element.EnumerateObject().SelectMany(property => Images(property.Value));
            case JsonValueKind.Array:
                return element.EnumerateArray().SelectMany(Images);
            default:
                return [];
        }
    }
}
