using System.Text.Json.Nodes;

namespace OpenShiftImage.Sandbox.Schemas;

/// <summary>An object with known fields, in the order in which the server writes them.</summary>
/// <param name="goName">How the server's messages call the type.</param>
/// <param name="fields">The fields.</param>
internal sealed class ObjectSchema(string goName, params SchemaField[] fields) : SchemaNode
{
    private readonly Dictionary<string, SchemaField> _byName =
        fields.ToDictionary(field => field.Name, StringComparer.Ordinal);

    public IReadOnlyList<SchemaField> Fields => fields;

    /// <summary>Whether unknown fields vanish without being named.</summary>
    public bool Lenient { get; init; }

    public SchemaField? Field(string name) => _byName.GetValueOrDefault(name);

    /// <summary>Returns an object in the server's form.</summary>
    /// <param name="source">The object.</param>
    /// <param name="unknown">Receives the paths of fields that the schema does not have.</param>
    /// <exception cref="SchemaMismatchException">A field is of another type.</exception>
    public JsonObject Canonical(JsonObject source, ICollection<string>? unknown = null) =>
        (JsonObject)Read(source, "", goName, unknown ?? [])!;

    public override JsonNode? Read(JsonNode? value, string path, string goPath, ICollection<string> unknown)
    {
        if (value is null)
        {
            return null;
        }

        if (value is not JsonObject source)
        {
            throw Mismatch(value, goPath, $"v1.{goName}");
        }

        var result = new JsonObject();
        foreach (var field in fields)
        {
            var read = ReadField(source, field, path, unknown);
            if (field.WriteNull || (field.KeepsZero && read is not null) || !IsEmpty(read))
            {
                result[field.Name] = read;
            }
            else if (field.Required is not null)
            {
                result[field.Name] = field.Type is ObjectSchema inner
                    ? inner.Read(read ?? new JsonObject(), path, goPath, [])
                    : field.Required.DeepClone();
            }
        }

        if (!Lenient)
        {
            foreach (var (name, _) in source.Where(pair => !_byName.ContainsKey(pair.Key)))
            {
                unknown.Add(Join(path, name));
            }
        }

        return result;
    }

    private JsonNode? ReadField(JsonObject source, SchemaField field, string path, ICollection<string> unknown) =>
        source.TryGetPropertyValue(field.Name, out var given)
            ? field.Type.Read(given, Join(path, field.Name), $"{goName}.{WithoutIndexes(path)}{field.Name}", unknown)
            : null;

    private static string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";
}
