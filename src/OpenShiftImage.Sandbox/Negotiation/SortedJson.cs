using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace OpenShiftImage.Sandbox.Negotiation;

/// <summary>JSON as the server's messages show a patched object: what the patch went through has its keys in order, the rest is as it was.</summary>
internal static class SortedJson
{
    private static readonly JsonSerializerOptions s_options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <param name="value">The object.</param>
    /// <param name="places">JSON pointers of the objects that the patch went through.</param>
    public static string Write(JsonObject value, IReadOnlySet<string> places) => Sort(value, "", places)!.ToJsonString(s_options);

    private static JsonNode? Sort(JsonNode? value, string pointer, IReadOnlySet<string> places)
    {
        if (value is not JsonObject map)
        {
            return value?.DeepClone();
        }

        var pairs = pointer.Length == 0 || places.Contains(pointer) ? map.OrderBy(pair => pair.Key, StringComparer.Ordinal) : map.AsEnumerable();
        return new JsonObject(pairs.Select(pair => KeyValuePair.Create(pair.Key, Sort(pair.Value, $"{pointer}/{pair.Key}", places))));
    }
}
