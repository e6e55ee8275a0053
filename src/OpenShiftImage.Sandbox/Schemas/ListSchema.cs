using System.Text.Json.Nodes;

namespace OpenShiftImage.Sandbox.Schemas;

/// <summary>A list of values of one type.</summary>
/// <param name="item">The type of the items.</param>
/// <param name="goType">How the server's messages call the list.</param>
internal sealed class ListSchema(SchemaNode item, string goType) : SchemaNode
{
    public SchemaNode Item => item;

    /// <summary>Gets the field by which a strategic merge tells items apart; null for none.</summary>
    public string? MergeKey { get; init; }

    /// <summary>Whether a strategic merge adds to the list; otherwise it replaces the list.</summary>
    public bool Merges { get; init; }

    public override JsonNode? Read(JsonNode? value, string path, string goPath, ICollection<string> unknown)
    {
        if (value is null)
        {
            return null;
        }

        if (value is not JsonArray source)
        {
            throw Mismatch(value, goPath, goType);
        }

        var list = new JsonArray();
        for (var i = 0; i < source.Count; i++)
        {
            list.Add(item.Read(source[i], $"{path}[{i}]", goPath, unknown)
                ?? (item is ObjectSchema ? item.Read(new JsonObject(), path, goPath, unknown) : ""));
        }

        return list;
    }
}
