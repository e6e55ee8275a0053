using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.JsonPatch.SystemTextJson;
using Microsoft.AspNetCore.JsonPatch.SystemTextJson.Exceptions;
using OpenShiftImage.Sandbox.Primitives;
using OpenShiftImage.Sandbox.Status;

namespace OpenShiftImage.Sandbox.Patching;

/// <summary>
/// RFC 6902, with what the server's library adds: negative indexes count from the end, a test of what is missing holds
/// for null, and the root can be replaced and tested.
/// </summary>
internal static partial class JsonPatch
{
    private const int MaxOperations = 10_000;

    /// <summary>
    /// Bytes that the copies of one patch may add, as the server allows (<c>JSONPatchMaxCopyBytes</c>).
    /// </summary>
    private const long MaxCopiedBytes = 3 << 20;

    /// <summary>Returns the patched object; the original is used up.</summary>
    /// <exception cref="StatusError">The patch is faulty or does not fit the object.</exception>
    public static JsonObject Apply(JsonArray operations, JsonObject original)
    {
        foreach (var operation in operations)
        {
            RequireTypes(operation);
        }

        if (operations.Count > MaxOperations)
        {
            throw StatusError.TooLarge(
                $"The allowed maximum operations in a JSON patch is {MaxOperations}, got {operations.Count}");
        }

        try
        {
            var copiedBytes = 0L;
            foreach (var operation in operations)
            {
                original = ApplyOperation(operation as JsonObject ?? [], original, ref copiedBytes);
            }

            return original;
        }
        catch (Exception e) when (e
            is JsonPatchException or JsonException or InvalidOperationException or ArgumentException)
        {
            throw StatusError.Unprocessable();
        }
    }

    /// <summary>Replaces the problems of a patch by those of its operations: unknown keys and repeated ones.</summary>
    /// <param name="operations">The operations.</param>
    /// <param name="problems">The repeated keys, also those within the values of operations.</param>
    public static void KeepOperationProblems(JsonArray operations, List<string> problems)
    {
        problems.RemoveAll(problem => !RepeatedKeyOfOperation().IsMatch(problem));
        for (var i = 0; i < operations.Count; i++)
        {
            problems.AddRange((operations[i] as JsonObject ?? [])
                .Where(pair => pair.Key is not ("op" or "path" or "from" or "value"))
                .Select(pair => string.Create(CultureInfo.InvariantCulture, $"unknown field \"[{i}].{pair.Key}\"")));
        }

        for (var i = 0; i < problems.Count; i++)
        {
            problems[i] = "json patch " + problems[i];
        }
    }

    private static void RequireTypes(JsonNode? operation)
    {
        const string Prefix = "error decoding patch: json: cannot unmarshal";
        if (operation is null)
        {
            return;
        }

        if (operation is not JsonObject map)
        {
            throw StatusError.BadRequest(
                $"{Prefix} {GoFormat.JsonKind(operation)} into Go value of type handlers.jsonPatchOp");
        }

        foreach (var field in (ReadOnlySpan<string>)["op", "path", "from"])
        {
            if (map[field] is { } value && value.GetValueKind() != JsonValueKind.String)
            {
                throw StatusError.BadRequest(
                    $"{Prefix} {GoFormat.JsonKind(value)} into Go struct field jsonPatchOp.{field} of type string");
            }
        }
    }

    private static JsonObject ApplyOperation(JsonObject operation, JsonObject root, ref long copiedBytes)
    {
        var path = JsonPointer.Read(operation["path"]);
        switch ((string?)operation["op"])
        {
            case "test":
                return Holds(root, path, operation["value"]) ? root : throw StatusError.Unprocessable();
            case "replace" when path.Length == 0:
                return operation["value"]?.DeepClone() as JsonObject ?? throw StatusError.Unprocessable();
            case "add" or "replace" or "remove":
                Run(root, (string)operation["op"]!, path, operation["value"]);
                return root;
            case "move" or "copy":
                // The library copies no JSON nodes, so a copy becomes the addition of what is there.
                var from = JsonPointer.Read(operation["from"]);
                if (!JsonPointer.TryFind(root, from, out var found) || from.Length == 0)
                {
                    throw StatusError.Unprocessable();
                }

                var source = found?.DeepClone();
                if ((string?)operation["op"] == "move")
                {
                    Run(root, "remove", from, null);
                }
                else if ((copiedBytes += Encoding.UTF8.GetByteCount(source?.ToJsonString() ?? "null")) > MaxCopiedBytes)
                {
                    throw StatusError.Unprocessable();
                }

                Run(root, "add", path, source);
                return root;
            default:
                throw StatusError.Unprocessable();
        }
    }

    private static bool Holds(JsonObject root, string path, JsonNode? expected)
    {
        var isPresent = JsonPointer.TryFind(root, path, out var actual);
        return (isPresent || HasParentObject()) && JsonNode.DeepEquals(actual, expected);

        bool HasParentObject() =>
            JsonPointer.TryFind(root, path[..path.LastIndexOf('/')], out var parent) && parent is JsonObject;
    }

    private static void Run(JsonObject root, string op, string path, JsonNode? value)
    {
        var operation = new JsonObject
        {
            ["op"] = op,
            ["path"] = JsonPointer.ResolveIndexes(root, path, op == "add"),
            ["value"] = value?.DeepClone(),
        };
        JsonSerializer.Deserialize<JsonPatchDocument>(new JsonArray(operation).ToJsonString())!.ApplyTo(root);
    }

    [GeneratedRegex(@"^duplicate field ""\[\d+\]\.[^.\[]+""\z")]
    private static partial Regex RepeatedKeyOfOperation();
}
