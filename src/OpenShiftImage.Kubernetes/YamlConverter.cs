using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;
using OpenShiftImage.Documents;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace OpenShiftImage.Kubernetes;

/// <summary>YAML to JSON and back with YamlDotNet's parser and emitter; what scalars mean is <see cref="YamlScalar"/>'s.</summary>
internal sealed partial class YamlConverter : IYamlConverter
{
    /// <summary>Deep enough for any object of the API, and not for the stack to end.</summary>
    private const int MaxDepth = 200;

    /// <summary>What aliases of aliases can swell a small document to.</summary>
    private const int MaxJson = 256 << 20;

    /// <summary>Longest key that is written before a colon; a reader takes 1024 characters at most, and escapes lengthen it.</summary>
    private const int MaxSimpleKey = 128;

    private static readonly EmitterSettings s_settings = new(2, int.MaxValue, false, MaxSimpleKey, false, false);

    /// <inheritdoc/>
    public string ToYaml(ReadOnlyMemory<byte> utf8Json)
    {
        var writer = new StringWriter { NewLine = "\n" };
        var emitter = new Emitter(writer, s_settings);
        emitter.Emit(new StreamStart());
        emitter.Emit(new DocumentStart(null, null, isImplicit: true));
        var reader = new Utf8JsonReader(utf8Json.Span, new JsonReaderOptions { MaxDepth = 256 });
        while (reader.Read())
        {
            emitter.Emit(ToEvent(ref reader));
        }

        emitter.Emit(new DocumentEnd(isImplicit: true));
        emitter.Emit(new StreamEnd());
        return writer.ToString();
    }

    /// <summary>For the JSON that this makes, which may be deeper than the library's default.</summary>
    internal static JsonDocumentOptions JsonOptions { get; } = new() { MaxDepth = 1000 };

    /// <inheritdoc/>
    public ConvertedDocument ToJson(string yaml, CancellationToken cancellationToken) => Convert(yaml, isFirstEnough: false, cancellationToken);

    /// <summary>Returns the JSON of the first document of a text, as kubectl reads its own files; empty when it has nothing but comments.</summary>
    /// <exception cref="DocumentException">It is no YAML, or holds what JSON cannot.</exception>
    internal static ReadOnlyMemory<byte> FirstToJson(string yaml) => Convert(yaml.TrimStart('\ufeff'), isFirstEnough: true, CancellationToken.None).Json;

    /// <summary>Returns the documents of a text, parted by lines of three dashes.</summary>
    internal static IEnumerable<string> SplitDocuments(string yaml) => DocumentBreak().Split(yaml);

    private static ConvertedDocument Convert(string yaml, bool isFirstEnough, CancellationToken cancellationToken)
    {
        try
        {
            var events = ReadEvents(LineSeparators.Hide(yaml, out var separators), isFirstEnough, cancellationToken);
            separators.Restore(events);
            return new YamlToJson(events, MaxJson, refusesConflicts: isFirstEnough, cancellationToken).Convert();
        }
        catch (YamlException e)
        {
            throw new DocumentException(e.Message, null, Math.Max(1, (int)e.Start.Line), Math.Max(1, (int)e.Start.Column), e);
        }
    }

    [GeneratedRegex(@"^---(?=\s|$)", RegexOptions.Multiline)]
    private static partial Regex DocumentBreak();

    private static ParsingEvent ToEvent(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.StartObject => new MappingStart(AnchorName.Empty, TagName.Empty, true, MappingStyle.Block),
        JsonTokenType.EndObject => new MappingEnd(),
        JsonTokenType.StartArray => new SequenceStart(AnchorName.Empty, TagName.Empty, true, SequenceStyle.Block),
        JsonTokenType.EndArray => new SequenceEnd(),
        JsonTokenType.PropertyName or JsonTokenType.String => TextEvent(reader.GetString()!, reader.TokenType == JsonTokenType.PropertyName),
        _ => new Scalar(AnchorName.Empty, TagName.Empty, Encoding.UTF8.GetString(reader.ValueSpan), ScalarStyle.Plain, true, false),
    };

    private static Scalar TextEvent(string text, bool isKey)
    {
        var style = IsUnsafe(text) ? ScalarStyle.DoubleQuoted
            : !isKey && IsBlock(text) ? ScalarStyle.Literal
            : text.Contains('\n') ? ScalarStyle.DoubleQuoted
            : YamlScalar.NeedsQuotes(text) ? ScalarStyle.SingleQuoted
            : ScalarStyle.Plain;
        return new Scalar(AnchorName.Empty, TagName.Empty, text, style, true, true);
    }

    /// <summary>Whether text has characters that a reader of YAML may change or refuse when they are not escaped.</summary>
    private static bool IsUnsafe(string text) => text.Any(c => (char.IsControl(c) && c != '\n') || c is '\u0085' or '\u2028' or '\u2029' or '\ufeff' || char.IsSurrogate(c));

    /// <summary>Whether text reads best, and safely, as a literal block.</summary>
    private static bool IsBlock(string text) =>
        text.Contains('\n') && !text.StartsWith('\n') && !text.EndsWith("\n\n", StringComparison.Ordinal)
        && text.Split('\n').All(line => line.Length == 0 || (!char.IsWhiteSpace(line[^1]))) && !char.IsWhiteSpace(text[0]);

    /// <summary>The parser ends with exceptions of other kinds at some texts that are no YAML.</summary>
    private static bool MoveNext(Parser parser)
    {
        var place = parser.Current?.End ?? default;
        try
        {
            return parser.MoveNext();
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException or IndexOutOfRangeException or FormatException or OverflowException)
        {
            throw new DocumentException("what stands here is no YAML.", null, Math.Max(1, (int)place.Line), Math.Max(1, (int)place.Column), e);
        }
    }

    private static List<ParsingEvent> ReadEvents(string yaml, bool isFirstEnough, CancellationToken cancellationToken)
    {
        var parser = new Parser(new StringReader(yaml));
        var events = new List<ParsingEvent>();
        var depth = 0;
        var isOver = false;
        while (MoveNext(parser))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var current = parser.Current!;
            switch (current)
            {
                case StreamStart or StreamEnd or DocumentStart or Comment:
                    continue;
                case DocumentEnd when isFirstEnough:
                    return events;
                case DocumentEnd:
                    isOver = true;
                    continue;
            }

            if (isOver)
            {
                throw new DocumentException("another document begins here, without '---' before it.", null, (int)current.Start.Line, (int)current.Start.Column);
            }

            depth += current.NestingIncrease;
            if (depth > MaxDepth)
            {
                throw new DocumentException($"it is nested deeper than {MaxDepth} levels.", null, (int)current.Start.Line, (int)current.Start.Column);
            }

            events.Add(current);
        }

        if (depth > 0)
        {
            var last = events.Count > 0 ? events[^1].End : default;
            throw new DocumentException("a bracket or brace is not closed.", null, Math.Max(1, (int)last.Line), Math.Max(1, (int)last.Column));
        }

        return events;
    }
}

/// <summary>Writes the events of one document as JSON.</summary>
internal sealed class YamlToJson(List<ParsingEvent> events, int limit, bool refusesConflicts, CancellationToken cancellationToken)
{
    private const string MergeKey = "<<";
    private const long MostCopied = 2_000_000;
    private static readonly JsonWriterOptions s_options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = 1000 };

    private readonly System.Buffers.ArrayBufferWriter<byte> _buffer = new();
    private readonly List<(int Offset, int Line, int Column)> _places = [];
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

        _places.Add(((int)offset, (int)events[at].Start.Line, (int)events[at].Start.Column));
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
                    writer.WritePropertyName(name);
                    Write(writer, value);
                }

                writer.WriteEndObject();
                break;
        }
    }

    private void WriteScalar(Utf8JsonWriter writer, Scalar scalar, int at)
    {
        var isPlain = scalar.Style is ScalarStyle.Plain or ScalarStyle.Any && scalar.Tag is not { IsEmpty: false, Value: "tag:yaml.org,2002:str" or "!" };
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
            // Kubernetes' tools let a later merge win, YAML what stands there itself; where it matters whom one asks, neither is guessed.
            if (refusesConflicts && copied.Find(pair => known.TryGetValue(pair.Name, out var before) && before < at) is { Name: { } twice })
            {
                throw Fault(at, $"the key '{twice}' is merged, and was given before; which is meant?");
            }

            pairs.AddRange(copied.Where(pair => known.TryAdd(pair.Name, at)));
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
    private int Length(int target) => _lengths.TryGetValue(target, out var length) ? length : _lengths[target] = Next(target) - target;

    /// <summary>The event after a node.</summary>
    private int Next(int at)
    {
        var depth = 0;
        do
        {
            depth += events[at++].NestingIncrease;
        }
        while (depth > 0);
        return at;
    }

    private DocumentException TooLarge(int at) => Fault(at, "its aliases make it too large.");

    private DocumentException Fault(int at, string why) => new(why, null, (int)events[at].Start.Line, (int)events[at].Start.Column);
}
