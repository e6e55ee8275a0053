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
    private const int MaxAliasedNodes = 100_000;

    /// <summary>Deeper than any object of the API, and not so deep that the stack ends.</summary>
    private const int MaxDepth = 1000;

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

        return Read(parser, warnings, new Anchors());
    }

    /// <summary>Says what is wrong in the words of the server's parser, which counts lines from the second one on.</summary>
    internal static string Problem(YamlException e)
    {
        var inParser = e.Message.StartsWith("While parsing", StringComparison.Ordinal);
        var line = inParser ? e.Start.Line - 1 : e.Start.Line;
        var what = e.Message[(e.Message.StartsWith("While ", StringComparison.Ordinal) ? e.Message.IndexOf(", ", StringComparison.Ordinal) + 2 : 0)..].TrimEnd('.');
        return $"yaml: {(line > (inParser ? 0 : 1) ? string.Create(CultureInfo.InvariantCulture, $"line {line}: ") : "")}{char.ToLowerInvariant(what[0])}{what[1..]}";
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

    private static JsonNode? Read(Parser parser, ICollection<string> warnings, Anchors anchors)
    {
        if (parser.TryConsume<AnchorAlias>(out var alias))
        {
            // Aliases of aliases of aliases would fill the memory from a body of a few lines.
            return (anchors.AliasedNodes += anchors.Sizes.GetValueOrDefault(alias.Value.Value)) > MaxAliasedNodes ? throw new YamlException(alias.Start, alias.End, "Document contains excessive aliasing")
                : anchors.Nodes.TryGetValue(alias.Value.Value, out var known) ? known?.DeepClone()
                : anchors.Open.Contains(alias.Value.Value) ? throw new YamlException(alias.Start, alias.End, $"Anchor '{alias.Value}' value contains itself")
                : throw new YamlException(alias.Start, alias.End, $"Unknown anchor '{alias.Value}' referenced");
        }

        var anchor = (parser.Current as NodeEvent)?.Anchor ?? AnchorName.Empty;
        if (!anchor.IsEmpty)
        {
            anchors.Open.Add(anchor.Value);
        }

        if (++anchors.Depth > MaxDepth)
        {
            throw new YamlException(parser.Current!.Start, parser.Current.End, $"exceeded max depth of {MaxDepth}");
        }

        JsonNode? node = parser.Current switch
        {
            MappingStart => ReadMap(parser, warnings, anchors),
            SequenceStart => ReadList(parser, warnings, anchors),
            _ => Resolve(parser.Consume<Scalar>()),
        };
        anchors.Depth--;
        if (!anchor.IsEmpty)
        {
            anchors.Open.Remove(anchor.Value);
            anchors.Nodes[anchor.Value] = node?.DeepClone();
            anchors.Sizes[anchor.Value] = Count(node);
        }

        return node;
    }

    private static int Count(JsonNode? node) => 1 + node switch
    {
        JsonObject map => map.Sum(pair => Count(pair.Value)),
        JsonArray list => list.Sum(Count),
        _ => 0,
    };

    private static JsonObject ReadMap(Parser parser, ICollection<string> warnings, Anchors anchors)
    {
        var map = new JsonObject();
        var merged = new List<JsonObject>();
        parser.Consume<MappingStart>();
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            var key = parser.Consume<Scalar>();
            if (map.ContainsKey(key.Value))
            {
                warnings.Add($"line {key.Start.Line}: key {JsonSerializer.Serialize(key.Value)} already set in map");
            }

            var value = Read(parser, warnings, anchors);
            if (key is { Value: "<<", Style: ScalarStyle.Plain })
            {
                merged.AddRange(value is JsonArray all ? all.OfType<JsonObject>() : value is JsonObject one ? [one] : []);
                continue;
            }

            map[key.Value] = value;
        }

        foreach (var (name, value) in merged.SelectMany(source => source).Where(pair => !map.ContainsKey(pair.Key)).ToList())
        {
            map.TryAdd(name, value?.DeepClone());
        }

        return map;
    }

    private static JsonArray ReadList(Parser parser, ICollection<string> warnings, Anchors anchors)
    {
        var list = new JsonArray();
        parser.Consume<SequenceStart>();
        while (!parser.TryConsume<SequenceEnd>(out _))
        {
            list.Add(Read(parser, warnings, anchors));
        }

        return list;
    }

    /// <summary>What a document has named to use again.</summary>
    private sealed class Anchors
    {
        public Dictionary<string, JsonNode?> Nodes { get; } = new(StringComparer.Ordinal);

        public HashSet<string> Open { get; } = new(StringComparer.Ordinal);

        public Dictionary<string, int> Sizes { get; } = new(StringComparer.Ordinal);

        public int AliasedNodes { get; set; }

        public int Depth { get; set; }
    }

    private static JsonValue? Resolve(Scalar scalar)
    {
        if (scalar.Style != ScalarStyle.Plain || scalar.Tag == "tag:yaml.org,2002:str")
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
