using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

namespace OpenShiftImage.Sandbox.Negotiation;

/// <summary>YAML to JSON and back, with the types and in the form of the server's library.</summary>
public static partial class Yaml
{
    /// <summary>Reads the first document.</summary>
    /// <param name="text">The YAML; JSON is YAML.</param>
    /// <param name="warnings">Receives a line for each key that stands twice.</param>
    /// <exception cref="YamlException">It is no YAML.</exception>
    public static JsonNode? ToJson(string text, ICollection<string> warnings)
    {
        var parser = new Parser(new StringReader(text));
        parser.Consume<StreamStart>();
        if (!parser.TryConsume<DocumentStart>(out _))
        {
            return null;
        }

        return Read(parser, warnings);
    }

    /// <summary>Writes a value with its keys in order.</summary>
    public static string FromJson(JsonNode? value)
    {
        using var writer = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        var emitter = new Emitter(writer, new EmitterSettings(2, 80, false, int.MaxValue, skipAnchorName: true));
        emitter.Emit(new StreamStart());
        emitter.Emit(new DocumentStart(null, null, true));
        Write(emitter, value);
        emitter.Emit(new DocumentEnd(true));
        emitter.Emit(new StreamEnd());
        return writer.ToString();
    }

    private static JsonNode? Read(IParser parser, ICollection<string> warnings)
    {
        if (parser.TryConsume<MappingStart>(out _))
        {
            var map = new JsonObject();
            while (!parser.TryConsume<MappingEnd>(out _))
            {
                var key = parser.Consume<Scalar>();
                if (map.ContainsKey(key.Value))
                {
                    warnings.Add($"line {key.Start.Line}: key {JsonSerializer.Serialize(key.Value)} already set in map");
                }

                map[key.Value] = Read(parser, warnings);
            }

            return map;
        }

        if (parser.TryConsume<SequenceStart>(out _))
        {
            var list = new JsonArray();
            while (!parser.TryConsume<SequenceEnd>(out _))
            {
                list.Add(Read(parser, warnings));
            }

            return list;
        }

        return Resolve(parser.Consume<Scalar>());
    }

    private static JsonNode? Resolve(Scalar scalar)
    {
        if (scalar.Style != ScalarStyle.Plain)
        {
            return JsonValue.Create(scalar.Value);
        }

        return scalar.Value switch
        {
            "" or "~" or "null" or "Null" or "NULL" => null,
            "true" or "True" or "TRUE" or "yes" or "Yes" or "YES" or "on" or "On" or "ON" => JsonValue.Create(true),
            "false" or "False" or "FALSE" or "no" or "No" or "NO" or "off" or "Off" or "OFF" => JsonValue.Create(false),
            var text when Integer().IsMatch(text) && long.TryParse(text, CultureInfo.InvariantCulture, out var number) => JsonValue.Create(number),
            var text when Number().IsMatch(text) && double.TryParse(text, CultureInfo.InvariantCulture, out var number) => JsonValue.Create(number),
            var text => JsonValue.Create(text),
        };
    }

    private static void Write(IEmitter emitter, JsonNode? value)
    {
        switch (value)
        {
            case JsonObject map:
                emitter.Emit(new MappingStart(default, default, true, map.Count == 0 ? MappingStyle.Flow : MappingStyle.Block));
                foreach (var (key, entry) in map.OrderBy(pair => pair.Key, StringComparer.Ordinal))
                {
                    WriteText(emitter, key);
                    Write(emitter, entry);
                }

                emitter.Emit(new MappingEnd());
                break;
            case JsonArray list:
                emitter.Emit(new SequenceStart(default, default, true, list.Count == 0 ? SequenceStyle.Flow : SequenceStyle.Block));
                foreach (var item in list)
                {
                    Write(emitter, item);
                }

                emitter.Emit(new SequenceEnd());
                break;
            case not null when value.GetValueKind() == JsonValueKind.String:
                WriteText(emitter, value.GetValue<string>());
                break;
            default:
                emitter.Emit(new Scalar(default, default, value?.ToJsonString() ?? "null", ScalarStyle.Plain, true, false));
                break;
        }
    }

    private static void WriteText(IEmitter emitter, string text)
    {
        var style = text.Contains('\n', StringComparison.Ordinal) ? ScalarStyle.Literal
            : LooksLikeAnotherType(text) ? ScalarStyle.DoubleQuoted
            : ScalarStyle.Any;
        emitter.Emit(new Scalar(default, default, text, style, true, true));
    }

    private static bool LooksLikeAnotherType(string text) =>
        text.Length == 0
        || text is "~" or "null" or "Null" or "NULL" or "y" or "Y" or "n" or "N"
        || text.ToLowerInvariant() is "true" or "false" or "yes" or "no" or "on" or "off"
        || Number().IsMatch(text) || Time().IsMatch(text);

    [GeneratedRegex(@"^[-+]?\d+\z")]
    private static partial Regex Integer();

    [GeneratedRegex(@"^[-+]?(\d[\d_]*(\.\d*)?([eE][-+]?\d+)?|\.\d+([eE][-+]?\d+)?|0x[0-9a-fA-F]+|0o[0-7]+|0b[01]+|\.inf|\.nan)\z")]
    private static partial Regex Number();

    [GeneratedRegex(@"^\d{4}-\d\d?-\d\d?([Tt ].*)?\z")]
    private static partial Regex Time();
}
