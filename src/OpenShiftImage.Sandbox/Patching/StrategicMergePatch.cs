using System.Text.Json.Nodes;
using OpenShiftImage.Sandbox.Primitives;
using OpenShiftImage.Sandbox.Schemas;
using OpenShiftImage.Sandbox.Status;

namespace OpenShiftImage.Sandbox.Patching;

/// <summary>
/// Kubernetes' strategic merge: maps merge, lists are replaced, or merged where the schema says so, by key or as sets.
/// The directives <c>$patch</c>, <c>$deleteFromPrimitiveList</c>, <c>$setElementOrder</c> and <c>$retainKeys</c> steer
/// it.
/// </summary>
internal static class StrategicMergePatch
{
    private const string Directive = "$patch";
    private const string DeletePrefix = "$deleteFromPrimitiveList/";
    private const string OrderPrefix = "$setElementOrder/";
    private const string RetainKeys = "$retainKeys";

    /// <summary>Returns the merged object; the original is used up.</summary>
    /// <exception cref="StatusError">A directive is unknown.</exception>
    public static JsonObject Apply(JsonObject original, JsonObject patch, SchemaNode? schema)
    {
        if (patch.TryGetPropertyValue(Directive, out var directive))
        {
            return ApplyDirective(directive, patch);
        }

        RemoveKeysNotRetained(original, patch);
        foreach (var (name, value) in patch)
        {
            if (name is "$deleteFromPrimitiveList" or "$setElementOrder")
            {
                var list = name[1] == 'd' ? "primitive list" : "setElementOrder list";
                throw StatusError.BadRequest($"invalid patch format of {list}");
            }

            if (name == RetainKeys || name.StartsWith(OrderPrefix, StringComparison.Ordinal))
            {
                continue;
            }

            if (name.StartsWith(DeletePrefix, StringComparison.Ordinal))
            {
                RemoveItems(original, name[DeletePrefix.Length..], value as JsonArray ?? []);
                continue;
            }

            ApplyField(original, name, value, TypeOf(schema, name));
        }

        foreach (var (name, order) in patch.Where(pair => pair.Key.StartsWith(OrderPrefix, StringComparison.Ordinal)))
        {
            if (order is not JsonArray items)
            {
                throw StatusError.Internal($"expected a []interface {{}}, but received a {GoFormat.Type(order)}");
            }

            var field = name[OrderPrefix.Length..];
            ListMerge.Reorder(original, field, items, (TypeOf(schema, field) as ListSchema)?.MergeKey);
        }

        return original;
    }

    private static SchemaNode? TypeOf(SchemaNode? schema, string field) => (schema as ObjectSchema)?.Field(field)?.Type;

    private static JsonObject ApplyDirective(JsonNode? directive, JsonObject patch)
    {
        switch (directive?.ToString())
        {
            case "replace":
                var replacement = patch.DeepClone().AsObject();
                replacement.Remove(Directive);
                return replacement;
            case "delete":
                return [];
            default:
                throw StatusError.Internal(
                    $"unknown patch type: {GoFormat.Value(directive)} in map: {GoFormat.Map(patch)}");
        }
    }

    private static void RemoveKeysNotRetained(JsonObject original, JsonObject patch)
    {
        if (!patch.TryGetPropertyValue(RetainKeys, out var list))
        {
            return;
        }

        var retained = (list as JsonArray)?.OfType<JsonValue>().Select(key => key.ToString()).ToHashSet();
        if (retained is null || patch.Any(
            pair => pair.Value is not null && !pair.Key.StartsWith('$') && !retained.Contains(pair.Key)))
        {
            throw StatusError.BadRequest("invalid patch format of retainKeys");
        }

        foreach (var name in original.Select(pair => pair.Key).Where(name => !retained.Contains(name)).ToList())
        {
            original.Remove(name);
        }
    }

    private static void ApplyField(JsonObject original, string name, JsonNode? value, SchemaNode? type)
    {
        var previous = original[name];
        original.Remove(name);
        if (value is not null)
        {
            original[name] = value switch
            {
                JsonObject map => Apply(previous as JsonObject ?? [], map, type),
                JsonArray list when type is ListSchema { Merges: true } schema =>
                    MergeLists(previous as JsonArray ?? [], list, schema),
                _ => value.DeepClone(),
            };
        }
    }

    private static void RemoveItems(JsonObject original, string name, JsonArray removed)
    {
        if (original[name] is JsonArray list)
        {
            var rest = list.Where(item => !removed.Any(other => JsonNode.DeepEquals(item, other)));
            original[name] = new JsonArray([.. rest.Select(item => item?.DeepClone())]);
        }
    }

    private static JsonArray MergeLists(JsonArray original, JsonArray patch, ListSchema schema)
    {
        if (patch.OfType<JsonObject>().Any(item => (string?)item[Directive] == "replace"))
        {
            var replacement = patch.Where(item => item is not JsonObject map || !map.ContainsKey(Directive));
            return new JsonArray([.. replacement.Select(item => item?.DeepClone())]);
        }

        var merged = original.Select(item => item?.DeepClone()).ToList();
        foreach (var item in patch)
        {
            if (schema.MergeKey is { } mergeKey && item is JsonObject change)
            {
                MergeItem(merged, change, mergeKey, schema.Item);
            }
            else if (!merged.Exists(other => JsonNode.DeepEquals(other, item)))
            {
                merged.Add(item?.DeepClone());
            }
        }

        return ListMerge.Order(merged, patch, original, schema.MergeKey);
    }

    private static void MergeItem(List<JsonNode?> merged, JsonObject change, string mergeKey, SchemaNode type)
    {
        var key = KeyOf(change) ?? throw StatusError.Internal(
            $"map: {GoFormat.Map(change)} does not contain declared merge key: {mergeKey}");
        var index = merged.FindIndex(other => KeyOf(other) == key);
        if ((string?)change[Directive] == "delete")
        {
            merged.RemoveAll(other => KeyOf(other) == key);
        }
        else if (index < 0)
        {
            merged.Add(Apply([], change, type));
        }
        else
        {
            merged[index] = Apply(merged[index]!.AsObject(), change, type);
        }

        string? KeyOf(JsonNode? item) => (string?)(item as JsonObject)?[mergeKey];
    }
}
