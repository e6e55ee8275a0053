using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using OpenShiftImage.Documents;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace OpenShiftImage.Kubernetes.Yaml;

/// <summary>Writes the events of one document as JSON.</summary>
internal sealed class YamlToJson(
    List<ParsingEvent> events, int limit, bool refusesConflicts, CancellationToken cancellationToken)
{
    private const string MergeKey = "<<";
    private const long MostCopied = 2_000_000;
    private static readonly JsonWriterOptions s_options = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        MaxDepth = 1000,
    };

    private readonly ArrayBufferWriter<byte> _buffer = new();
    private readonly List<(int Offset, int Line, int Column)> _places = [];
    private readonly int[] _next = FindNext(events);
    private readonly Dictionary<int, int> _targets = [];
    private readonly Dictionary<int, int> _lengths = [];
    private long _copied;

    public ConvertedDocument Convert()
    {
        if (events.Count == 0 || events is [Scalar { Value: "", Style: ScalarStyle.Plain or ScalarStyle.Any }])
        {
            return new ConvertedDocument(default, []);
        }

        // A name may be given again: an alias means the last node before it that has it.
        var anchors = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < events.Count; i++)
        {
            if (events[i] is AnchorAlias alias && anchors.TryGetValue(alias.Value.Value, out var target))
            {
                _targets[i] = target;
            }
            else if (events[i] is NodeEvent { Anchor: { IsEmpty: false } anchor })
            {
                anchors[anchor.Value] = i;
            }
        }

        using var writer = new Utf8JsonWriter(_buffer, s_options);
        Write(writer, 0);
        writer.Flush();
        return new ConvertedDocument(_buffer.WrittenMemory, _places);
    }

    private void Write(Utf8JsonWriter writer, int at)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var target = Resolve(at);
        if (target != at)
        {
            Count(at, Length(target));
        }

        at = target;
        var offset = writer.BytesCommitted + writer.BytesPending;
        if (offset > limit || writer.CurrentDepth > 300)
        {
            throw TooLarge(at);
        }

        AddPlace(writer, at);
        switch (events[at])
        {
            case Scalar scalar:
                WriteScalar(writer, scalar, at);
                break;
            case SequenceStart:
                writer.WriteStartArray();
                for (var i = at + 1; events[i] is not SequenceEnd; i = Next(i))
                {
                    Write(writer, i);
                }

                writer.WriteEndArray();
                break;
            default:
                writer.WriteStartObject();
                foreach (var (name, value) in Pairs(at, 0))
                {
                    AddPlace(writer, value - 1);
                    writer.WritePropertyName(name);
                    Write(writer, value);
                }

                writer.WriteEndObject();
                break;
        }
    }

    /// <summary>Notes where in the YAML stood what is written next.</summary>
    private void AddPlace(Utf8JsonWriter writer, int at) => _places.Add((
        (int)(writer.BytesCommitted + writer.BytesPending), (int)events[at].Start.Line, (int)events[at].Start.Column));

    private void WriteScalar(Utf8JsonWriter writer, Scalar scalar, int at)
    {
        var isPlain = scalar.Style is ScalarStyle.Plain or ScalarStyle.Any
            && scalar.Tag is not { IsEmpty: false, Value: "tag:yaml.org,2002:str" or "!" };
        if (scalar.Tag is { IsEmpty: false, Value: "tag:yaml.org,2002:binary" })
        {
            throw Fault(at, "!!binary is not read here: write the text that it means.");
        }

        if (isPlain && YamlScalar.IsInfinite(scalar.Value))
        {
            throw Fault(at, $"{scalar.Value} is a number that JSON, and so the API, does not have.");
        }

        if (isPlain && YamlScalar.ToJson(scalar.Value) is { } json)
        {
            writer.WriteRawValue(json, skipInputValidation: true);
        }
        else
        {
            writer.WriteStringValue(scalar.Value);
        }
    }

    /// <summary>Gives the pairs of a mapping, each key once; those that it merges come after its own.</summary>
    private List<(string Name, int Value)> Pairs(int mapping, int depth)
    {
        var pairs = new List<(string Name, int Value)>();
        var known = new Dictionary<string, int>(StringComparer.Ordinal);
        var merged = new List<int>();
        for (var key = mapping + 1; events[key] is not MappingEnd; key = Next(Next(key)))
        {
            var value = Next(key);
            if (events[Resolve(key)] is not Scalar name)
            {
                throw Fault(key, "a key is no text.");
            }

            if (name is { Value: MergeKey, Style: ScalarStyle.Plain })
            {
                merged.Add(value);
            }
            else if (known.TryAdd(name.Value, key))
            {
                pairs.Add((name.Value, value));
            }
            else
            {
                throw Fault(key, $"the key '{name.Value}' stands twice in the same mapping.");
            }
        }

        foreach (var (at, source) in merged.SelectMany(value => Sources(value).Select(source => (value, source))))
        {
            if (depth > 20 || events[source] is not MappingStart)
            {
                throw Fault(at, "what is merged is no mapping.");
            }

            var copied = Pairs(source, depth + 1);
            Count(at, copied.Count + 1);
            // Kubernetes' tools let a later merge win, YAML what stands there itself; where it matters whom one asks,
            // neither is guessed.
            if (refusesConflicts && copied.Find(IsConflict) is { Name: { } twice })
            {
                throw Fault(at, $"the key '{twice}' is merged, and was given before; which is meant?");
            }

            pairs.AddRange(copied.Where(pair => known.TryAdd(pair.Name, at)));

            bool IsConflict((string Name, int Value) pair) =>
                known.TryGetValue(pair.Name, out var before) && before < at;
        }

        return pairs;
    }

    private IEnumerable<int> Sources(int at)
    {
        at = Resolve(at);
        if (events[at] is not SequenceStart)
        {
            yield return at;
            yield break;
        }

        for (var i = at + 1; events[i] is not SequenceEnd; i = Next(i))
        {
            yield return Resolve(i);
        }
    }

    private int Resolve(int at) => events[at] is not AnchorAlias alias ? at
        : _targets.TryGetValue(at, out var target) ? target
        : throw Fault(at, $"the alias '{alias.Value}' has no anchor before it.");

    /// <summary>Counts what aliases and merges copy, which can be far more than what stands there.</summary>
    private void Count(int at, long copied)
    {
        _copied += copied;
        if (_copied > MostCopied)
        {
            throw TooLarge(at);
        }
    }

    /// <summary>Number of events that an anchored node has.</summary>
    private int Length(int target) =>
        _lengths.TryGetValue(target, out var length) ? length : _lengths[target] = Next(target) - target;

    /// <summary>The event after a node.</summary>
    private int Next(int at) => _next[at];

    /// <summary>Returns for each event the one after the node that it begins.</summary>
    private static int[] FindNext(List<ParsingEvent> events)
    {
        var next = new int[events.Count];
        var open = new Stack<int>();
        for (var i = 0; i < next.Length; i++)
        {
            next[i] = i + 1;
            if (events[i].NestingIncrease > 0)
            {
                open.Push(i);
            }
            else if (events[i].NestingIncrease < 0)
            {
                next[open.Pop()] = i + 1;
            }
        }

        return next;
    }

    private DocumentException TooLarge(int at) => Fault(at, "its aliases make it too large.");

    private DocumentException Fault(int at, string why) =>
        new(why, null, (int)events[at].Start.Line, (int)events[at].Start.Column);
}
