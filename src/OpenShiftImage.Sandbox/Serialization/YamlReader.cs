using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace OpenShiftImage.Sandbox.Serialization;

/// <summary>Reads a YAML document as JSON, with the types of the server's library.</summary>
internal sealed class YamlReader
{
    /// <summary>Deeper than any object of the API, and not so deep that the stack ends.</summary>
    private const int MaxDepth = 1000;

    private readonly Parser _parser;
    private readonly ICollection<string> _warnings;
    private readonly YamlAnchors _anchors = new();
    private int _depth;

    private YamlReader(Parser parser, ICollection<string> warnings)
    {
        _parser = parser;
        _warnings = warnings;
    }

    /// <summary>Returns the first document of a body.</summary>
    /// <param name="yaml">The body; JSON is YAML.</param>
    /// <param name="warnings">Receives a line for each repeated key.</param>
    /// <param name="toError">Makes the error to throw from the parser's message when the body is no YAML.</param>
    public static JsonNode? Read(ReadOnlySpan<byte> yaml, ICollection<string> warnings, Func<string, Exception> toError)
    {
        try
        {
            var parser = new Parser(new StringReader(Encoding.UTF8.GetString(yaml)));
            parser.Consume<StreamStart>();
            return parser.TryConsume<DocumentStart>(out _) ? new YamlReader(parser, warnings).ReadNode() : null;
        }
        catch (YamlException e)
        {
            throw toError(Describe(e));
        }
    }

    /// <summary>
    /// Returns a problem in the words of the server's parser, which counts lines from the second one on.
    /// </summary>
    private static string Describe(YamlException e)
    {
        var inParser = e.Message.StartsWith("While parsing", StringComparison.Ordinal);
        var line = inParser ? e.Start.Line - 1 : e.Start.Line;
        var prefix = line > (inParser ? 0 : 1) ? string.Create(CultureInfo.InvariantCulture, $"line {line}: ") : "";
        var start = e.Message.StartsWith("While ", StringComparison.Ordinal)
            ? e.Message.IndexOf(", ", StringComparison.Ordinal) + 2
            : 0;
        var message = e.Message[start..].TrimEnd('.');
        return $"yaml: {prefix}{char.ToLowerInvariant(message[0])}{message[1..]}";
    }

    private JsonNode? ReadNode()
    {
        if (_parser.TryConsume<AnchorAlias>(out var alias))
        {
            return _anchors.Resolve(alias);
        }

        var anchor = (_parser.Current as NodeEvent)?.Anchor ?? AnchorName.Empty;
        _anchors.Open(anchor);
        if (++_depth > MaxDepth)
        {
            throw new YamlException(
                _parser.Current!.Start, _parser.Current.End, $"exceeded max depth of {MaxDepth}");
        }

        JsonNode? node = _parser.Current switch
        {
            MappingStart => ReadMap(),
            SequenceStart => ReadList(),
            _ => ReadScalar(),
        };
        _depth--;
        _anchors.Complete(anchor, node);
        return node;
    }

    private JsonObject ReadMap()
    {
        var map = new JsonObject();
        var merged = new List<JsonObject>();
        _parser.Consume<MappingStart>();
        while (!_parser.TryConsume<MappingEnd>(out _))
        {
            var key = _parser.Consume<Scalar>();
            if (map.ContainsKey(key.Value))
            {
                _warnings.Add($"line {key.Start.Line}: key {JsonSerializer.Serialize(key.Value)} already set in map");
            }

            var value = ReadNode();
            if (key is { Value: "<<", Style: ScalarStyle.Plain })
            {
                merged.AddRange((value as JsonArray ?? [value]).OfType<JsonObject>());
                continue;
            }

            map[key.Value] = value;
        }

        foreach (var (name, value) in merged.SelectMany(source => source))
        {
            // The map's own keys, and those of earlier maps, come before.
            map.TryAdd(name, value?.DeepClone());
        }

        return map;
    }

    private JsonArray ReadList()
    {
        var list = new JsonArray();
        _parser.Consume<SequenceStart>();
        while (!_parser.TryConsume<SequenceEnd>(out _))
        {
            list.Add(ReadNode());
        }

        return list;
    }

    private JsonValue? ReadScalar()
    {
        var scalar = _parser.Consume<Scalar>();
        return scalar.Style != ScalarStyle.Plain || scalar.Tag == "tag:yaml.org,2002:str"
            ? JsonValue.Create(scalar.Value)
            : YamlScalars.Resolve(scalar.Value);
    }
}
