using System.Text.Json.Nodes;
using OpenShiftImage.Sandbox.Primitives;
using OpenShiftImage.Sandbox.Schemas;
using OpenShiftImage.Sandbox.Serialization;
using OpenShiftImage.Sandbox.Status;

namespace OpenShiftImage.Sandbox.Patching;

/// <summary>Applies a patch that changes an object: JSON patch, merge patch, strategic merge patch.</summary>
internal static class PatchApplier
{
    /// <summary>Returns the patched object; the original may be used up.</summary>
    /// <param name="mediaType">The type of the patch.</param>
    /// <param name="patch">The patch.</param>
    /// <param name="original">The object.</param>
    /// <param name="problems">
    /// Receives a line for each repeated key of the patch, and each unknown one of an operation.
    /// </param>
    /// <exception cref="StatusError">The patch is faulty or does not fit the object.</exception>
    public static JsonObject Apply(
        string mediaType, ReadOnlySpan<byte> patch, JsonObject original, List<string> problems)
    {
        var prefix = mediaType == PatchTypes.StrategicMerge ? "" : "error decoding patch: ";
        if (JsonSyntax.FindProblem(patch) is { } problem)
        {
            throw StatusError.BadRequest(prefix + problem);
        }

        var parsed = GoJsonReader.Read(patch, problems);
        switch (mediaType)
        {
            case PatchTypes.Json when parsed is JsonArray or null:
                var operations = parsed as JsonArray ?? [];
                JsonPatch.KeepOperationProblems(operations, problems);
                return JsonPatch.Apply(operations, original);
            case PatchTypes.Merge when parsed is null:
                throw StatusError.BadRequest("Invalid JSON Patch");
            case PatchTypes.Merge when parsed is JsonObject changes:
                return MergePatch.Apply(original, changes);
            case PatchTypes.StrategicMerge when parsed is JsonObject or null:
                return StrategicMergePatch.Apply(original, parsed as JsonObject ?? [], ImageSchema.Image);
            default:
                var type = mediaType == PatchTypes.Json ? "[]handlers.jsonPatchOp" : "map[string]interface {}";
                throw StatusError.BadRequest(
                    $"{prefix}json: cannot unmarshal {GoFormat.JsonKind(parsed!)} into Go value of type {type}");
        }
    }
}
