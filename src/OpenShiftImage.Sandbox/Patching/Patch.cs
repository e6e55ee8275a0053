using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.JsonPatch.SystemTextJson;
using Microsoft.AspNetCore.JsonPatch.SystemTextJson.Exceptions;
using OpenShiftImage.Sandbox.Api;
using OpenShiftImage.Sandbox.Strategy;

namespace OpenShiftImage.Sandbox.Patching;

/// <summary>Applies a patch of any type that changes an object in place: JSON patch, merge patch, strategic merge patch.</summary>
public static class Patch
{
    public const string Json = "application/json-patch+json";
    public const string Merge = "application/merge-patch+json";
    public const string StrategicMerge = "application/strategic-merge-patch+json";

    /// <summary>Gives the patched object; the original may be used up.</summary>
    /// <param name="mediaType">The type of the patch.</param>
    /// <param name="patch">The patch.</param>
    /// <param name="original">The object.</param>
    /// <param name="duplicates">Receives a line for each key that stands twice in the patch.</param>
    /// <exception cref="StatusError">The patch is faulty or does not fit the object.</exception>
    public static JsonObject Apply(string mediaType, ReadOnlySpan<byte> patch, JsonObject original, List<string> duplicates)
    {
        if (JsonSyntax.Problem(patch) is { } problem)
        {
            throw StatusError.BadRequest(mediaType == StrategicMerge ? problem : "error decoding patch: " + problem);
        }

        var parsed = BodyReader.Parse(patch, duplicates);

        switch (mediaType)
        {
            case Json when parsed is JsonArray operations:
                return Operations(operations, original);
            case Merge when parsed is JsonObject changes:
                return (JsonObject)MergeInto(original, changes)!;
            case StrategicMerge when parsed is JsonObject changes:
                return Patching.StrategicMerge.Apply(original, changes, ImageSchema.Image);
            default:
                throw StatusError.BadRequest(
                    $"error decoding patch: json: cannot unmarshal {(parsed is JsonArray ? "array" : "value")} into Go value of the patch's type");
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

    private static JsonObject Operations(JsonArray operations, JsonObject original)
    {
        try
        {
            foreach (var operation in operations)
            {
                if (operation is not JsonObject || (string?)operation["op"] is not ("add" or "remove" or "replace" or "move" or "copy" or "test")
                    || !IsPointer(operation["path"]) || ((string?)operation["op"] is "move" or "copy" && !IsPointer(operation["from"])))
                {
                    throw StatusError.Unprocessable();
                }

                JsonSerializer.Deserialize<JsonPatchDocument>(new JsonArray(AsAdd(operation!.AsObject(), original)).ToJsonString())!.ApplyTo(original);
            }

            return original;
        }
        catch (Exception e) when (e is JsonPatchException or JsonException or InvalidOperationException or ArgumentException)
        {
            throw StatusError.Unprocessable();
        }
    }

    private static bool IsPointer(JsonNode? node) =>
        node?.GetValueKind() == JsonValueKind.String && (string?)node is "" or ['/', ..];

    /// <summary>The library copies no JSON nodes, so a copy becomes the addition of what is there.</summary>
    private static JsonNode AsAdd(JsonObject operation, JsonObject root)
    {
        if ((string?)operation["op"] is not ("copy" or "move"))
        {
            return operation.DeepClone();
        }

        JsonNode? at = root;
        foreach (var segment in ((string?)operation["from"] ?? "").Split('/').Skip(1).Select(part => part.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal)))
        {
            at = at switch
            {
                JsonObject map when map.TryGetPropertyValue(segment, out var value) => value,
                JsonArray list when int.TryParse(segment, out var index) && index >= 0 && index < list.Count => list[index],
                _ => throw StatusError.Unprocessable(),
            };
        }

        var copied = at?.DeepClone();
        if ((string?)operation["op"] == "move")
        {
            var remove = new JsonObject { ["op"] = "remove", ["path"] = operation["from"]!.DeepClone() };
            JsonSerializer.Deserialize<JsonPatchDocument>(new JsonArray(remove).ToJsonString())!.ApplyTo(root);
        }

        return new JsonObject { ["op"] = "add", ["path"] = operation["path"]?.DeepClone(), ["value"] = copied };
    }
}
