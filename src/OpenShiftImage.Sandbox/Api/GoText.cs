using System.Text.Json;
using System.Text.Json.Nodes;

namespace OpenShiftImage.Sandbox.Api;

/// <summary>Shows values as Go's formatting does, which stands in many of the server's messages.</summary>
internal static class GoText
{
    /// <summary>A map as <c>%v</c> shows it.</summary>
    public static string Map(JsonObject map) =>
        $"map[{string.Join(' ', map.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key}:{Value(pair.Value)}"))}]";

    /// <summary>A value as <c>%v</c> shows it.</summary>
    public static string Value(JsonNode? value) => value switch
    {
        null => "<nil>",
        JsonObject map => Map(map),
        JsonArray list => $"[{string.Join(' ', list.Select(Value))}]",
        _ => value.ToString(),
    };

    /// <summary>The type of a value as <c>%T</c> shows it.</summary>
    public static string Type(JsonNode? value) => value?.GetValueKind() switch
    {
        null => "<nil>",
        JsonValueKind.Object => "map[string]interface {}",
        JsonValueKind.Array => "[]interface {}",
        JsonValueKind.String => "string",
        JsonValueKind.Number => value.ToJsonString().All(c => char.IsAsciiDigit(c) || c == '-') ? "int64" : "float64",
        _ => "bool",
    };

    /// <summary>A value as <c>%#v</c> shows it.</summary>
    public static string Syntax(JsonNode? value) => value switch
    {
        null => "interface {}(nil)",
        JsonObject map =>
            $"map[string]interface {{}}{{{string.Join(", ", map.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{FieldError.Quote(pair.Key)}:{Syntax(pair.Value)}"))}}}",
        JsonArray list => $"[]interface {{}}{{{string.Join(", ", list.Select(Syntax))}}}",
        _ => FieldError.Json(value),
    };
}
