using System.Text.Json.Nodes;
using OpenShiftImage.Sandbox.Primitives;

namespace OpenShiftImage.Sandbox.Apply;

/// <summary>An entry of <c>metadata.managedFields</c>: the fields that a manager owns by one operation.</summary>
internal sealed record ManagedFieldsEntry(string Manager, string Operation, FieldSet Fields, string? Time)
{
    public const string Apply = "Apply";
    public const string Update = "Update";

    /// <summary>Gets what messages call the manager.</summary>
    public string DisplayName =>
        Operation == Update ? $"\"{Manager}\" using {ImageResource.ApiVersion}" : $"\"{Manager}\"";

    /// <summary>Returns the entries of an object.</summary>
    public static List<ManagedFieldsEntry> ReadAll(JsonObject image) =>
        [.. (image["metadata"]?["managedFields"] as JsonArray ?? []).Select(item => FromJson(item!))];

    /// <summary>
    /// Returns the entries in the order in which the server writes them; null when no field is owned.
    /// </summary>
    public static JsonArray? WriteAll(IEnumerable<ManagedFieldsEntry> entries)
    {
        var written = entries.Where(entry => !entry.Fields.IsEmpty)
            .OrderBy(entry => entry.Operation, StringComparer.Ordinal)
            .ThenBy(entry => entry.Time, StringComparer.Ordinal)
            .Select(entry => entry.ToJson())
            .ToArray<JsonNode>();
        return written.Length == 0 ? null : new JsonArray(written);
    }

    private static ManagedFieldsEntry FromJson(JsonNode item) => new(
        (string?)item["manager"] ?? "",
        (string?)item["operation"] ?? Update,
        FieldSet.FromFieldsV1(item["fieldsV1"] as JsonObject ?? []),
        (string?)item["time"]);

    private JsonObject ToJson()
    {
        var json = new JsonObject
        {
            ["manager"] = Manager,
            ["operation"] = Operation,
            ["apiVersion"] = ImageResource.ApiVersion,
        };
        if (Time is not null)
        {
            json["time"] = Time;
        }

        json["fieldsType"] = "FieldsV1";
        json["fieldsV1"] = Fields.ToFieldsV1();
        return json;
    }
}
