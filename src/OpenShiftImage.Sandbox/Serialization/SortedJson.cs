using System.Text.Json.Nodes;
using OpenShiftImage.Sandbox.Primitives;

namespace OpenShiftImage.Sandbox.Serialization;

/// <summary>Writes an object as the server's messages show one that was patched.</summary>
internal static class SortedJson
{
    /// <summary>Returns the object with the keys in order wherever the patch changed something.</summary>
    /// <param name="value">The object.</param>
    /// <param name="touched">JSON pointers of the objects that the patch went through.</param>
    public static string Write(JsonObject value, IReadOnlySet<string> touched) =>
        GoFormat.Json(Sort(value, "", touched)!);

    private static JsonNode? Sort(JsonNode? value, string pointer, IReadOnlySet<string> touched)
    {
        if (value is not JsonObject map)
        {
            return value?.DeepClone();
        }

        var pairs = pointer.Length == 0 || touched.Contains(pointer)
            ? map.OrderBy(pair => pair.Key, StringComparer.Ordinal)
            : map.AsEnumerable();
        return new JsonObject(pairs.Select(
            pair => KeyValuePair.Create(pair.Key, Sort(pair.Value, $"{pointer}/{pair.Key}", touched))));
    }
}
