using System.Text;

namespace OpenShiftImage.Documents;

/// <summary>
/// Reads the Images of a text: YAML documents, JSON values one after the other, and lists of either kind. A faulty
/// document is told with its place, and the others still come; only what follows a value that is no JSON cannot be made
/// out.
/// </summary>
/// <param name="yaml">Reads YAML.</param>
internal sealed class DocumentReader(IYamlConverter yaml)
{
    /// <summary>The longest array of bytes that there can be.</summary>
    private static readonly int s_maxJson = Array.MaxLength;

    internal static readonly byte[] Preamble = Encoding.UTF8.GetPreamble();
    private static readonly UTF8Encoding s_utf8 = new(
        encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads a file, document by document.</summary>
    /// <param name="path">Path of the file.</param>
    /// <param name="cancellationToken">Ends the reading, also in the middle of a document.</param>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="DocumentException">The file is JSON of 2 GB or more, or is not UTF-8.</exception>
    public IEnumerable<DocumentResult> ReadFile(string path, CancellationToken cancellationToken = default)
    {
        ReadOnlyMemory<byte> json;
        using (var file = new FileStream(
            path,
            FileMode.Open,
            FileAccess.Read,
            FileShare.ReadWrite | FileShare.Delete,
            1 << 16,
            FileOptions.SequentialScan))
        {
            using var stream = new RewoundStream(file);
            if (stream.First is not ('{' or '['))
            {
                foreach (var result in ReadYaml(new StreamReader(stream, s_utf8), path, cancellationToken))
                {
                    yield return result;
                }

                yield break;
            }

            json = ReadWhole(stream, file.CanSeek ? file.Length : 0, path, cancellationToken);
        }

        // The file is closed by now, so the caller may write to it.
        foreach (var result in JsonDocuments.Read(json, path))
        {
            yield return result;
        }
    }

    /// <summary>Reads a text, document by document.</summary>
    /// <param name="text">YAML or JSON.</param>
    /// <param name="cancellationToken">Ends the reading, also in the middle of a document.</param>
    public IEnumerable<DocumentResult> ReadText(string text, CancellationToken cancellationToken = default) =>
        text.AsSpan().TrimStart("\ufeff \t\r\n") is ['{' or '[', ..]
            ? JsonDocuments.Read(Encoding.UTF8.GetBytes(text), null)
            : ReadYaml(new StringReader(text), null, cancellationToken);

    private static ReadOnlyMemory<byte> ReadWhole(
        Stream stream, long length, string path, CancellationToken cancellationToken)
    {
        // Some file systems, and pipes, do not say how long a file is.
        using var bytes = new MemoryStream(length > s_maxJson ? 0 : (int)length);
        var buffer = new byte[1 << 16];
        while (stream.Read(buffer) is > 0 and var read)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (length > s_maxJson || bytes.Length + read > s_maxJson)
            {
                throw new DocumentException(
                    "JSON of 2 GB or more cannot be read in one piece; YAML, "
                        + "and a file for each Image, can be of any size.",
                    path,
                    1,
                    1);
            }

            bytes.Write(buffer, 0, read);
        }

        return bytes.GetBuffer().AsMemory(0, (int)bytes.Length);
    }

    /// <summary>
    /// A line that begins with three dashes begins a document, and one that begins with three dots ends it, wherever
    /// they stand: so one faulty document leaves the others whole.
    /// </summary>
    private IEnumerable<DocumentResult> ReadYaml(TextReader reader, string? source, CancellationToken cancellationToken)
    {
        var lines = new DocumentLines(reader, source, cancellationToken);
        var document = new StringBuilder();
        var begins = 0;
        var hasContent = false;
        var isFirst = true;
        while (lines.Next() is { } line)
        {
            // Concatenated files can have a byte order mark before later documents too.
            var withoutMark = line.TrimStart('\ufeff');
            var text = isFirst || IsMarker(withoutMark, "---") ? withoutMark : line;
            var ends = IsMarker(text, "...");
            isFirst = ends || IsMarker(text, "---");
            // Lines before the first marker may be directives, which belong to the next document.
            if (ends || (hasContent && IsMarker(text, "---")))
            {
                foreach (var result in ReadDocument(document, source, begins, cancellationToken))
                {
                    yield return result;
                }

                document.Clear();
                hasContent = false;
                begins = ends ? lines.Count : lines.Count - 1;
            }

            if (!ends && document.Length <= DocumentLines.MaxDocument)
            {
                document.Append(text).Append('\n');
                hasContent |= !(text.StartsWith('%') || text.AsSpan().TrimStart() is [] or ['#', ..]);
            }
        }

        foreach (var result in ReadDocument(document, source, begins, cancellationToken))
        {
            yield return result;
        }
    }

    private static bool IsMarker(string line, string marker) =>
        line.StartsWith(marker, StringComparison.Ordinal)
            && (line.Length == marker.Length || char.IsWhiteSpace(line[marker.Length]));

    private IEnumerable<DocumentResult> ReadDocument(
        StringBuilder document, string? source, int lineBefore, CancellationToken cancellationToken)
    {
        if (document.Length > DocumentLines.MaxDocument)
        {
            return [new DocumentResult(null, new DocumentException("the document that begins here is longer than "
                + $"{DocumentLines.MaxDocument >> 20} MiB.", source, lineBefore + 1, 1))];
        }

        var text = document.ToString();
        if (string.IsNullOrWhiteSpace(text))
        {
            return [];
        }

        ConvertedDocument converted;
        try
        {
            converted = yaml.ToJson(text, cancellationToken);
        }
        catch (DocumentException e)
        {
            return [new DocumentResult(null, e.At(source, lineBefore))];
        }

        return converted.Json.IsEmpty ? [] : JsonDocuments.ReadValue(converted.Json, source, Place);

        (int Line, int Column) Place(long offset)
        {
            var place = converted.PlaceOf(Math.Max(1, offset));
            return (Math.Max(1, place.Line) + lineBefore, Math.Max(1, place.Column));
        }
    }
}
