using System.Text.Json;
using System.Text.RegularExpressions;
using OpenShiftImage.Documents;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace OpenShiftImage.Kubernetes.Yaml;

/// <summary>Reads YAML as JSON with YamlDotNet's parser; what scalars mean is <see cref="YamlScalar"/>'s.</summary>
internal static partial class YamlReader
{
    /// <summary>Deep enough for any object of the API, and not for the stack to end.</summary>
    private const int MaxDepth = 200;

    /// <summary>What aliases of aliases can swell a small document to.</summary>
    private const int MaxJson = 256 << 20;

    /// <summary>For the JSON that this makes, which may be deeper than the library's default.</summary>
    public static JsonDocumentOptions JsonOptions { get; } = new() { MaxDepth = 1000 };

    /// <summary>Returns the JSON of a text that is one document, with the places of its values.</summary>
    /// <exception cref="DocumentException">It is no YAML, or holds what JSON cannot.</exception>
    public static ConvertedDocument ToJson(string yaml, CancellationToken cancellationToken) =>
        Convert(yaml, isFirstEnough: false, cancellationToken);

    /// <summary>
    /// Returns the JSON of the first document of a text, as kubectl reads its own files; empty when it has nothing
    /// but comments.
    /// </summary>
    /// <exception cref="DocumentException">It is no YAML, or holds what JSON cannot.</exception>
    public static ReadOnlyMemory<byte> FirstToJson(string yaml) =>
        Convert(yaml.TrimStart('\ufeff'), isFirstEnough: true, CancellationToken.None).Json;

    /// <summary>Returns the documents of a text, parted by lines of three dashes.</summary>
    public static IEnumerable<string> SplitDocuments(string yaml) => DocumentBreak().Split(yaml);

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
            throw Fault(e.Message, e.Start, e);
        }
    }

    [GeneratedRegex(@"^---(?=\s|$)", RegexOptions.Multiline)]
    private static partial Regex DocumentBreak();

    /// <summary>The parser ends with exceptions of other kinds at some texts that are no YAML.</summary>
    private static bool MoveNext(Parser parser)
    {
        var place = parser.Current?.End ?? default;
        try
        {
            return parser.MoveNext();
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException or IndexOutOfRangeException
            or FormatException or OverflowException)
        {
            throw Fault("what stands here is no YAML.", place, e);
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
                throw Fault("another document begins here, without '---' before it.", current.Start);
            }

            depth += current.NestingIncrease;
            if (depth > MaxDepth)
            {
                throw Fault($"it is nested deeper than {MaxDepth} levels.", current.Start);
            }

            events.Add(current);
        }

        return depth == 0 ? events
            : throw Fault("a bracket or brace is not closed.", events.Count > 0 ? events[^1].End : default);
    }

    private static DocumentException Fault(string why, Mark at, Exception? inner = null) =>
        new(why, null, Math.Max(1, (int)at.Line), Math.Max(1, (int)at.Column), inner);
}
