using System.Text.Json.Nodes;
using OpenShiftImage.Sandbox.Primitives;
using OpenShiftImage.Sandbox.Status;

namespace OpenShiftImage.Sandbox.Apply;

/// <summary>
/// Keeps <c>metadata.managedFields</c>: who has set which fields, by updates and by applies. On the real server
/// signatures break the tracking: an object that has them has no managed fields, and an apply to it fails.
/// </summary>
internal static class FieldManager
{
    private const string BeforeFirstApply = "before-first-apply";

    public static bool HasSignatures(JsonObject image) => image["signatures"] is JsonArray { Count: > 0 };

    /// <summary>Returns the managed fields of an object that is created; null for none.</summary>
    /// <param name="created">
    /// The object as the client sent it, with the server's defaults and before derivation.
    /// </param>
    /// <param name="manager">Who creates it.</param>
    public static JsonArray? ForCreate(JsonObject created, string manager) => HasSignatures(created)
        ? null
        : ManagedFieldsEntry.WriteAll([NewEntry(manager, ManagedFieldsEntry.Update, AllFields(created))]);

    /// <summary>Returns the managed fields of an object that is updated; null for none.</summary>
    /// <param name="live">The object as it is.</param>
    /// <param name="updated">The object as it will be.</param>
    /// <param name="manager">Who updates it.</param>
    public static JsonArray? ForUpdate(JsonObject live, JsonObject updated, string manager)
    {
        var entries = ManagedFieldsEntry.ReadAll(live);
        if (entries.Count == 0 || HasSignatures(updated))
        {
            return null;
        }

        var (removed, changed) = Compare(live, updated);
        var own = Find(entries, manager, ManagedFieldsEntry.Update);
        // Whoever changes a field takes it from those who had it; what is gone is nobody's.
        var result = entries.Where(entry => entry != own)
            .Select(entry => entry with { Fields = entry.Fields.Except(removed).Except(changed) })
            .ToList();
        var fields = (own?.Fields ?? FieldSet.Empty).Union(changed).Except(removed);
        result.Add(own is not null && own.Fields.SetEquals(fields)
            ? own
            : NewEntry(manager, ManagedFieldsEntry.Update, fields));
        return ManagedFieldsEntry.WriteAll(result);
    }

    /// <summary>Applies a configuration: the fields that a manager wants to own, with their values.</summary>
    /// <param name="live">The object as it is; null when it is to be created.</param>
    /// <param name="configuration">The configuration.</param>
    /// <param name="manager">Who applies it.</param>
    /// <param name="force">Whether fields that others own, with other values, are taken over.</param>
    /// <returns>The object as it will be, and its managed fields.</returns>
    /// <exception cref="StatusError">Others own fields with other values.</exception>
    public static (JsonObject Merged, JsonArray? ManagedFields) ForApply(
        JsonObject? live, JsonObject configuration, string manager, bool force)
    {
        var entries = live is null ? [] : ManagedFieldsEntry.ReadAll(live);
        if (live is not null && entries.Count == 0)
        {
            entries.Add(NewEntry(BeforeFirstApply, ManagedFieldsEntry.Update, AllFields(live)));
        }

        var wanted = FieldSet.Values(configuration, withContainers: false);
        var fields = FieldSet.Of(wanted.Keys);
        var own = Find(entries, manager, ManagedFieldsEntry.Apply);
        var liveValues = live is null ? [] : FieldSet.Values(live, withContainers: true);
        // An empty map or list that merges asks for nothing where there is one.
        var conflicting = fields.Where(path =>
            liveValues.TryGetValue(path, out var value)
            && value is not null
            && !JsonNode.DeepEquals(value, wanted[path]));
        var others = entries.Where(entry => entry != own).ToList();
        if (!force)
        {
            ThrowIfConflicting(others, conflicting);
        }

        var merged = Merge(live, configuration);
        var kept = others.Select(entry => entry with { Fields = entry.Fields.Except(conflicting) }).ToList();
        if (own is not null)
        {
            // What this manager applied before and no longer does is removed, unless someone else owns it.
            var owned = kept.Aggregate(fields, (all, entry) => all.Union(entry.Fields));
            foreach (var path in own.Fields.Except(owned).Paths)
            {
                FieldPaths.Remove(merged, path);
            }
        }

        // An apply that changes nothing but who owns what has no time.
        var time = JsonNode.DeepEquals(merged, live) ? own?.Time : Timestamp.Now();
        kept.Add(own is not null && own.Fields.SetEquals(fields)
            ? own
            : new ManagedFieldsEntry(manager, ManagedFieldsEntry.Apply, fields, time));
        return (merged, ManagedFieldsEntry.WriteAll(kept));
    }

    private static FieldSet AllFields(JsonObject image) =>
        FieldSet.Of(FieldSet.Values(image, withContainers: true).Keys);

    private static ManagedFieldsEntry NewEntry(string manager, string operation, FieldSet fields) =>
        new(manager, operation, fields, Timestamp.Now());

    private static ManagedFieldsEntry? Find(List<ManagedFieldsEntry> entries, string manager, string operation) =>
        entries.Find(entry => entry.Manager == manager && entry.Operation == operation);

    private static (FieldSet Removed, FieldSet Changed) Compare(JsonObject live, JsonObject updated)
    {
        var before = FieldSet.Values(live, withContainers: true);
        var after = FieldSet.Values(updated, withContainers: true);
        var removed = before.Keys.Where(path => !after.ContainsKey(path));
        var changed = after.Where(pair => !IsSame(pair.Key, pair.Value)).Select(pair => pair.Key);
        return (FieldSet.Of(removed), FieldSet.Of(changed));

        bool IsSame(string path, JsonNode? value) =>
            before.TryGetValue(path, out var old) && JsonNode.DeepEquals(old, value);
    }

    private static JsonObject Merge(JsonObject? live, JsonObject configuration)
    {
        var merged = live?.DeepClone().AsObject() ?? new JsonObject
        {
            ["metadata"] = new JsonObject { ["name"] = configuration["metadata"]?["name"]?.DeepClone() },
        };
        foreach (var (path, value) in FieldSet.Values(configuration, withContainers: false))
        {
            var isEmpty = value is JsonObject { Count: 0 } or JsonArray { Count: 0 };
            if (!isEmpty || !FieldPaths.Exists(merged, path))
            {
                FieldPaths.Set(merged, path, value);
            }
        }

        return merged;
    }

    private static void ThrowIfConflicting(IReadOnlyList<ManagedFieldsEntry> others, FieldSet conflicting)
    {
        var conflicts = others
            .Select(entry => (entry.DisplayName, Paths: DisplayPaths(entry.Fields.Intersect(conflicting))))
            .Where(conflict => conflict.Paths.Count > 0)
            .OrderBy(conflict => conflict.DisplayName, StringComparer.Ordinal)
            .ToList();
        if (conflicts.Count > 0)
        {
            throw StatusError.ApplyConflict(conflicts);
        }
    }

    private static List<string> DisplayPaths(FieldSet fields) =>
        [.. fields.Paths.Select(FieldPaths.Display).Order(StringComparer.Ordinal)];
}
