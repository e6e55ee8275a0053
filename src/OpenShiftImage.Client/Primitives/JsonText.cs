using System.Buffers;
using System.Text.Json;

namespace OpenShiftImage.Primitives;

/// <summary>Copies JSON values as the text that they are.</summary>
internal static class JsonText
{
    /// <summary>
    /// Returns the value that the reader stands on, without white space between its tokens; leaves the reader on its
    /// last token.
    /// </summary>
    /// <exception cref="JsonException">The value ends early.</exception>
    public static byte[] Copy(ref Utf8JsonReader reader)
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

                comma =
                    token is not (JsonTokenType.StartObject or JsonTokenType.StartArray or JsonTokenType.PropertyName);
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
                throw new InvalidJsonException("The JSON value ends early.");
            }
        }
    }

    private static void Append(ArrayBufferWriter<byte> buffer, ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(buffer.GetSpan(bytes.Length));
        buffer.Advance(bytes.Length);
    }
}
