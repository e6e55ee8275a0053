using System.Text.Json;

namespace OpenShiftImage.Kubernetes.Yaml;

/// <summary>
/// A mapping of a YAML document, as the JSON that it means. A value of another type than the field's is refused, as
/// kubectl does.
/// </summary>
/// <typeparam name="T">The kind of node that its mappings are.</typeparam>
/// <param name="map">The mapping; any other value has no fields.</param>
internal abstract class YamlNode<T>(JsonElement map)
    where T : YamlNode<T>
{
    /// <summary>Returns a text; null when it is not there, null or empty.</summary>
    public string? Text(string key) => Value(key) switch
    {
        null => null,
        { ValueKind: JsonValueKind.String } value => value.GetString() is { Length: > 0 } text ? text : null,
        _ => throw Invalid($"'{key}' must be text: a number, true, false, yes or no needs quotes"),
    };

    /// <summary>Returns a truth; false when it is not there or null.</summary>
    public bool Flag(string key) => Value(key) switch
    {
        null => false,
        { ValueKind: JsonValueKind.True } => true,
        { ValueKind: JsonValueKind.False } => false,
        _ => throw Invalid($"'{key}' is neither true nor false"),
    };

    /// <summary>Returns whether there is a value that is not null.</summary>
    public bool Has(string key) => Value(key) is not null;

    /// <summary>Returns the names of all fields.</summary>
    public IEnumerable<string> Names() =>
        map.ValueKind == JsonValueKind.Object ? map.EnumerateObject().Select(field => field.Name) : [];

    /// <summary>Returns the JSON of any value; null when it is not there or null.</summary>
    public JsonElement? Value(string key) =>
        map.ValueKind == JsonValueKind.Object && map.TryGetProperty(key, out var value)
            && value.ValueKind != JsonValueKind.Null
            ? value
            : null;

    /// <summary>Returns a mapping; null when it is not there or null.</summary>
    public T? Child(string key) => Value(key) switch
    {
        null => null,
        { ValueKind: JsonValueKind.Object } value => Create(value),
        _ => throw Invalid($"'{key}' is not a mapping"),
    };

    /// <summary>Returns the mappings of a list, without those that are null.</summary>
    public IReadOnlyList<T> Children(string key) =>
        [.. Items(key).Where(item => item.ValueKind != JsonValueKind.Null).Select(item =>
            item.ValueKind == JsonValueKind.Object
            ? Create(item)
            : throw Invalid($"an item of '{key}' is not a mapping"))];

    /// <summary>Returns the texts of a list.</summary>
    public IReadOnlyList<string> List(string key) => [.. Items(key).Select(item =>
        item.ValueKind == JsonValueKind.String
        ? item.GetString()!
        : throw Invalid($"an item of '{key}' must be text: a number, true, false, yes or no needs quotes"))];

    /// <summary>Returns all fields, each of which is a list of texts.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Lists() =>
        Names().ToDictionary(name => name, List, StringComparer.Ordinal);

    /// <summary>Makes a node of a mapping that stands in this one.</summary>
    protected abstract T Create(JsonElement child);

    /// <summary>Makes the error that says what is wrong with the document.</summary>
    protected abstract Exception Invalid(string why);

    private JsonElement.ArrayEnumerator Items(string key) => Value(key) switch
    {
        null => default,
        { ValueKind: JsonValueKind.Array } list => list.EnumerateArray(),
        _ => throw Invalid($"'{key}' is not a list"),
    };
}
