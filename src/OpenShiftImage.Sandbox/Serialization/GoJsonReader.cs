using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Text.Unicode;

namespace OpenShiftImage.Sandbox.Serialization;

/// <summary>
/// Reads JSON as Go's decoder does: the last of repeated keys counts, and what is no character is U+FFFD.
/// </summary>
internal static partial class GoJsonReader
{
    /// <summary>Returns the value of a text in which <see cref="JsonSyntax.FindProblem"/> finds none.</summary>
    /// <param name="json">The text.</param>
    /// <param name="problems">Receives a line for each repeated key.</param>
    public static JsonNode? Read(ReadOnlySpan<byte> json, ICollection<string> problems)
    {
        var options = new JsonReaderOptions { MaxDepth = JsonSyntax.MaxDepth };
        var reader = new Utf8JsonReader(ReplaceInvalidCharacters(json), options);
        reader.Read();
        return ReadValue(ref reader, "", problems);
    }

    /// <summary>Go reads bytes and escapes that make no character as U+FFFD; the reader here refuses them.</summary>
    private static ReadOnlySpan<byte> ReplaceInvalidCharacters(ReadOnlySpan<byte> json)
    {
        if (!Utf8.IsValid(json))
        {
            json = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(json));
        }

        if (json.IndexOf("\\ud"u8) < 0 && json.IndexOf("\\uD"u8) < 0)
        {
            return json;
        }

        var replaced = Escape().Replace(
            Encoding.UTF8.GetString(json), match => match.Groups["lone"].Success ? "\\ufffd" : match.Value);
        return Encoding.UTF8.GetBytes(replaced);
    }

    private static JsonNode? ReadValue(ref Utf8JsonReader reader, string path, ICollection<string> problems)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                var map = new JsonObject();
                while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
                {
                    var name = reader.GetString()!;
                    var field = path.Length == 0 ? name : $"{path}.{name}";
                    if (map.ContainsKey(name))
                    {
                        problems.Add($"duplicate field \"{field}\"");
                    }

                    reader.Read();
                    map[name] = ReadValue(ref reader, field, problems);
                }

                return map;
            case JsonTokenType.StartArray:
                var list = new JsonArray();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                {
                    list.Add(ReadValue(ref reader, $"{path}[{list.Count}]", problems));
                }

                return list;
            case JsonTokenType.Null:
                return null;
            default:
                return JsonNode.Parse(ref reader);
        }
    }

    [GeneratedRegex(
        @"\\[^u]"
        + @"|\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}"
        + @"|(?<lone>\\u[dD][89a-fA-F][0-9a-fA-F]{2})"
        + @"|\\u")]
    private static partial Regex Escape();
}
