using System.Text.Json.Nodes;

namespace OpenShiftImage.Sandbox.Patching;

/// <summary>The order of the items of lists that a strategic merge merges.</summary>
internal static class ListMerge
{
    /// <summary>
    /// Puts the items that a directive names into its order; the others keep their order behind them.
    /// </summary>
    public static void Reorder(JsonObject original, string name, JsonArray order, string? mergeKey)
    {
        if (original[name] is not JsonArray list)
        {
            return;
        }

        var identities = Identities(order, mergeKey);
        original[name] = new JsonArray([.. list
            .OrderBy(item => identities.IndexOf(Identity(item, mergeKey)) is >= 0 and var index ? index : int.MaxValue)
            .Select(item => item?.DeepClone())]);
    }

    /// <summary>
    /// Returns the merged items: those of the patch in its order, the others in the order that they had. Where nothing
    /// decides which of two comes first, that of the patch does, as in apimachinery's <c>mergeSortedSlice</c>.
    /// </summary>
    public static JsonArray Order(List<JsonNode?> merged, JsonArray patch, JsonArray original, string? mergeKey)
    {
        var patchOrder = Identities(patch, mergeKey);
        var serverOrder = Identities(original, mergeKey);
        var patched = new Queue<JsonNode?>(merged
            .Where(item => patchOrder.Contains(Identity(item, mergeKey)))
            .OrderBy(item => patchOrder.IndexOf(Identity(item, mergeKey))));
        var others = new Queue<JsonNode?>(merged.Where(item => !patchOrder.Contains(Identity(item, mergeKey))));
        var ordered = new JsonArray();
        while (patched.Count > 0 || others.Count > 0)
        {
            ordered.Add((OtherComesFirst() ? others : patched).Dequeue());
        }

        return ordered;

        bool OtherComesFirst() => patched.Count == 0 || (others.Count > 0
            && serverOrder.IndexOf(Identity(patched.Peek(), mergeKey)) is >= 0 and var index
            && serverOrder.IndexOf(Identity(others.Peek(), mergeKey)) < index);
    }

    private static List<string> Identities(JsonArray items, string? mergeKey) =>
        [.. items.Select(item => Identity(item, mergeKey))];

    private static string Identity(JsonNode? item, string? mergeKey) =>
        (mergeKey is null ? item : item?[mergeKey])?.ToJsonString() ?? "";
}
