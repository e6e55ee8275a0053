using System.Text;
using System.Text.Json;

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
    private static readonly byte[] s_preamble = Encoding.UTF8.GetPreamble();
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
        foreach (var result in ReadJson(json, path))
        {
            yield return result;
        }
    }

    /// <summary>Reads a text.</summary>
    /// <param name="text">YAML or JSON.</param>
    public IEnumerable<DocumentResult> ReadText(string text) => text.AsSpan().TrimStart() is ['{' or '[', ..]
        ? ReadJson(Encoding.UTF8.GetBytes(text), null)
        : ReadYaml(new StringReader(text), null);

    private static int FirstCharacter(Stream stream)
    {
        int read;
        while ((read = stream.ReadByte()) >= 0 && (read is ' ' or '\t' or '\r' or '\n' || s_preamble.Contains((byte)read)))
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

        return converted.Json.IsEmpty ? [] : ReadValue(converted.Json, source, Place);

        (int Line, int Column) Place(long offset)
        {
            var place = converted.Places.LastOrDefault(place => place.Offset < Math.Max(1, offset));
            return (Math.Max(1, place.Line) + lineBefore, Math.Max(1, place.Column));
        }
    }

    private static IEnumerable<DocumentResult> ReadJson(ReadOnlyMemory<byte> utf8, string? source)
    {
        var start = utf8.Span.StartsWith(s_preamble) ? s_preamble.Length : 0;
        while (true)
        {
            while (start < utf8.Length && (utf8.Span[start] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n' || IsSeparator(utf8.Span, start)))
            {
                start += IsSeparator(utf8.Span, start) ? 3 : 1;
            }

            if (start == utf8.Length)
            {
                yield break;
            }

            var from = start;
            var (length, error) = Measure(utf8[start..]);
            if (error is not null)
            {
                var (line, column) = Place(error.BytePositionInLine ?? 0, error.LineNumber ?? 0);
                yield return new DocumentResult(null, new DocumentException(Reason(error), source, line, column, error));
                yield break;
            }

            foreach (var result in ReadValue(utf8.Slice(from, length), source, offset => Place(offset, 0)))
            {
                yield return result;
            }

            start += length;

            (int Line, int Column) Place(long position, long lines)
            {
                var span = utf8.Span;
                var at = from;
                for (; lines > 0 && span[at..].IndexOf((byte)'\n') is >= 0 and var next; lines--)
                {
                    at += next + 1;
                }

                at = (int)Math.Min(span.Length, at + position);
                return (span[..at].Count((byte)'\n') + 1, at - (span[..at].LastIndexOf((byte)'\n') + 1) + 1);
            }
        }
    }

    /// <summary>Whether three dashes stand here on a line of their own, which part values for kubectl.</summary>
    private static bool IsSeparator(ReadOnlySpan<byte> utf8, int at) => utf8[at..].StartsWith("---"u8)
        && (at == 0 || utf8[at - 1] == '\n') && (at + 3 == utf8.Length || utf8[at + 3] is (byte)'\r' or (byte)'\n' or (byte)' ');

    private static (int Length, JsonException? Error) Measure(ReadOnlyMemory<byte> utf8)
    {
        try
        {
            // Not the final block: what follows the value belongs to the next.
            var reader = new Utf8JsonReader(utf8.Span, isFinalBlock: false, new JsonReaderState(new JsonReaderOptions { MaxDepth = 256 }));
            if (reader.Read() && reader.TrySkip())
            {
                return ((int)reader.BytesConsumed, null);
            }

            var whole = new Utf8JsonReader(utf8.Span, new JsonReaderOptions { MaxDepth = 256 });
            whole.Read();
            whole.Skip();
            return ((int)whole.BytesConsumed, null);
        }
        catch (JsonException e)
        {
            return (0, e);
        }
    }

    /// <summary>Gives the Images of one value: itself, or those of a list.</summary>
    /// <param name="json">The value.</param>
    /// <param name="source">Path of the file; null for text.</param>
    /// <param name="place">Gives line and column of a byte of the value.</param>
    private static IEnumerable<DocumentResult> ReadValue(ReadOnlyMemory<byte> json, string? source, Func<long, (int Line, int Column)> place)
    {
        List<(int Start, int Length)> items;
        DocumentResult? fault = null;
        try
        {
            items = Items(json);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            items = [];
            fault = Faulty(0, json.Length, e);
        }

        if (fault is not null)
        {
            yield return fault;
        }

        foreach (var (start, length) in items)
        {
            DocumentResult result;
            try
            {
                result = new DocumentResult(Read(json.Slice(start, length)), null);
            }
            catch (Exception e) when (e is JsonException or InvalidOperationException)
            {
                result = Faulty(start, length, e);
            }

            yield return result;
        }

        DocumentResult Faulty(int start, int length, Exception exception)
        {
            // The other is the reader's word for half of a surrogate pair.
            var e = exception as JsonException ?? new JsonException("a text is no valid Unicode.", exception);
            var (line, column) = place(start + OffsetOf(json.Span.Slice(start, length), e));
            return new DocumentResult(null, new DocumentException(Reason(e), source, line, column, e));
        }
    }

    private static Image Read(ReadOnlyMemory<byte> json)
    {
        var (kind, version, hasMetadata) = Head(json.Span);
        if (json.Span is not [(byte)'{', ..])
        {
            throw new JsonException("it is no object, and so no Image.");
        }

        if (string.IsNullOrEmpty(kind) && !hasMetadata)
        {
            throw new JsonException("it has neither kind nor metadata, so it is no Image.");
        }

        if (kind is not (null or "" or "Image"))
        {
            throw new JsonException($"it is a {kind}, not an Image.");
        }

        // Before API groups the version was v1 alone.
        if (version is not (null or "" or "v1" or "image.openshift.io/v1"))
        {
            throw new JsonException($"its apiVersion is {version}, not image.openshift.io/v1.");
        }

        var image = RawJsonConverter.Deserialize(json, ImageJson.Image) ?? throw new JsonException("it is null, not an Image.");
        if (version == "v1")
        {
            image.ApiVersion = "image.openshift.io/v1";
        }

        return image;
    }

    /// <summary>Finds the values that a document has: the items of a list, however deep, or the document itself.</summary>
    private static List<(int Start, int Length)> Items(ReadOnlyMemory<byte> json)
    {
        var found = new List<(int Start, int Length)>();
        Collect(json.Span, 0, 0);
        return found;

        void Collect(ReadOnlySpan<byte> value, int offset, int depth)
        {
            var reader = new Utf8JsonReader(value, new JsonReaderOptions { MaxDepth = 256 });
            reader.Read();
            var isList = reader.TokenType == JsonTokenType.StartArray;
            if (!isList && reader.TokenType == JsonTokenType.StartObject && depth < 4 && Head(value).Kind?.EndsWith("List", StringComparison.Ordinal) == true)
            {
                var hasItems = false;
                while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
                {
                    var isItems = reader.ValueTextEquals("items"u8);
                    reader.Read();
                    isList = isItems && reader.TokenType == JsonTokenType.StartArray;
                    if (isList)
                    {
                        break;
                    }

                    hasItems |= isItems && reader.TokenType != JsonTokenType.Null;
                    reader.Skip();
                }

                if (!isList && !hasItems)
                {
                    // Go writes a list without items as null.
                    return;
                }
            }

            if (!isList || depth >= 4)
            {
                found.Add((offset, value.Length));
                return;
            }

            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                var start = (int)reader.TokenStartIndex;
                reader.Skip();
                Collect(value[start..(int)reader.BytesConsumed], offset + start, depth + 1);
            }
        }
    }

    private static (string? Kind, string? Version, bool HasMetadata) Head(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = 256 });
        var (kind, version, hasMetadata) = ((string?)null, (string?)null, false);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            return default;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var (isKind, isVersion) = (reader.ValueTextEquals("kind"u8), reader.ValueTextEquals("apiVersion"u8));
            hasMetadata |= reader.ValueTextEquals("metadata"u8);
            reader.Read();
            if (reader.TokenType == JsonTokenType.String)
            {
                kind = isKind ? reader.GetString() : kind;
                version = isVersion ? reader.GetString() : version;
            }

            reader.Skip();
        }

        return (kind, version, hasMetadata);
    }

    private static long OffsetOf(ReadOnlySpan<byte> json, JsonException e)
    {
        var offset = 0;
        for (var lines = e.LineNumber ?? 0; lines > 0 && json[offset..].IndexOf((byte)'\n') is >= 0 and var next; lines--)
        {
            offset += next + 1;
        }

        return offset + (e.BytePositionInLine ?? 0);
    }

    /// <summary>The library ends its texts with a place in what it was given, which is not the place in the file.</summary>
    private static string Reason(JsonException e)
    {
        var text = e.Message;
        foreach (var tail in (string[])[" Path: ", " LineNumber: "])
        {
            text = text.IndexOf(tail, StringComparison.Ordinal) is >= 0 and var at ? text[..at] : text;
        }

        if (text.StartsWith("The JSON value could not be converted to", StringComparison.Ordinal))
        {
            text = "a value has another type than the API's field: text that looks like a number or a boolean needs quotes, and a number or a boolean must have none.";
        }

        return e.Path is { Length: > 1 } path && path != "$" ? $"{text} ({path})" : text;
    }
}
