using System.Text;
using System.Text.Json;

namespace OpenShiftImage.Sandbox.Api;

/// <summary>Tells what is wrong with JSON in the words of the server's decoder.</summary>
internal static class JsonSyntax
{
    private const int Shown = 30;

    /// <summary>Gives what is wrong with a text; null when it is one JSON value.</summary>
    public static string? Problem(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = 1000 });
        var last = JsonTokenType.None;
        var ended = false;
        try
        {
            while (reader.Read())
            {
                last = reader.TokenType;
                ended = reader.CurrentDepth == 0 && last is not (JsonTokenType.StartObject or JsonTokenType.StartArray);
            }

            return ended ? null : "unexpected end of JSON input";
        }
        catch (JsonException e)
        {
            var at = Offset(json, e);
            while (at < json.Length && json[at] is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t')
            {
                at++;
            }

            if (at >= json.Length)
            {
                return "unexpected end of JSON input";
            }

            if (Literal(json, at) is { } literal)
            {
                return $"invalid character {Character(json[at..])} in literal {literal.Name} (expecting '{literal.Expected}')";
            }

            var where = ended ? "after top-level value" : last switch
            {
                JsonTokenType.None or JsonTokenType.StartArray => "looking for beginning of value",
                JsonTokenType.StartObject => "looking for beginning of object key string",
                JsonTokenType.PropertyName => "looking for beginning of value",
                _ => reader.CurrentDepth > 0 ? "after object key:value pair" : "looking for beginning of value",
            };
            return $"invalid character {Character(json[at..])} {where}";
        }
    }

    /// <summary>Shows the start of a body: text where it begins as an object, digits otherwise.</summary>
    public static string Show(ReadOnlySpan<byte> body)
    {
        if (body.IsEmpty)
        {
            return "<empty>";
        }

        var part = body[..Math.Min(body.Length, Shown)];
        return (body[0] == '{' ? Encoding.UTF8.GetString(part) : Convert.ToHexStringLower(part)) + (body.Length > Shown ? " ..." : "");
    }

    private static int Offset(ReadOnlySpan<byte> json, JsonException e)
    {
        var offset = 0;
        for (var line = e.LineNumber ?? 0; line > 0; line--)
        {
            offset += json[offset..].IndexOf((byte)'\n') + 1;
        }

        return Math.Min(json.Length, offset + (int)(e.BytePositionInLine ?? 0));
    }

    /// <summary>The literal that breaks off before a place, and what would have gone on with it; null when none does.</summary>
    private static (string Name, char Expected)? Literal(ReadOnlySpan<byte> json, int at)
    {
        foreach (var name in (ReadOnlySpan<string>)["true", "false", "null"])
        {
            for (var length = name.Length - 1; length > 0; length--)
            {
                if (at >= length && json[(at - length)..at].SequenceEqual(Encoding.ASCII.GetBytes(name[..length])) && json[at] != name[length]
                    && (at == length || !char.IsAsciiLetterOrDigit((char)json[at - length - 1])))
                {
                    return (name, name[length]);
                }
            }
        }

        return null;
    }

    private static string Character(ReadOnlySpan<byte> at) => at[0] switch
    {
        (byte)'\'' => "'\\''",
        (byte)'"' => "'\"'",
        < 0x20 => $"'\\x{at[0]:x2}'",
        // The decoder looks at bytes, so one of several that make a character stands for itself.
        _ => $"'{(char)at[0]}'",
    };
}
