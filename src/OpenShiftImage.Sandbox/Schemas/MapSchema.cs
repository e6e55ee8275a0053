using System.Text.Json.Nodes;

namespace OpenShiftImage.Sandbox.Schemas;

/// <summary>A map from text to values of one type.</summary>
internal sealed class MapSchema(SchemaNode item) : SchemaNode
{
    public SchemaNode Item => item;

    public override JsonNode? Read(JsonNode? value, string path, string goPath, ICollection<string> unknown)
    {
        if (value is null)
        {
            return null;
        }

        if (value is not JsonObject source)
        {
            throw Mismatch(value, goPath, "map[string]string");
        }

        var map = new JsonObject();
        foreach (var (key, entry) in source.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            map[key] = item.Read(entry, $"{path}.{key}", goPath, unknown)
                ?? (item is ScalarSchema ? "" : new JsonObject());
        }

        return map;
    }
}
