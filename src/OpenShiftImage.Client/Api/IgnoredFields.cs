using System.Text.Json;
using OpenShiftImage.Primitives;
using OpenShiftImage.Serialization;

namespace OpenShiftImage.Api;

/// <summary>
/// Finds the fields of a change that the server ignored. It answers 200 to a replace or patch and silently keeps
/// metadata, layers, or a manifest whose digest does not match.
/// </summary>
internal static class IgnoredFields
{
    /// <summary>Fields that only the server sets; asking for others is not asking.</summary>
    private static readonly HashSet<string> s_serverOnly = new(StringComparer.Ordinal)
    {
        "kind", "apiVersion",
        "metadata.resourceVersion", "metadata.managedFields", "metadata.uid", "metadata.creationTimestamp",
        "metadata.generation", "metadata.selfLink", "metadata.namespace", "metadata.deletionTimestamp",
        "metadata.deletionGracePeriodSeconds", "metadata.generateName",
        "dockerImageMetadata.kind", "dockerImageMetadata.apiVersion",
    };

    /// <summary>What a replacement can leave out and the server fills, so that its being there says nothing.</summary>
    private static readonly string[] s_keptWhenLeftOut =
    [
        "dockerImageLayers", "dockerImageManifest", "dockerImageConfig", "dockerImageSignatures",
        "dockerImageManifests", "signatures",
    ];

    /// <summary>Returns the paths of the fields of a replacement that the answer does not have as asked.</summary>
    /// <param name="asked">The Image that was sent.</param>
    /// <param name="answered">The Image that came back.</param>
    public static IReadOnlyList<string> Find(Image asked, Image answered)
    {
        using var wanted = JsonDocument.Parse(ImageJson.ToUtf8Bytes(asked), JsonDefaults.Document);
        using var got = JsonDocument.Parse(ImageJson.ToUtf8Bytes(answered), JsonDefaults.Document);
        var found = FindNotStored(wanted.RootElement, got.RootElement);
        foreach (var field in s_keptWhenLeftOut)
        {
            var isKept = IsEmpty(Property(wanted.RootElement, field)) && !IsEmpty(Property(got.RootElement, field));
            if (isKept && !found.Contains(field))
            {
                found.Add(field);
            }
        }

        return found;
    }

    /// <summary>
    /// Returns the paths of the fields of a new Image that the answer does not have as asked; what the server adds is
    /// not among them.
    /// </summary>
    /// <param name="asked">The Image that was sent.</param>
    /// <param name="answered">The Image that came back.</param>
    internal static IReadOnlyList<string> FindNotStored(Image asked, Image answered)
    {
        using var wanted = JsonDocument.Parse(ImageJson.ToUtf8Bytes(asked), JsonDefaults.Document);
        using var got = JsonDocument.Parse(ImageJson.ToUtf8Bytes(answered), JsonDefaults.Document);
        return FindNotStored(wanted.RootElement, got.RootElement);
    }

    /// <summary>Returns the paths of the fields of a patch that the answer does not have as asked.</summary>
    /// <param name="patch">The patch that was sent.</param>
    /// <param name="answered">The Image that came back.</param>
    public static IReadOnlyList<string> Find(ImagePatch patch, Image answered)
    {
        using var got = JsonDocument.Parse(ImageJson.ToUtf8Bytes(answered), JsonDefaults.Document);
        var found = new List<string>();
        if (patch.Type == PatchType.Json)
        {
            CompareOperations(patch.Root, got.RootElement, found);
        }
        else
        {
            Compare(patch.Root, got.RootElement, "", found, merges: patch.Type != PatchType.Merge);
        }

        return found;
    }

    private static List<string> FindNotStored(JsonElement asked, JsonElement answered)
    {
        var found = new List<string>();
        Compare(asked, answered, "", found, merges: false);
        return found;
    }

    private static void Compare(
        JsonElement asked, JsonElement? answered, string path, List<string> found, bool merges)
    {
        if (asked.ValueKind == JsonValueKind.Object && (answered is null or { ValueKind: JsonValueKind.Object }))
        {
            foreach (var property in asked.EnumerateObject())
            {
                var inner = path.Length == 0 ? property.Name : $"{path}.{property.Name}";
                // Directives of a strategic merge are instructions, not fields.
                if (!property.Name.StartsWith('$') && !s_serverOnly.Contains(inner))
                {
                    var stored = answered is { } known ? Property(known, property.Name) : null;
                    Compare(property.Value, stored, inner, found, merges);
                }
            }

            return;
        }

        if (asked.ValueKind == JsonValueKind.Array && answered is { ValueKind: JsonValueKind.Array } list)
        {
            var same = merges
                ? asked.EnumerateArray().All(item => list.EnumerateArray().Any(other => IsAsAsked(item, other)))
                : asked.GetArrayLength() == list.GetArrayLength()
                    && asked.EnumerateArray().Zip(list.EnumerateArray(), IsAsAsked).All(isAsAsked => isAsAsked);
            if (!same && !(merges && asked.EnumerateArray().Any(HasDirective)))
            {
                found.Add(path);
            }

            return;
        }

        if (!(IsEmpty(asked) && IsEmpty(answered)) && !(answered is { } value && IsEqual(asked, value)))
        {
            found.Add(path);
        }
    }

    private static bool IsAsAsked(JsonElement asked, JsonElement answered)
    {
        var differences = new List<string>();
        Compare(asked, answered, "item", differences, merges: false);
        return differences.Count == 0;
    }

    private static bool HasDirective(JsonElement item) =>
        item.ValueKind == JsonValueKind.Object && item.EnumerateObject().Any(property => property.Name.StartsWith('$'));

    /// <summary>
    /// Compares the last operation on each place; what an operation did before it can no longer be seen.
    /// </summary>
    private static void CompareOperations(JsonElement operations, JsonElement answered, List<string> found)
    {
        var all = operations.EnumerateArray().Select(operation => (
            Op: operation.String("op"),
            Path: operation.String("path") ?? "",
            From: operation.String("from"),
            Value: operation.Property("value"))).ToList();
        for (var i = 0; i < all.Count; i++)
        {
            var (op, path, _, value) = all[i];
            var overtaken = all.Skip(i + 1).Any(later =>
                (later.Op != "test" && Overlap(later.Path, path))
                || (later is { Op: "move", From: { } from } && Overlap(from, path)));
            var segments = path.Split('/').Skip(1)
                .Select(part => part.Replace("~1", "/", StringComparison.Ordinal))
                .Select(part => part.Replace("~0", "~", StringComparison.Ordinal))
                .ToArray();
            var name = string.Join('.', segments);
            if (overtaken || op is not ("add" or "replace" or "remove") || s_serverOnly.Contains(name)
                || segments.Any(part => part == "-" || int.TryParse(part, out _)))
            {
                continue;
            }

            var place = segments.Aggregate(
                (JsonElement?)answered, (at, part) => at is { } known ? Property(known, part) : null);
            var isAsAsked = op == "remove"
                ? IsEmpty(place)
                : value is { } wanted && (place is { } there ? IsAsAsked(wanted, there) : IsEmpty(wanted));
            if (!isAsAsked)
            {
                found.Add(name);
            }
        }
    }

    /// <summary>
    /// Returns whether two JSON pointers lead to the same place, or one of them to a part of the other's.
    /// </summary>
    private static bool Overlap(string one, string other) => IsWithin(one, other) || IsWithin(other, one);

    private static bool IsWithin(string pointer, string outer) =>
        pointer.StartsWith(outer, StringComparison.Ordinal)
        && (pointer.Length == outer.Length || pointer[outer.Length] == '/');

    private static JsonElement? Property(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) ? value : null;

    private static bool IsEmpty(JsonElement? element) => element is null || element.Value.ValueKind switch
    {
        JsonValueKind.Null or JsonValueKind.Undefined or JsonValueKind.False => true,
        JsonValueKind.String => element.Value.GetString()!.Length == 0,
        JsonValueKind.Array => element.Value.GetArrayLength() == 0,
        JsonValueKind.Object => element.Value.EnumerateObject().All(property => IsEmpty(property.Value)),
        JsonValueKind.Number => element.Value.TryGetDouble(out var number) && number == 0,
        _ => false,
    };

    /// <summary>Texts that are the same time are equal: the server writes times in UTC and whole seconds.</summary>
    private static bool IsEqual(JsonElement asked, JsonElement answered) =>
        asked.GetRawText() == answered.GetRawText()
        || (asked.ValueKind == answered.ValueKind && asked.ValueKind == JsonValueKind.String
            && (asked.GetString() == answered.GetString()
                || (asked.TryGetDateTimeOffset(out var one) && answered.TryGetDateTimeOffset(out var other)
                    && Math.Abs((one - other).TotalSeconds) < 1)));
}
