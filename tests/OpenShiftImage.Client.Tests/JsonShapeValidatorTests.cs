using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using OpenShiftImage.Serialization;

namespace OpenShiftImage.Client.Tests;

/// <summary>What is looked into later must have been judged before as the reader itself would.</summary>
public sealed class JsonShapeValidatorTests
{
    private static readonly string[] s_values = [
        "null", "5", "-1", "1.5", "99999999999999999999", "true", "\"x\"", "\"2025-01-01T00:00:00Z\"", "\"AAAA\"", "{}",
        "[]", "[null]", "[{}]", "{\"a\":null}", "{\"a\":5}",
    ];

    [Fact]
    public void It_lets_through_what_can_be_deserialized_and_nothing_else()
    {
        var image = JsonNode.Parse("""
            {"kind":"Image","apiVersion":"v","metadata":{"name":"a","generation":1,"creationTimestamp":"2025-01-01T00:00:00Z","deletionGracePeriodSeconds":0,"labels":{"a":"b"},
             "ownerReferences":[{"apiVersion":"v1","kind":"K","name":"n","uid":"u","controller":true}],"finalizers":["a/b"],
             "managedFields":[{"manager":"m","operation":"Update","time":"2025-01-01T00:00:00Z","fieldsV1":{"f:a":{}}}]},
             "dockerImageReference":"r","dockerImageMetadata":{"Id":"x"},"dockerImageMetadataVersion":"1.0","dockerImageManifest":"m",
             "dockerImageLayers":[{"name":"l","size":1,"mediaType":"t"}],
             "signatures":[{"metadata":{"name":"s"},"type":"t","content":"AAAA","conditions":[{"type":"Trusted","status":"True","lastProbeTime":"2025-01-01T00:00:00Z"}],"signedClaims":{"a":"b"},"created":"2025-01-01T00:00:00Z","issuedBy":{"organization":"o"},"issuedTo":{"publicKeyID":"k"}}],
             "dockerImageSignatures":["AAAA"],"dockerImageManifestMediaType":"t","dockerImageConfig":"c",
             "dockerImageManifests":[{"digest":"d","mediaType":"t","manifestSize":1,"architecture":"a","os":"o"}],"unknown":{"x":[1]}}
            """)!;
        var places = new List<string>();
        Collect(image, "$", places);
        var differences = new List<string>();
        var compared = 0;
        foreach (var place in places)
        {
            foreach (var value in s_values)
            {
                var changed = image.DeepClone();
                Replace(changed, place, JsonNode.Parse(value));
                var json = Encoding.UTF8.GetBytes(changed.ToJsonString());
                compared++;
                if (IsTransient(json) != Deserializes(json))
                {
                    differences.Add($"{place} = {value}: check {IsTransient(json)}, reader {Deserializes(json)}");
                }
            }
        }

        Assert.True(compared > 500, $"only {compared}");
        Assert.Empty(differences);
    }

    private static bool IsTransient(byte[] json)
    {
        var reader = new Utf8JsonReader(json);
        reader.Read();
        try
        {
            return ImageJson.ImageShape.TryValidate(ref reader);
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static bool Deserializes(byte[] json)
    {
        try
        {
            ImageJson.ParseImage(json);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static void Collect(JsonNode? node, string place, List<string> places)
    {
        if (place != "$")
        {
            places.Add(place);
        }

        if (node is JsonObject map)
        {
            foreach (var (name, value) in map)
            {
                Collect(value, $"{place}/{name}", places);
            }
        }
        else if (node is JsonArray list)
        {
            for (var i = 0; i < list.Count; i++)
            {
                Collect(list[i], $"{place}/{i}", places);
            }
        }
    }

    private static void Replace(JsonNode root, string place, JsonNode? value)
    {
        var parts = place.Split('/').Skip(1).ToList();
        var node = root;
        foreach (var part in parts.SkipLast(1))
        {
            node = node is JsonArray list
                ? list[int.Parse(part, System.Globalization.CultureInfo.InvariantCulture)]!
                : node[part]!;
        }

        if (node is JsonArray items)
        {
            items[int.Parse(parts[^1], System.Globalization.CultureInfo.InvariantCulture)] = value;
        }
        else
        {
            node[parts[^1]] = value;
        }
    }
}
