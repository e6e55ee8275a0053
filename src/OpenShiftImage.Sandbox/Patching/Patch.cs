using System.Text.Json.Nodes;
using OpenShiftImage.Sandbox.Primitives;
using OpenShiftImage.Sandbox.Schemas;
using OpenShiftImage.Sandbox.Serialization;
using OpenShiftImage.Sandbox.Status;

namespace OpenShiftImage.Sandbox.Patching;

/// <summary>
/// Applies a patch of any type that changes an object in place: JSON patch, merge patch, strategic merge patch.
/// </summary>
internal static class Patch
{
    public const string Json = "application/json-patch+json";
    public const string Merge = "application/merge-patch+json";
    public const string StrategicMerge = "application/strategic-merge-patch+json";

    /// <summary>Gives the patched object; the original may be used up.</summary>
    /// <param name="mediaType">The type of the patch.</param>
    /// <param name="patch">The patch.</param>
    /// <param name="original">The object.</param>
    /// <param name="duplicates">
    /// Receives a line for each key that stands twice in the patch, and for each that an operation does not have.
    /// </param>
    /// <exception cref="StatusError">The patch is faulty or does not fit the object.</exception>
    public static JsonObject Apply(string mediaType, ReadOnlySpan<byte> patch, JsonObject original, List<string> duplicates)
    {
        if (JsonSyntax.FindProblem(patch) is { } problem)
        {
            throw StatusError.BadRequest(mediaType == StrategicMerge ? problem : "error decoding patch: " + problem);
        }

        var parsed = GoJsonReader.Read(patch, duplicates);

        switch (mediaType)
        {
            case Json when parsed is JsonArray or null:
                JsonPatch.Judge(parsed as JsonArray ?? [], duplicates);
                return JsonPatch.Apply(parsed as JsonArray ?? [], original);
            case Merge when parsed is null:
                throw StatusError.BadRequest("Invalid JSON Patch");
            case Merge when parsed is JsonObject changes:
                return (JsonObject)MergeInto(original, changes)!;
            case StrategicMerge when parsed is JsonObject or null:
                return Patching.StrategicMerge.Apply(original, parsed as JsonObject ?? [], ImageSchema.Image);
            default:
                throw StatusError.BadRequest($"{(mediaType == StrategicMerge ? "" : "error decoding patch: ")}json: cannot unmarshal {GoFormat.JsonKind(parsed!)} "
                    + $"into Go value of type {(mediaType == Json ? "[]handlers.jsonPatchOp" : "map[string]interface {}")}");
        }
    }

    /// <summary>RFC 7386.</summary>
    private static JsonNode? MergeInto(JsonNode? target, JsonNode? patch)
    {
        if (patch is not JsonObject changes)
        {
            return patch?.DeepClone();
        }

        var merged = target as JsonObject ?? [];
        foreach (var (name, value) in changes)
        {
            if (value is null)
            {
                merged.Remove(name);
            }
            else
            {
                var old = merged[name];
                merged.Remove(name);
                merged[name] = MergeInto(old, value);
            }
        }

        return merged;
    }
}
