using System.Text.Json.Nodes;
using OpenShiftImage.Sandbox.Primitives;
using OpenShiftImage.Sandbox.Status;

namespace OpenShiftImage.Sandbox.Apply;

/// <summary>
/// Keeps <c>metadata.managedFields</c>: who has set which fields, by updates and by applies. On the real server signatures break
/// the tracking: an object that has them has no managed fields, and an apply to it fails.
/// </summary>
internal static class FieldManager
{
    private const string Apply = "Apply";
    private const string Update = "Update";
    private const string BeforeFirstApply = "before-first-apply";

    /// <summary>Gives the managed fields of an object that is created.</summary>
    /// <param name="created">
    /// The object as the client sent it, with the server's defaults and before anything is derived.
    /// </param>
    /// <param name="manager">Who creates it.</param>
    public static JsonArray? ForCreate(JsonObject created, string manager)
    {
        if (HasSignatures(created))
        {
            return null;
        }

        var fields = FieldSet.Of(FieldSet.Values(created, withContainers: true).Keys);
        return Write([new Entry(manager, Update, fields, Timestamp.Now())]);
    }

    /// <summary>Gives the managed fields of an object that is updated.</summary>
    /// <param name="live">The object as it is.</param>
    /// <param name="updated">The object as it will be.</param>
    /// <param name="manager">Who updates it.</param>
    public static JsonArray? ForUpdate(JsonObject live, JsonObject updated, string manager)
    {
        var entries = Read(live);
        if (entries.Count == 0 || HasSignatures(updated))
        {
            return null;
        }

        var (removed, changed) = Compare(live, updated);
        var own = entries.Find(entry => entry.Manager == manager && entry.Operation == Update);
        var result = new List<Entry>();
        foreach (var entry in entries.Where(entry => entry != own))
        {
            // Whoever changes a field takes it from those who had it; what is gone is nobody's.
            result.Add(entry with { Fields = entry.Fields.Except(removed).Except(changed) });
        }

        var fields = (own?.Fields ?? FieldSet.Empty).Union(changed).Except(removed);
        result.Add(own is not null && own.Fields.SetEquals(fields) ? own : new Entry(manager, Update, fields, Timestamp.Now()));
        return Write(result);
    }

    /// <summary>Applies a configuration: the fields that a manager wants to own, with their values.</summary>
    /// <param name="live">The object as it is; null when it is to be created.</param>
    /// <param name="configuration">The configuration.</param>
    /// <param name="manager">Who applies it.</param>
    /// <param name="force">Whether fields that others own, with other values, are taken over.</param>
    /// <returns>The object as it will be, and its managed fields.</returns>
    /// <exception cref="StatusError">Others own fields with other values.</exception>
    public static (JsonObject Merged, JsonArray? ManagedFields) ForApply(JsonObject? live, JsonObject configuration, string manager, bool force)
    {
        var entries = live is null ? [] : Read(live);
        if (live is not null && entries.Count == 0)
        {
            entries.Add(new Entry(BeforeFirstApply, Update, FieldSet.Of(FieldSet.Values(live, withContainers: true).Keys), Timestamp.Now()));
        }

        var wanted = FieldSet.Values(configuration, withContainers: false);
        var fields = FieldSet.Of(wanted.Keys);
        var own = entries.Find(entry => entry.Manager == manager && entry.Operation == Apply);
        var liveValues = live is null ? [] : FieldSet.Values(live, withContainers: true);
        // An empty map or list that merges asks for nothing where there is one.
        var conflicting = fields.Where(path => liveValues.TryGetValue(path, out var value) && value is not null && !JsonNode.DeepEquals(value, wanted[path]));
        var others = entries.Where(entry => entry != own).ToList();
        if (!force)
        {
            Refuse(others, conflicting);
        }

        var merged = Merge(live, configuration);
        var kept = others.Select(entry => entry with { Fields = entry.Fields.Except(conflicting) }).ToList();
        if (own is not null)
        {
            // What this manager applied before and no longer does goes, unless someone else owns it.
            var owned = kept.Aggregate(fields, (all, entry) => all.Union(entry.Fields));
            foreach (var path in own.Fields.Except(owned).Paths)
            {
                FieldPaths.Remove(merged, path);
            }
        }

        // An apply that changes nothing but who owns what has no time.
        var time = JsonNode.DeepEquals(merged, live) ? own?.Time : Timestamp.Now();
        kept.Add(own is not null && own.Fields.SetEquals(fields) ? own : new Entry(manager, Apply, fields, time));
        return (merged, Write(kept));
    }

    public static bool HasSignatures(JsonObject image) => image["signatures"] is JsonArray { Count: > 0 };

    private static (FieldSet Removed, FieldSet Changed) Compare(JsonObject live, JsonObject updated)
    {
        var before = FieldSet.Values(live, withContainers: true);
        var after = FieldSet.Values(updated, withContainers: true);
        return (
            FieldSet.Of(before.Keys.Where(path => !after.ContainsKey(path))),
            FieldSet.Of(after.Where(pair => !before.TryGetValue(pair.Key, out var old) || !JsonNode.DeepEquals(old, pair.Value)).Select(pair => pair.Key)));
    }

    private static JsonObject Merge(JsonObject? live, JsonObject configuration)
    {
        var merged = live?.DeepClone().AsObject() ?? new JsonObject { ["metadata"] = new JsonObject { ["name"] = configuration["metadata"]?["name"]?.DeepClone() } };
        foreach (var (path, value) in FieldSet.Values(configuration, withContainers: false))
        {
            if (!(value is JsonObject { Count: 0 } or JsonArray { Count: 0 } && FieldPaths.Exists(merged, path)))
            {
                FieldPaths.Set(merged, path, value);
            }
        }

        return merged;
    }

    private static void Refuse(IReadOnlyList<Entry> others, FieldSet conflicting)
    {
        var conflicts = others
            .Select(entry => (entry.Shown, Paths: entry.Fields.Intersect(conflicting).Paths.Select(FieldSet.Show).Order(StringComparer.Ordinal).ToList()))
            .Where(conflict => conflict.Paths.Count > 0)
            .OrderBy(conflict => conflict.Shown, StringComparer.Ordinal)
            .ToList();
        if (conflicts.Count > 0)
        {
            throw StatusError.ApplyConflict(conflicts);
        }
    }

    private static List<Entry> Read(JsonObject image) => [.. (image["metadata"]?["managedFields"] as JsonArray ?? []).Select(item => new Entry(
        (string?)item!["manager"] ?? "",
        (string?)item["operation"] ?? Update,
        FieldSet.FromFieldsV1(item["fieldsV1"] as JsonObject ?? []),
        (string?)item["time"]))];

    private static JsonArray? Write(List<Entry> entries)
    {
        var written = entries.Where(entry => !entry.Fields.IsEmpty)
            .OrderBy(entry => entry.Operation, StringComparer.Ordinal)
            .ThenBy(entry => entry.Time, StringComparer.Ordinal)
            .Select(entry => entry.ToJson()).ToArray<JsonNode>();
        return written.Length == 0 ? null : new JsonArray(written);
    }

    private sealed record Entry(string Manager, string Operation, FieldSet Fields, string? Time)
    {
        public string Shown => Operation == Update ? $"\"{Manager}\" using {ImageResource.ApiVersion}" : $"\"{Manager}\"";

        public JsonObject ToJson()
        {
            var json = new JsonObject { ["manager"] = Manager, ["operation"] = Operation, ["apiVersion"] = ImageResource.ApiVersion };
            if (Time is not null)
            {
                json["time"] = Time;
            }

            json["fieldsType"] = "FieldsV1";
            json["fieldsV1"] = Fields.ToFieldsV1();
            return json;
        }
    }
}
