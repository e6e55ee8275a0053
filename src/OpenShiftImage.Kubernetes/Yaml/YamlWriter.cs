using System.Text;
using System.Text.Json;
using OpenShiftImage.Primitives;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace OpenShiftImage.Kubernetes.Yaml;

/// <summary>Writes JSON as YAML that every reader takes for the same.</summary>
internal static class YamlWriter
{
    /// <summary>
    /// Longest key that is written before a colon; a reader takes 1024 characters at most, and escapes lengthen it.
    /// </summary>
    private const int MaxSimpleKey = 128;

    private static readonly EmitterSettings s_settings = new(2, int.MaxValue, false, MaxSimpleKey, false, false);

    /// <summary>Returns the YAML of a JSON value.</summary>
    public static string Write(ReadOnlyMemory<byte> utf8Json)
    {
        var writer = new StringWriter { NewLine = "\n" };
        var emitter = new Emitter(writer, s_settings);
        emitter.Emit(new StreamStart());
        emitter.Emit(new DocumentStart(null, null, isImplicit: true));
        var reader = new Utf8JsonReader(utf8Json.Span, JsonDefaults.Reader);
        while (reader.Read())
        {
            emitter.Emit(ToEvent(ref reader));
        }

        emitter.Emit(new DocumentEnd(isImplicit: true));
        emitter.Emit(new StreamEnd());
        return writer.ToString();
    }

    private static ParsingEvent ToEvent(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.StartObject => new MappingStart(AnchorName.Empty, TagName.Empty, true, MappingStyle.Block),
        JsonTokenType.EndObject => new MappingEnd(),
        JsonTokenType.StartArray => new SequenceStart(AnchorName.Empty, TagName.Empty, true, SequenceStyle.Block),
        JsonTokenType.EndArray => new SequenceEnd(),
        JsonTokenType.PropertyName => ToScalar(reader.GetString()!, isKey: true),
        JsonTokenType.String => ToScalar(reader.GetString()!, isKey: false),
        _ => ToPlain(Encoding.UTF8.GetString(reader.ValueSpan)),
    };

    private static Scalar ToPlain(string text) =>
        new(AnchorName.Empty, TagName.Empty, text, ScalarStyle.Plain, true, false);

    private static Scalar ToScalar(string text, bool isKey)
    {
        var style = IsUnsafe(text) ? ScalarStyle.DoubleQuoted
            : !isKey && IsBlock(text) ? ScalarStyle.Literal
            : text.Contains('\n') ? ScalarStyle.DoubleQuoted
            : YamlScalar.NeedsQuotes(text) ? ScalarStyle.SingleQuoted
            : ScalarStyle.Plain;
        return new Scalar(AnchorName.Empty, TagName.Empty, text, style, true, true);
    }

    /// <summary>
    /// Whether text has characters that a reader of YAML may change or refuse when they are not escaped.
    /// </summary>
    private static bool IsUnsafe(string text) => text.Any(c =>
        (char.IsControl(c) && c != '\n') || c is '\u0085' or '\u2028' or '\u2029' or '\ufeff' || char.IsSurrogate(c));

    /// <summary>Whether text reads best, and safely, as a literal block.</summary>
    private static bool IsBlock(string text) =>
        text.Contains('\n') && !text.StartsWith('\n') && !text.EndsWith("\n\n", StringComparison.Ordinal)
        && text.Split('\n').All(line => line.Length == 0 || !char.IsWhiteSpace(line[^1]))
        && !char.IsWhiteSpace(text[0]);
}
