using System.Text;

namespace OpenShiftImage;

/// <summary>An Image that was read from a text, or why there is none.</summary>
/// <param name="Image">The Image; null when the document is faulty.</param>
/// <param name="Error">The fault; null when there is none.</param>
public sealed record DocumentResult(Image? Image, DocumentException? Error);

/// <summary>
/// Reads the Images of a text: YAML documents, JSON values one after the other, and lists of either kind. A faulty document is told
/// with its place, and the others still come; only what follows a value that is no JSON cannot be made out.
/// </summary>
/// <param name="yaml">Reads YAML.</param>
public sealed class DocumentReader(IYamlConverter yaml)
{
    internal static readonly byte[] Preamble = Encoding.UTF8.GetPreamble();
    private static readonly UTF8Encoding s_utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads a file.</summary>
    /// <param name="path">Path of the file.</param>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="DocumentException">The file is JSON of 2 GB or more, or is not UTF-8.</exception>
    public IEnumerable<DocumentResult> ReadFile(string path)
    {
        ReadOnlyMemory<byte> json;
        using (var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1 << 16, FileOptions.SequentialScan))
        {
            using var stream = Rewindable(file);
            var first = FirstCharacter(stream);
            stream.Position = 0;
            if (first is not ('{' or '['))
            {
                foreach (var result in ReadYaml(new StreamReader(stream, s_utf8), path))
                {
                    yield return result;
                }

                yield break;
            }

            json = ReadWhole(stream, path);
        }

        // The file is closed by now: whoever takes the Images may write to it.
        foreach (var result in JsonDocuments.Read(json, path))
        {
            yield return result;
        }
    }

    /// <summary>Reads a text.</summary>
    /// <param name="text">YAML or JSON.</param>
    public IEnumerable<DocumentResult> ReadText(string text) => text.AsSpan().TrimStart() is ['{' or '[', ..]
        ? JsonDocuments.Read(Encoding.UTF8.GetBytes(text), null)
        : ReadYaml(new StringReader(text), null);

    private static int FirstCharacter(Stream stream)
    {
        int read;
        while ((read = stream.ReadByte()) >= 0 && (read is ' ' or '\t' or '\r' or '\n' || Preamble.Contains((byte)read)))
        {
        }

        return read;
    }

    /// <summary>A pipe can be read once only, and its first character is wanted twice.</summary>
    private static Stream Rewindable(FileStream file)
    {
        if (file.CanSeek)
        {
            return file;
        }

        var copy = new MemoryStream();
        file.CopyTo(copy);
        copy.Position = 0;
        return copy;
    }

    private static ReadOnlyMemory<byte> ReadWhole(Stream stream, string path)
    {
        if (stream.Length > Array.MaxLength)
        {
            throw new DocumentException("JSON of 2 GB or more cannot be read in one piece; YAML, and a file for each Image, can be of any size.", path, 1, 1);
        }

        // Some file systems do not say how long a file is.
        var bytes = new MemoryStream((int)stream.Length);
        stream.CopyTo(bytes);
        return bytes.GetBuffer().AsMemory(0, (int)bytes.Length);
    }

    /// <summary>
    /// A line that begins with three dashes begins a document, and one that begins with three dots ends it, wherever they stand: so one
    /// faulty document leaves the others whole.
    /// </summary>
    private IEnumerable<DocumentResult> ReadYaml(TextReader reader, string? source)
    {
        var document = new StringBuilder();
        var (line, begins) = (0, 0);
        var hasContent = false;
        while (NextLine(reader, source, line) is { } text)
        {
            var ends = IsMarker(text, "...");
            // What stands before the first marker may be directives, which belong to the document after it.
            if (ends || (hasContent && IsMarker(text, "---")))
            {
                foreach (var result in ReadDocument(document.ToString(), source, begins))
                {
                    yield return result;
                }

                document.Clear();
                hasContent = false;
                begins = ends ? line + 1 : line;
            }

            line++;
            if (!ends)
            {
                document.Append(text).Append('\n');
                hasContent |= !(text.StartsWith('%') || text.AsSpan().TrimStart() is [] or ['#', ..]);
            }
        }

        foreach (var result in ReadDocument(document.ToString(), source, begins))
        {
            yield return result;
        }
    }

    private static string? NextLine(TextReader reader, string? source, int line)
    {
        try
        {
            return reader.ReadLine();
        }
        catch (DecoderFallbackException e)
        {
            throw new DocumentException("what follows here is not UTF-8; in another encoding it would be another text.", source, line + 1, 1, e);
        }
    }

    private static bool IsMarker(string line, string marker) =>
        line.StartsWith(marker, StringComparison.Ordinal) && (line.Length == marker.Length || char.IsWhiteSpace(line[marker.Length]));

    private IEnumerable<DocumentResult> ReadDocument(string text, string? source, int lineBefore)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return [];
        }

        ConvertedDocument converted;
        try
        {
            converted = yaml.ToJson(text);
        }
        catch (DocumentException e)
        {
            return [new DocumentResult(null, e.At(source, lineBefore))];
        }

        return converted.Json.IsEmpty ? [] : JsonDocuments.ReadValue(converted.Json, source, Place);

        (int Line, int Column) Place(long offset)
        {
            var place = converted.Places.LastOrDefault(place => place.Offset < Math.Max(1, offset));
            return (Math.Max(1, place.Line) + lineBefore, Math.Max(1, place.Column));
        }
    }
}
