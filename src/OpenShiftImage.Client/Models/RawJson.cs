using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace OpenShiftImage;

/// <summary>A JSON value kept as the text it came in (UTF-8, white space between tokens removed), parsed only when asked.</summary>
[JsonConverter(typeof(RawJsonConverter))]
public sealed class RawJson
{
    private readonly byte[] _utf8;

    internal RawJson(byte[] utf8) => _utf8 = utf8;

    /// <summary>The text, in UTF-8.</summary>
    public ReadOnlyMemory<byte> Utf8 => _utf8;

    /// <summary>Takes JSON text.</summary>
    /// <param name="json">One JSON value.</param>
    /// <exception cref="JsonException">The text is not one JSON value.</exception>
    public static RawJson Parse(string json)
    {
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(json));
        reader.Read();
        var value = new RawJson(RawJsonConverter.Copy(ref reader));
        if (reader.Read())
        {
            throw new JsonException("There is text after the JSON value.");
        }

        return value;
    }

    /// <summary>The value, parsed.</summary>
    public JsonElement ToElement()
    {
        using var document = JsonDocument.Parse(_utf8);
        return document.RootElement.Clone();
    }

    /// <summary>The JSON text.</summary>
    public override string ToString() => Encoding.UTF8.GetString(_utf8);
}

/// <summary>Reads and writes <see cref="RawJson"/> without building a document.</summary>
internal sealed class RawJsonConverter : JsonConverter<RawJson>
{
    /// <summary>The bytes that are being deserialized on this thread; empty when they are not at hand. A reader does not give its own.</summary>
    [ThreadStatic]
    private static ReadOnlyMemory<byte> t_source;

    /// <summary>Deserializes bytes of which raw values can be copied in one piece.</summary>
    /// <exception cref="JsonException">It is of another type, or a text in it is no Unicode.</exception>
    public static T? Deserialize<T>(ReadOnlyMemory<byte> json, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type)
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

    /// <summary>Refuses halves of surrogate pairs, also in raw values, where they would be found only by whoever looks.</summary>
    private static void RequireUnicode(ReadOnlySpan<byte> json)
    {
        if (json.IndexOf("\\ud"u8) < 0 && json.IndexOf("\\uD"u8) < 0)
        {
            return;
        }

        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = 256 });
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

        return CopyTokens(ref reader);
    }

    private static byte[] CopyTokens(ref Utf8JsonReader reader)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        var depth = 0;
        var comma = false;
        while (true)
        {
            var token = reader.TokenType;
            if (token is JsonTokenType.EndObject or JsonTokenType.EndArray)
            {
                Append(buffer, token is JsonTokenType.EndObject ? "}"u8 : "]"u8);
                depth--;
                comma = true;
            }
            else
            {
                if (comma)
                {
                    Append(buffer, ","u8);
                }

                comma = token is not (JsonTokenType.StartObject or JsonTokenType.StartArray or JsonTokenType.PropertyName);
                if (token is JsonTokenType.StartObject or JsonTokenType.StartArray)
                {
                    Append(buffer, token is JsonTokenType.StartObject ? "{"u8 : "["u8);
                    depth++;
                }
                else
                {
                    var quoted = token is JsonTokenType.PropertyName or JsonTokenType.String;
                    Append(buffer, quoted ? "\""u8 : default);
                    Append(buffer, reader.HasValueSequence ? reader.ValueSequence.ToArray() : reader.ValueSpan);
                    Append(buffer, quoted ? "\""u8 : default);
                    if (token is JsonTokenType.PropertyName)
                    {
                        Append(buffer, ":"u8);
                    }
                }
            }

            if (depth == 0)
            {
                return buffer.WrittenSpan.ToArray();
            }

            if (!reader.Read())
            {
                throw new JsonException("The JSON value ends early.");
            }
        }
    }

    private static void Append(ArrayBufferWriter<byte> buffer, ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(buffer.GetSpan(bytes.Length));
        buffer.Advance(bytes.Length);
    }
}
