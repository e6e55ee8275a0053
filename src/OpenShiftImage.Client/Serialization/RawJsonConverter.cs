using System.Text.Json;
using System.Text.Json.Serialization;
using OpenShiftImage.Primitives;

namespace OpenShiftImage.Serialization;

/// <summary>Reads and writes <see cref="RawJson"/> without building a document.</summary>
internal sealed class RawJsonConverter : JsonConverter<RawJson>
{
    /// <summary>
    /// The bytes that are being deserialized on this thread; empty when they are not at hand. A reader does not give
    /// its own.
    /// </summary>
    [ThreadStatic]
    private static ReadOnlyMemory<byte> t_source;

    /// <summary>Deserializes bytes of which raw values can be copied in one piece.</summary>
    /// <exception cref="JsonException">It is of another type, or a text in it is no Unicode.</exception>
    public static T? Deserialize<T>(
        ReadOnlyMemory<byte> json, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type)
    {
        RequireUnicode(json.Span);
        // With line breaks there is white space between tokens, which a copy in one piece would keep.
        t_source = json.Span.Contains((byte)'\n') ? default : json;
        try
        {
            return JsonSerializer.Deserialize(json.Span, type);
        }
        finally
        {
            t_source = default;
        }
    }

    /// <summary>
    /// Refuses halves of surrogate pairs, also in raw values, where they would be found only by whoever looks.
    /// </summary>
    private static void RequireUnicode(ReadOnlySpan<byte> json)
    {
        if (json.IndexOf("\\ud"u8) < 0 && json.IndexOf("\\uD"u8) < 0)
        {
            return;
        }

        var reader = new Utf8JsonReader(json, JsonDefaults.Reader);
        while (reader.Read())
        {
            if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName && reader.ValueIsEscaped)
            {
                // The reader refuses what it cannot decode.
                _ = reader.GetString();
            }
        }
    }

    public override RawJson Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        new(Copy(ref reader));

    public override void Write(Utf8JsonWriter writer, RawJson value, JsonSerializerOptions options) =>
        writer.WriteRawValue(value.Utf8.Span, skipInputValidation: true);

    /// <summary>Copies the value that the reader stands on and leaves the reader on its last token.</summary>
    internal static byte[] Copy(ref Utf8JsonReader reader)
    {
        if (t_source.Length > 0)
        {
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            return t_source.Span[start..(int)reader.BytesConsumed].ToArray();
        }

        return JsonText.Copy(ref reader);
    }
}
