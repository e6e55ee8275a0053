using System.Text.Json;
using OpenShiftImage.Primitives;
using OpenShiftImage.Serialization;

namespace OpenShiftImage.Documents;

/// <summary>
/// Finds the Images in JSON: values one after the other, each an Image or a list of them, with the place of whatever is
/// wrong.
/// </summary>
internal static class JsonDocuments
{
    /// <summary>
    /// Returns the Images of a text, value by value. After a value that is no JSON the text goes on with the next line
    /// of three dashes.
    /// </summary>
    public static IEnumerable<DocumentResult> Read(ReadOnlyMemory<byte> utf8, string? source)
    {
        var start = 0;
        var places = new LinePlaces(utf8);
        while (true)
        {
            while (start < utf8.Length && BlankLength(utf8.Span, start) is > 0 and var blank)
            {
                start += blank;
            }

            if (start == utf8.Length)
            {
                yield break;
            }

            var from = start;
            var (length, error) = Measure(utf8[start..]);
            if (error is not null)
            {
                var (line, column) = places.Of(from + OffsetOf(utf8.Span[from..], error));
                yield return new DocumentResult(
                    null, new DocumentException(JsonFault.Describe(error), source, line, column, error));
                if (utf8.Span[from..].IndexOf("\n---"u8) is not (>= 0 and var next))
                {
                    yield break;
                }

                start = from + next + 1;
                if (!IsSeparator(utf8.Span, start))
                {
                    // Three dashes with text after them begin a document too.
                    start += 3;
                }

                continue;
            }

            foreach (var result in ReadValue(utf8.Slice(from, length), source, offset => places.Of(from + offset)))
            {
                yield return result;
            }

            start += length;
        }
    }

    /// <summary>Returns how many bytes of white space, of the mark of UTF-8 or of a separator stand here.</summary>
    private static int BlankLength(ReadOnlySpan<byte> utf8, int at) =>
        utf8[at] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n' ? 1
        : IsSeparator(utf8, at) || utf8[at..].StartsWith(DocumentReader.Preamble) ? 3
        : 0;

    /// <summary>Whether three dashes stand here on a line of their own, which part values for kubectl.</summary>
    private static bool IsSeparator(ReadOnlySpan<byte> utf8, int at) => utf8[at..].StartsWith("---"u8)
        && (at == 0 || utf8[at - 1] == '\n')
            && (at + 3 == utf8.Length || utf8[at + 3] is (byte)'\r' or (byte)'\n' or (byte)' ');

    private static (int Length, JsonException? Error) Measure(ReadOnlyMemory<byte> utf8)
    {
        try
        {
            // This is not the final block: the bytes after the value belong to the next value.
            var reader = new Utf8JsonReader(utf8.Span, isFinalBlock: false, new JsonReaderState(JsonDefaults.Reader));
            if (reader.Read() && reader.TrySkip())
            {
                return ((int)reader.BytesConsumed, null);
            }

            var whole = new Utf8JsonReader(utf8.Span, JsonDefaults.Reader);
            whole.Read();
            whole.Skip();
            return ((int)whole.BytesConsumed, null);
        }
        catch (JsonException e)
        {
            return (0, e);
        }
        catch (InvalidOperationException e)
        {
            return (0, new InvalidJsonException("a text is no valid Unicode.", e));
        }
    }

    /// <summary>Returns the Images of one value: itself, or those of a list.</summary>
    /// <param name="json">The value.</param>
    /// <param name="source">Path of the file; null for text.</param>
    /// <param name="place">Returns the line and column of a byte of the value.</param>
    public static IEnumerable<DocumentResult> ReadValue(
        ReadOnlyMemory<byte> json, string? source, Func<long, (int Line, int Column)> place)
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
                result = new DocumentResult(ToImage(json.Slice(start, length)), null);
            }
            catch (Exception e) when (e is JsonException or InvalidOperationException)
            {
                result = Faulty(start, length, e);
            }

            yield return result;
        }

        DocumentResult Faulty(int start, int length, Exception exception)
        {
            var (line, column) = place(start + OffsetOf(json.Span.Slice(start, length), exception as JsonException));
            return new DocumentResult(null, Describe(exception, source, line, column));
        }
    }

    /// <summary>Returns the error for what a reader of JSON has met.</summary>
    /// <param name="exception">What it threw.</param>
    /// <param name="source">Path of the file; null for text.</param>
    /// <param name="line">Line of the fault, from 1.</param>
    /// <param name="column">Column of the fault, from 1.</param>
    public static DocumentException Describe(Exception exception, string? source, int line, int column) =>
        new(JsonFault.Describe(exception), source, line, column, exception);

    private static Image ToImage(ReadOnlyMemory<byte> json)
    {
        var (kind, version, hasMetadata) = Head(json.Span);
        if (json.Span is not [(byte)'{', ..])
        {
            throw new InvalidJsonException("it is no object, and so no Image.");
        }

        if (string.IsNullOrEmpty(kind) && !hasMetadata)
        {
            throw new InvalidJsonException("it has neither kind nor metadata, so it is no Image.");
        }

        if (kind is not (null or "" or "Image"))
        {
            throw new InvalidJsonException($"it is a {kind}, not an Image.");
        }

        // Before API groups the version was v1 alone.
        if (version is not (null or "" or "v1" or "image.openshift.io/v1"))
        {
            throw new InvalidJsonException($"its apiVersion is {version}, not image.openshift.io/v1.");
        }

        var image = RawJsonConverter.Deserialize(json, ImageJson.Image)
            ?? throw new InvalidJsonException("it is null, not an Image.");
        if (version == "v1")
        {
            image.ApiVersion = "image.openshift.io/v1";
        }

        return image;
    }

    /// <summary>
    /// Finds the values that a document has: the items of a list, however deep, or the document itself.
    /// </summary>
    private static List<(int Start, int Length)> Items(ReadOnlyMemory<byte> json)
    {
        var found = new List<(int Start, int Length)>();
        Collect(json.Span, 0, 0);
        return found;

        void Collect(ReadOnlySpan<byte> value, int offset, int depth)
        {
            var reader = new Utf8JsonReader(value, JsonDefaults.Reader);
            reader.Read();
            var isList = reader.TokenType == JsonTokenType.StartArray;
            if (!isList && reader.TokenType == JsonTokenType.StartObject && depth < 4
                && Head(value).Kind?.EndsWith("List", StringComparison.Ordinal) == true)
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
        var reader = new Utf8JsonReader(json, JsonDefaults.Reader);
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

    /// <summary>Returns where in a JSON an exception of its reader points to; 0 where it does not say.</summary>
    public static long OffsetOf(ReadOnlySpan<byte> json, JsonException? e)
    {
        var offset = 0;
        for (var lines = e?.LineNumber ?? 0; lines > 0
            && json[offset..].IndexOf((byte)'\n') is >= 0 and var next; lines--)
        {
            offset += next + 1;
        }

        return offset + (e?.BytePositionInLine ?? 0);
    }
}
