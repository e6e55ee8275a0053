using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace OpenShiftImage.Kubernetes.Yaml;

/// <summary>
/// U+2028 and U+2029, which YAML 1.1 takes for ends of lines, and Kubernetes' tools keep as what they are: during
/// parsing other characters, which the text does not have, stand for them.
/// </summary>
internal readonly struct LineSeparators
{
    private const char Line = '\u2028';
    private const char Paragraph = '\u2029';

    private readonly char _line;
    private readonly char _paragraph;

    private LineSeparators(char line, char paragraph) => (_line, _paragraph) = (line, paragraph);

    /// <summary>Returns the text without separators, and what puts them back.</summary>
    public static string Hide(string yaml, out LineSeparators separators)
    {
        separators = default;
        if (!yaml.AsSpan().ContainsAny(Line, Paragraph))
        {
            return yaml;
        }

        // Unicode's private characters; a text that has all 6,400 of them is left as it is.
        var free = Enumerable.Range(0xe000, 0x1900).Select(code => (char)code)
            .Where(c => !yaml.Contains(c)).Take(2).ToArray();
        if (free is not [var line, var paragraph])
        {
            return yaml;
        }

        separators = new LineSeparators(line, paragraph);
        return yaml.Replace(Line, line).Replace(Paragraph, paragraph);
    }

    /// <summary>Puts the separators back into the scalars of a text.</summary>
    public void Restore(List<ParsingEvent> events)
    {
        if (_line == default)
        {
            return;
        }

        for (var i = 0; i < events.Count; i++)
        {
            if (events[i] is Scalar scalar && scalar.Value.AsSpan().ContainsAny(_line, _paragraph))
            {
                events[i] = new Scalar(
                    scalar.Anchor, scalar.Tag,
                    scalar.Value.Replace(_line, Line).Replace(_paragraph, Paragraph), scalar.Style,
                    scalar.IsPlainImplicit, scalar.IsQuotedImplicit, scalar.Start, scalar.End);
            }
        }
    }
}
