using System.Text.Json.Nodes;
using OpenShiftImage.Sandbox.Primitives;
using OpenShiftImage.Sandbox.Schemas;
using OpenShiftImage.Sandbox.Status;

namespace OpenShiftImage.Sandbox.Patching;

/// <summary>
/// Kubernetes' strategic merge: maps merge, lists are replaced, or merged where the schema says so, by key or as sets; the
/// directives <c>$patch</c>, <c>$deleteFromPrimitiveList</c>, <c>$setElementOrder</c> and <c>$retainKeys</c> steer it.
/// </summary>
internal static class StrategicMerge
{
    private const string Directive = "$patch";
    private const string DeletePrefix = "$deleteFromPrimitiveList/";
    private const string OrderPrefix = "$setElementOrder/";
    private const string RetainKeys = "$retainKeys";

    /// <summary>Gives the merged object; the original is used up.</summary>
    /// <exception cref="StatusError">A directive is unknown.</exception>
    public static JsonObject Apply(JsonObject original, JsonObject patch, SchemaNode? schema)
    {
        if (patch.TryGetPropertyValue(Directive, out var directive))
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
                    throw StatusError.Internal($"unknown patch type: {GoFormat.Value(directive)} in map: {GoFormat.Map(patch)}");
            }
        }

        if (patch.ContainsKey(RetainKeys))
        {
            var keep = (patch[RetainKeys] as JsonArray)?.OfType<JsonValue>().Select(key => key.ToString()).ToHashSet();
            if (keep is null || patch.Any(pair => pair.Value is not null && !pair.Key.StartsWith('$') && !keep.Contains(pair.Key)))
            {
                throw StatusError.BadRequest("invalid patch format of retainKeys");
            }

            foreach (var name in original.Select(pair => pair.Key).Where(name => !keep.Contains(name)).ToList())
            {
                original.Remove(name);
            }
        }

        foreach (var (name, value) in patch)
        {
            if (name is "$deleteFromPrimitiveList" or "$setElementOrder")
            {
                throw StatusError.BadRequest($"invalid patch format of {(name[1] == 'd' ? "primitive list" : "setElementOrder list")}");
            }

            if (name is Directive or RetainKeys || name.StartsWith(OrderPrefix, StringComparison.Ordinal))
            {
                continue;
            }

            if (name.StartsWith(DeletePrefix, StringComparison.Ordinal))
            {
                Subtract(original, name[DeletePrefix.Length..], value as JsonArray ?? []);
                continue;
            }

            var field = (schema as ObjectSchema)?.Field(name)?.Type;
            var old = original[name];
            original.Remove(name);
            switch (value)
            {
                case null:
                    break;
                case JsonObject map:
                    original[name] = Apply(old as JsonObject ?? [], map, field);
                    break;
                case JsonArray list when field is ListSchema { Merges: true } kind:
                    original[name] = Merge(old as JsonArray ?? [], list, kind);
                    break;
                default:
                    original[name] = value.DeepClone();
                    break;
            }
        }

        foreach (var (name, order) in patch.Where(pair => pair.Key.StartsWith(OrderPrefix, StringComparison.Ordinal)))
        {
            if (order is not JsonArray)
            {
                throw StatusError.Internal($"expected a []interface {{}}, but received a {GoFormat.Type(order)}");
            }

            Reorder(original, name[OrderPrefix.Length..], order as JsonArray ?? [], ((schema as ObjectSchema)?.Field(name[OrderPrefix.Length..])?.Type as ListSchema)?.MergeKey);
        }

        return original;
    }

    /// <summary>
    /// Puts the items of a list that a directive names into its order; the others keep their places behind them.
    /// </summary>
    private static void Reorder(JsonObject original, string name, JsonArray order, string? mergeKey)
    {
        if (original[name] is not JsonArray list)
        {
            return;
        }

        var places = order.Select(item => Identity(item, mergeKey)).ToList();
        original[name] = new JsonArray([.. list
            .OrderBy(item => places.IndexOf(Identity(item, mergeKey)) is >= 0 and var at ? at : int.MaxValue)
            .Select(item => item?.DeepClone())]);
    }

    private static void Subtract(JsonObject original, string name, JsonArray gone)
    {
        if (original[name] is JsonArray list)
        {
            var rest = list.Where(item => !gone.Any(other => JsonNode.DeepEquals(item, other))).Select(item => item?.DeepClone());
            original[name] = new JsonArray([.. rest]);
        }
    }

    private static JsonArray Merge(JsonArray original, JsonArray patch, ListSchema kind)
    {
        if (patch.OfType<JsonObject>().Any(item => (string?)item[Directive] == "replace"))
        {
            return new JsonArray([.. patch.Where(item => item is not JsonObject map || !map.ContainsKey(Directive)).Select(item => item?.DeepClone())]);
        }

        var merged = original.Select(item => item?.DeepClone()).ToList();
        foreach (var item in patch)
        {
            if (kind.MergeKey is null || item is not JsonObject change)
            {
                if (!merged.Exists(other => JsonNode.DeepEquals(other, item)))
                {
                    merged.Add(item?.DeepClone());
                }

                continue;
            }

            var key = Key(change, kind.MergeKey)
                ?? throw StatusError.Internal($"map: {GoFormat.Map(change)} does not contain declared merge key: {kind.MergeKey}");
            var at = merged.FindIndex(other => Key(other as JsonObject, kind.MergeKey) == key);
            if ((string?)change[Directive] == "delete")
            {
                merged.RemoveAll(other => Key(other as JsonObject, kind.MergeKey) == key);
            }
            else if (at < 0)
            {
                merged.Add(Apply([], change, kind.Item));
            }
            else
            {
                merged[at] = Apply(merged[at]!.AsObject(), change, kind.Item);
            }
        }

        return InOrder(merged, [.. patch.Select(item => Identity(item, kind.MergeKey))], [.. original.Select(item => Identity(item, kind.MergeKey))], kind.MergeKey);
    }

    /// <summary>
    /// Puts the items of a patch into its order and the others into the order that they had; where nothing tells which of two comes
    /// first, that of the patch does, as apimachinery's <c>mergeSortedSlice</c> decides.
    /// </summary>
    private static JsonArray InOrder(List<JsonNode?> merged, List<string> patchOrder, List<string> serverOrder, string? mergeKey)
    {
        var ofPatch = new Queue<JsonNode?>(merged.Where(item => patchOrder.Contains(Identity(item, mergeKey))).OrderBy(item => patchOrder.IndexOf(Identity(item, mergeKey))));
        var others = new Queue<JsonNode?>(merged.Where(item => !patchOrder.Contains(Identity(item, mergeKey))));
        var ordered = new JsonArray();
        while (ofPatch.Count > 0 || others.Count > 0)
        {
            var takesOther = ofPatch.Count == 0 || (others.Count > 0
                && serverOrder.IndexOf(Identity(ofPatch.Peek(), mergeKey)) is >= 0 and var at && serverOrder.IndexOf(Identity(others.Peek(), mergeKey)) < at);
            ordered.Add((takesOther ? others : ofPatch).Dequeue());
        }

        return ordered;
    }

    private static string Identity(JsonNode? item, string? mergeKey) => (mergeKey is null ? item : item?[mergeKey])?.ToJsonString() ?? "";

    private static string? Key(JsonObject? item, string mergeKey) => (string?)item?[mergeKey];
}
