using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using OpenShiftImage.Sandbox.Primitives;

namespace OpenShiftImage.Sandbox.Schemas;

/// <summary>A single value.</summary>
internal sealed class ScalarSchema(ScalarType type) : SchemaNode
{
    public ScalarType Type => type;

    public override JsonNode? Read(JsonNode? value, string path, string goPath, ICollection<string> unknown) =>
        value is null ? null : Read(value, goPath);

    private JsonNode? Read(JsonNode value, string goPath) => type switch
    {
        ScalarType.Any => value.DeepClone(),
        ScalarType.Integer => ReadInteger(value, goPath),
        ScalarType.Boolean => value.GetValueKind() is JsonValueKind.True or JsonValueKind.False
            ? value.DeepClone()
            : throw Mismatch(value, goPath, "bool"),
        ScalarType.Bytes => ReadBytes(RequireText(value, goPath, "[]uint8")),
        ScalarType.Time => ReadTime(RequireText(value, goPath, "v1.Time")),
        _ => JsonValue.Create(RequireText(value, goPath, "string")),
    };

    private static JsonValue ReadInteger(JsonNode value, string goPath) =>
        value.GetValueKind() == JsonValueKind.Number
            && long.TryParse(
                value.ToJsonString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? JsonValue.Create(number)
            : throw Mismatch(value, goPath, "int64");

    private static JsonValue ReadBytes(string text)
    {
        try
        {
            return JsonValue.Create(Convert.ToBase64String(Convert.FromBase64String(text)));
        }
        catch (FormatException)
        {
            var valid = text.TakeWhile(c => char.IsAsciiLetterOrDigit(c) || c is '+' or '/').Count();
            throw new SchemaMismatchException($"illegal base64 data at input byte {valid / 4 * 4}");
        }
    }

    private static JsonValue ReadTime(string text)
    {
        if (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time))
        {
            return JsonValue.Create(Timestamp.Format(time.UtcDateTime));
        }

        var quoted = JsonSerializer.Serialize(text);
        throw new SchemaMismatchException(
            $"parsing time {quoted} as \"2006-01-02T15:04:05Z07:00\": cannot parse {quoted} as \"2006\"");
    }

    private static string RequireText(JsonNode value, string goPath, string goType) =>
        value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : throw Mismatch(value, goPath, goType);
}
