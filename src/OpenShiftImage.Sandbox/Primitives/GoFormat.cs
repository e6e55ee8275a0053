using System.Text.Json;
using System.Text.Json.Nodes;

namespace OpenShiftImage.Sandbox.Primitives;

/// <summary>
/// Formats values as Go's <c>fmt</c> and <c>encoding/json</c> do, whose output is part of the server's messages.
/// </summary>
internal static class GoFormat
{
    /// <summary>The type into which the server decodes the kind and version of a body.</summary>
    public const string TypeMeta =
        "struct { APIVersion string \"json:\\\"apiVersion,omitempty\\\"\"; "
        + "Kind string \"json:\\\"kind,omitempty\\\"\" }";

    /// <summary>Returns a map as <c>%v</c> writes it.</summary>
    public static string Map(JsonObject map) =>
        $"map[{string.Join(' ', InOrder(map).Select(pair => $"{pair.Key}:{Value(pair.Value)}"))}]";

    /// <summary>Returns a value as <c>%v</c> writes it.</summary>
    public static string Value(JsonNode? value) => value switch
    {
        null => "<nil>",
        JsonObject map => Map(map),
        JsonArray list => $"[{string.Join(' ', list.Select(Value))}]",
        _ => value.ToString(),
    };

    /// <summary>Returns the type of a value as <c>%T</c> writes it.</summary>
    public static string Type(JsonNode? value) => value?.GetValueKind() switch
    {
        null => "<nil>",
        JsonValueKind.Object => "map[string]interface {}",
        JsonValueKind.Array => "[]interface {}",
        JsonValueKind.String => "string",
        JsonValueKind.Number => value.ToJsonString().All(c => char.IsAsciiDigit(c) || c == '-') ? "int64" : "float64",
        _ => "bool",
    };

    /// <summary>Returns a value as <c>%#v</c> writes it.</summary>
    public static string Syntax(JsonNode? value) => value switch
    {
        null => "interface {}(nil)",
        JsonObject map => $"map[string]interface {{}}{{{string.Join(", ", InOrder(map).Select(Member))}}}",
        JsonArray list => $"[]interface {{}}{{{string.Join(", ", list.Select(Syntax))}}}",
        _ => Json(value),
    };

    /// <summary>Returns a text as <c>%q</c> writes it.</summary>
    public static string Quote(string text) => JsonSerializer.Serialize(text, JsonFormat.Compact);

    /// <summary>Returns a value as <c>encoding/json</c> writes it.</summary>
    public static string Json(JsonNode value) => value.ToJsonString(JsonFormat.Compact);

    /// <summary>Returns what the messages of <c>encoding/json</c> call the kind of a value.</summary>
    public static string JsonKind(JsonNode value) => value.GetValueKind() switch
    {
        JsonValueKind.Object => "object",
        JsonValueKind.Array => "array",
        JsonValueKind.String => "string",
        JsonValueKind.Number => "number",
        _ => "bool",
    };

    private static string Member(KeyValuePair<string, JsonNode?> pair) => $"{Quote(pair.Key)}:{Syntax(pair.Value)}";

    private static IEnumerable<KeyValuePair<string, JsonNode?>> InOrder(JsonObject map) =>
        map.OrderBy(pair => pair.Key, StringComparer.Ordinal);
}
