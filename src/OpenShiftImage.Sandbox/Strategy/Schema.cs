using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace OpenShiftImage.Sandbox.Strategy;

/// <summary>The type of a value in an API object.</summary>
public enum ScalarType
{
    Text,
    Integer,
    Boolean,
    Time,
    Bytes,

    /// <summary>Any JSON, kept as it is.</summary>
    Any,
}

/// <summary>
/// A part of the schema of a resource. It reads JSON as the server's decoder does: known fields of the right type, in the order
/// in which the server writes them, empty ones left out; unknown ones dropped and named.
/// </summary>
public abstract class SchemaNode
{
    /// <summary>Gives the value in the server's form; null when it is empty.</summary>
    internal abstract JsonNode? Read(JsonNode? value, string path, string goPath, ICollection<string> unknown);

    /// <summary>Whether a value is what the server leaves out of fields marked so.</summary>
    internal static bool IsEmpty(JsonNode? value) => value switch
    {
        null => true,
        JsonObject map => map.Count == 0,
        JsonArray list => list.Count == 0,
        _ => value.GetValueKind() switch
        {
            JsonValueKind.String => value.GetValue<string>().Length == 0,
            JsonValueKind.Number => value.ToJsonString() == "0",
            JsonValueKind.False => true,
            _ => false,
        },
    };

    /// <summary>The decoder's messages name fields, not items: <c>dockerImageLayers.</c> for <c>dockerImageLayers[0]</c>.</summary>
    private protected static string WithoutIndexes(string path) =>
        path.Length == 0 ? "" : System.Text.RegularExpressions.Regex.Replace(path, @"\[\d+\]", "") + ".";

    /// <summary>What the decoder's messages call the kind of a value.</summary>
    internal static string GoKind(JsonNode value) => value.GetValueKind() switch
    {
        JsonValueKind.Object => "object",
        JsonValueKind.Array => "array",
        JsonValueKind.String => "string",
        JsonValueKind.Number => "number",
        _ => "bool",
    };

    private protected static SchemaMismatchException Mismatch(JsonNode value, string goPath, string type)
    {
        return new SchemaMismatchException($"json: cannot unmarshal {GoKind(value)} into Go struct field {goPath} of type {type}");
    }
}

/// <summary>JSON that is not of the schema's types.</summary>
public sealed class SchemaMismatchException(string message) : Exception(message);

/// <summary>A single value.</summary>
public sealed class ScalarSchema(ScalarType type) : SchemaNode
{
    public ScalarType Type => type;

    internal override JsonNode? Read(JsonNode? value, string path, string goPath, ICollection<string> unknown)
    {
        if (value is null)
        {
            return null;
        }

        var kind = value.GetValueKind();
        switch (type)
        {
            case ScalarType.Any:
                return value.DeepClone();
            case ScalarType.Integer:
                return kind == JsonValueKind.Number && long.TryParse(value.ToJsonString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
                    ? JsonValue.Create(number)
                    : throw Mismatch(value, goPath, "int64");
            case ScalarType.Boolean:
                return kind is JsonValueKind.True or JsonValueKind.False ? value.DeepClone() : throw Mismatch(value, goPath, "bool");
        }

        if (kind != JsonValueKind.String)
        {
            throw Mismatch(value, goPath, type == ScalarType.Bytes ? "[]uint8" : type == ScalarType.Time ? "v1.Time" : "string");
        }

        var text = value.GetValue<string>();
        switch (type)
        {
            case ScalarType.Bytes:
                try
                {
                    return Convert.ToBase64String(Convert.FromBase64String(text));
                }
                catch (FormatException)
                {
                    var at = text.TakeWhile(c => char.IsAsciiLetterOrDigit(c) || c is '+' or '/').Count();
                    throw new SchemaMismatchException($"illegal base64 data at input byte {at / 4 * 4}");
                }

            case ScalarType.Time:
                return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
                    ? time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)
                    : throw new SchemaMismatchException(
                        $"parsing time {JsonSerializer.Serialize(text)} as \"2006-01-02T15:04:05Z07:00\": cannot parse {JsonSerializer.Serialize(text)} as \"2006\"");
            default:
                return value.DeepClone();
        }
    }
}

/// <summary>A map from text to values of one type.</summary>
public sealed class MapSchema(SchemaNode item) : SchemaNode
{
    public SchemaNode Item => item;

    internal override JsonNode? Read(JsonNode? value, string path, string goPath, ICollection<string> unknown)
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
            map[key] = item.Read(entry, $"{path}.{key}", goPath, unknown) ?? (item is ScalarSchema ? "" : new JsonObject());
        }

        return map;
    }
}

/// <summary>A list of values of one type.</summary>
/// <param name="item">The type of the items.</param>
/// <param name="goType">How the server's messages call the list.</param>
public sealed class ListSchema(SchemaNode item, string goType) : SchemaNode
{
    public SchemaNode Item => item;

    /// <summary>Field by which a strategic merge tells items apart; null for none.</summary>
    public string? MergeKey { get; init; }

    /// <summary>Whether a strategic merge adds to the list; otherwise it replaces the list.</summary>
    public bool Merges { get; init; }

    internal override JsonNode? Read(JsonNode? value, string path, string goPath, ICollection<string> unknown)
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
            list.Add(item.Read(source[i], $"{path}[{i}]", goPath, unknown) ?? (item is ObjectSchema schema ? schema.Read(new JsonObject(), path, goPath, unknown) : ""));
        }

        return list;
    }
}

/// <summary>A field of an object.</summary>
/// <param name="Name">Its JSON name.</param>
/// <param name="Type">Its type.</param>
/// <param name="Required">Whether the server writes it even when it is empty, and as what.</param>
/// <param name="WriteNull">Whether the server writes it even when there is none.</param>
/// <param name="KeepsZero">Whether zero, and false, are values of their own (a pointer on the server).</param>
public sealed record SchemaField(string Name, SchemaNode Type, JsonNode? Required = null, bool WriteNull = false, bool KeepsZero = false);

/// <summary>An object with known fields, in the order in which the server writes them.</summary>
/// <param name="goName">How the server's messages call the type.</param>
/// <param name="fields">The fields.</param>
public sealed class ObjectSchema(string goName, params SchemaField[] fields) : SchemaNode
{
    private readonly Dictionary<string, SchemaField> _byName = fields.ToDictionary(field => field.Name, StringComparer.Ordinal);

    public IReadOnlyList<SchemaField> Fields => fields;

    /// <summary>Whether unknown fields vanish without being named.</summary>
    public bool Lenient { get; init; }

    public SchemaField? Field(string name) => _byName.GetValueOrDefault(name);

    /// <summary>Gives an object in the server's form.</summary>
    /// <param name="source">The object.</param>
    /// <param name="unknown">Receives the paths of fields that the schema does not have.</param>
    /// <exception cref="SchemaMismatchException">A field is of another type.</exception>
    public JsonObject Canonical(JsonObject source, ICollection<string>? unknown = null) =>
        (JsonObject)Read(source, "", goName, unknown ?? [])!;

    internal override JsonNode? Read(JsonNode? value, string path, string goPath, ICollection<string> unknown)
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
            var read = source.TryGetPropertyValue(field.Name, out var given)
                ? field.Type.Read(given, path.Length == 0 ? field.Name : $"{path}.{field.Name}", $"{goName}.{WithoutIndexes(path)}{field.Name}", unknown)
                : null;
            if (field.WriteNull || (field.KeepsZero && read is not null) || !IsEmpty(read))
            {
                result[field.Name] = read;
            }
            else if (field.Required is not null)
            {
                result[field.Name] = field.Type is ObjectSchema inner ? inner.Read(read ?? new JsonObject(), path, goPath, []) : field.Required.DeepClone();
            }
        }

        if (!Lenient)
        {
            foreach (var (name, _) in source)
            {
                if (!_byName.ContainsKey(name))
                {
                    unknown.Add(path.Length == 0 ? name : $"{path}.{name}");
                }
            }
        }

        return result;
    }
}
