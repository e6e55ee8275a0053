using System.Buffers;
using System.Text;
using System.Text.Json;

namespace OpenShiftImage.Primitives;

/// <summary>
/// The body of a write as text that may be shown: what looks like a secret is replaced, and the rest of a long one left
/// out.
/// </summary>
internal static class BodyText
{
    private const int MaxLength = 64 * 1024;

    /// <summary>Returns the text, on a line that begins as those of the request's headers do.</summary>
    /// <param name="utf8Json">The body.</param>
    public static string Of(ReadOnlyMemory<byte> utf8Json)
    {
        try
        {
            using var document = JsonDocument.Parse(utf8Json, JsonDefaults.Document);
            var text = Masked(document.RootElement);
            return text.Length <= MaxLength ? "> " + text : $"> {text[..MaxLength]}… ({utf8Json.Length} bytes)";
        }
        catch (JsonException)
        {
            return $"> ({utf8Json.Length} bytes that are no JSON)";
        }
    }

    /// <summary>Returns JSON without what looks like a secret.</summary>
    public static string Masked(JsonElement element)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, JsonDefaults.Writer))
        {
            Write(writer, element, isSecret: false);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void Write(Utf8JsonWriter writer, JsonElement element, bool isSecret)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                // An operation of a JSON patch has the name of its field in its path.
                var isSecretPath = element.TryGetProperty("path", out var path)
                    && path.ValueKind == JsonValueKind.String && SecretNames.Include(path.GetString()!);
                writer.WriteStartObject();
                foreach (var property in element.EnumerateObject())
                {
                    writer.WritePropertyName(property.Name);
                    Write(
                        writer,
                        property.Value,
                        isSecret || SecretNames.Include(property.Name) || (isSecretPath && property.Name == "value"));
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                var isAfterOption = false;
                foreach (var item in element.EnumerateArray())
                {
                    Write(writer, item, isSecret || (isAfterOption && item.ValueKind == JsonValueKind.String));
                    // Arguments of a command: "--password", "x".
                    isAfterOption = item.ValueKind == JsonValueKind.String && item.GetString() is ['-', ..] option
                        && SecretNames.Include(option) && !option.Contains('=', StringComparison.Ordinal);
                }

                writer.WriteEndArray();
                break;
            case JsonValueKind.String:
                writer.WriteStringValue(
                    isSecret ? SecretNames.Replacement : SecretNames.MaskText(element.GetString()!));
                break;
            case JsonValueKind.Number when isSecret:
                writer.WriteStringValue(SecretNames.Replacement);
                break;
            default:
                element.WriteTo(writer);
                break;
        }
    }
}
