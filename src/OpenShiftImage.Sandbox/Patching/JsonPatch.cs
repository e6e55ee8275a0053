using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.JsonPatch.SystemTextJson;
using Microsoft.AspNetCore.JsonPatch.SystemTextJson.Exceptions;
using OpenShiftImage.Sandbox.Primitives;
using OpenShiftImage.Sandbox.Status;

namespace OpenShiftImage.Sandbox.Patching;

/// <summary>
/// RFC 6902, with what the server's library adds: negative indexes count from the end, a test of what is missing holds for null,
/// and the root can be replaced and tested.
/// </summary>
internal static partial class JsonPatch
{
    private const int MaxOperations = 10_000;

    /// <summary>
    /// Bytes that the copies of one patch may add, as the server allows (<c>JSONPatchMaxCopyBytes</c>).
    /// </summary>
    private const long MaxCopied = 3 << 20;

    /// <exception cref="StatusError">The patch is faulty or does not fit the object.</exception>
    public static JsonObject Apply(JsonArray operations, JsonObject original)
    {
        foreach (var operation in operations.Where(operation => operation is not null))
        {
            if (operation is not JsonObject map)
            {
                throw StatusError.BadRequest($"error decoding patch: json: cannot unmarshal {GoFormat.JsonKind(operation!)} into Go value of type handlers.jsonPatchOp");
            }

            foreach (var field in (ReadOnlySpan<string>)["op", "path", "from"])
            {
                if (map[field] is { } value && value.GetValueKind() != JsonValueKind.String)
                {
                    throw StatusError.BadRequest($"error decoding patch: json: cannot unmarshal {GoFormat.JsonKind(value)} into Go struct field jsonPatchOp.{field} of type string");
                }
            }
        }

        if (operations.Count > MaxOperations)
        {
            throw StatusError.TooLarge($"The allowed maximum operations in a JSON patch is {MaxOperations}, got {operations.Count}");
        }

        try
        {
            var copied = 0L;
            foreach (var operation in operations)
            {
                original = Step(operation as JsonObject ?? [], original, ref copied);
            }

            return original;
        }
        catch (Exception e) when (e is JsonPatchException or JsonException or InvalidOperationException or ArgumentException)
        {
            throw StatusError.Unprocessable();
        }
    }

    /// <summary>
    /// Names what is unknown or twice in operations; what stands within their values is not looked at.
    /// </summary>
    public static void Judge(JsonArray operations, List<string> problems)
    {
        problems.RemoveAll(problem => !OfOperation().IsMatch(problem));
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

    [GeneratedRegex(@"^duplicate field ""\[\d+\]\.[^.\[]+""\z")]
    private static partial Regex OfOperation();

    private static JsonObject Step(JsonObject operation, JsonObject root, ref long copied)
    {
        var path = Pointer(operation["path"]);
        switch ((string?)operation["op"])
        {
            case "test":
                var tested = Find(root, path, out var found);
                return (found || Find(root, path[..path.LastIndexOf('/')], out var parentFound) is JsonObject && parentFound) && JsonNode.DeepEquals(tested, operation["value"])
                    ? root
                    : throw StatusError.Unprocessable();
            case "replace" when path.Length == 0:
                return operation["value"]?.DeepClone() as JsonObject ?? throw StatusError.Unprocessable();
            case "add" or "replace" or "remove":
                Run(root, (string)operation["op"]!, path, operation["value"]);
                return root;
            case "move" or "copy":
                // The library copies no JSON nodes, so a copy becomes the addition of what is there.
                var from = Pointer(operation["from"]);
                var source = Find(root, from, out var there)?.DeepClone();
                if (!there || from.Length == 0)
                {
                    throw StatusError.Unprocessable();
                }

                if ((string?)operation["op"] == "move")
                {
                    Run(root, "remove", from, null);
                }
                else if ((copied += System.Text.Encoding.UTF8.GetByteCount(source?.ToJsonString() ?? "null")) > MaxCopied)
                {
                    throw StatusError.Unprocessable();
                }

                Run(root, "add", path, source);
                return root;
            default:
                throw StatusError.Unprocessable();
        }
    }

    private static void Run(JsonObject root, string op, string path, JsonNode? value)
    {
        var operation = new JsonObject { ["op"] = op, ["path"] = Positive(root, path, op == "add"), ["value"] = value?.DeepClone() };
        JsonSerializer.Deserialize<JsonPatchDocument>(new JsonArray(operation).ToJsonString())!.ApplyTo(root);
    }

    private static string Pointer(JsonNode? node) =>
        node?.GetValueKind() == JsonValueKind.String && (string?)node is "" or ['/', ..] ? (string)node! : throw StatusError.Unprocessable();

    private static JsonNode? Find(JsonObject root, string pointer, out bool there)
    {
        JsonNode? at = root;
        there = true;
        foreach (var part in pointer.Split('/').Skip(1))
        {
            var name = part.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
            switch (at)
            {
                case JsonObject map when map.TryGetPropertyValue(name, out var value):
                    at = value;
                    break;
                case JsonArray list when Index(part, list.Count) is >= 0 and var index && index < list.Count:
                    at = list[index];
                    break;
                default:
                    there = false;
                    return null;
            }
        }

        return at;
    }

    /// <summary>
    /// Gives a pointer with the negative indexes in it counted from the start; an addition may name the place behind
    /// the last.
    /// </summary>
    private static string Positive(JsonObject root, string pointer, bool adds)
    {
        var parts = pointer.Split('/');
        for (var i = 1; i < parts.Length; i++)
        {
            if (parts[i] is ['-', _, ..] && Find(root, string.Join('/', parts[..i]), out _) is JsonArray list)
            {
                parts[i] = Index(parts[i], adds && i == parts.Length - 1 ? list.Count + 1 : list.Count).ToString(CultureInfo.InvariantCulture);
            }
        }

        return string.Join('/', parts);
    }

    private static int Index(string part, int count) =>
        int.TryParse(part, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var index) ? index < 0 ? index + count : index : -1;
}
