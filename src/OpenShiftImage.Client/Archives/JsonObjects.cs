using System.Buffers;
using System.Text.Json;
using OpenShiftImage.Documents;
using OpenShiftImage.Primitives;
using OpenShiftImage.Serialization;

namespace OpenShiftImage.Archives;

/// <summary>
/// Finds the objects of a JSON file: values one after the other, each an object or a list of them, of which no more
/// than one object is held.
/// </summary>
/// <param name="stream">The file.</param>
/// <param name="source">Names the archive and the file.</param>
/// <param name="cancellationToken">Ends the reading.</param>
internal sealed class JsonObjects(Stream stream, string source, CancellationToken cancellationToken) : IDisposable
{
    /// <summary>The most bytes of one object.</summary>
    private const int MaxObject = 256 << 20;

    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(64 * 1024);
    private int _start;
    private int _end;
    private bool _isComplete;
    private bool _isInItems;
    private bool _isAfterItems;
    private JsonReaderState _state = new(JsonDefaults.Reader);
    private bool _isMisshapen;
    private int _line = 1;
    private int _column = 1;

    /// <summary>
    /// Gets or sets what returns the shape that an object is to have by its head; null for objects of any shape.
    /// </summary>
    public Func<TypeMeta, JsonShapeValidator?>? ShapeOf { get; init; }

    /// <summary>Gets what the value says it is that is being read, as far as it has been read.</summary>
    public TypeMeta Head { get; private set; }

    /// <summary>Gets what a list says of itself, as far as it has been read.</summary>
    public ListMetadata Metadata { get; private set; }

    /// <summary>Gets the object that was found; valid until the next is looked for.</summary>
    public ReadOnlyMemory<byte> Current { get; private set; }

    /// <summary>Gets the place of the object in the file, in bytes.</summary>
    public long Offset { get; private set; }

    /// <summary>Gets whether the object is an item of a list.</summary>
    public bool IsItem { get; private set; }

    /// <summary>
    /// Gets whether the object is known to have its shape: one that has not is found like any other, so that whoever
    /// reads it can say what is wrong.
    /// </summary>
    public bool HasShape { get; private set; }

    /// <summary>Gets whether the value that has just ended is a list, whose head is now known as a whole.</summary>
    public bool EndsList { get; private set; }

    /// <inheritdoc/>
    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
    }

    /// <summary>Returns the line and column of a byte of the object.</summary>
    public (int Line, int Column) PlaceOf(long offset) =>
        PlaceAfter((_line, _column), Current.Span[..(int)Math.Clamp(offset, 0, Current.Length)]);

    /// <summary>Returns the line and column after some text.</summary>
    /// <param name="start">Those where the text begins.</param>
    /// <param name="text">The text.</param>
    public static (int Line, int Column) PlaceAfter((int Line, int Column) start, ReadOnlySpan<byte> text)
    {
        var lastBreak = text.LastIndexOf((byte)'\n');
        return lastBreak < 0
            ? (start.Line, start.Column + text.Length)
            : (start.Line + text.Count((byte)'\n'), text.Length - lastBreak);
    }

    /// <summary>Goes on to the next object, or to the end of a list; false at the end of the file.</summary>
    /// <exception cref="DocumentException">What stands there is no JSON, or longer than an object may be.</exception>
    public bool MoveNext()
    {
        Consume(Current.Length);
        (Current, EndsList, HasShape, _isMisshapen) = (default, false, false, false);
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                if (_isInItems || _isAfterItems ? TryReadList(out var found) : TryReadValue(out found))
                {
                    return found;
                }
            }
            catch (Exception e) when (e is JsonException or InvalidOperationException)
            {
                throw Invalid(e);
            }

            if (!Fill())
            {
                throw new DocumentException(
                    "the file ends in the middle of a value.", source, PlaceAfter(_end).Line, PlaceAfter(_end).Column);
            }
        }
    }

    /// <summary>Reads a value from its start; false when more of it must arrive.</summary>
    private bool TryReadValue(out bool found)
    {
        found = false;
        SkipBlanks();
        if (_start == _end)
        {
            return _isComplete;
        }

        if (_buffer[_start] is not ((byte)'{' or (byte)'['))
        {
            throw new InvalidJsonException("neither an object nor a list begins here.");
        }

        var reader = new Utf8JsonReader(
            _buffer.AsSpan(_start, _end - _start), isFinalBlock: false, new JsonReaderState(JsonDefaults.Reader));
        var (head, metadata) = (default(TypeMeta), default(ListMetadata));
        if (!reader.Read())
        {
            return false;
        }

        if (reader.TokenType == JsonTokenType.StartArray)
        {
            Begin(ref reader, head, metadata);
            return TryReadList(out found);
        }

        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.EndObject)
            {
                (Head, IsItem, found) = (head, false, true);
                Current = _buffer.AsMemory(_start, (int)reader.BytesConsumed);
                return true;
            }

            var field = FieldOf(ref reader);
            if (!reader.Read())
            {
                return false;
            }

            if (field == DocumentField.Items && reader.TokenType == JsonTokenType.StartArray)
            {
                Begin(ref reader, head, metadata);
                return TryReadList(out found);
            }

            head = Note(head, field, ref reader);
            var start = reader;
            if (!reader.TrySkip())
            {
                return false;
            }

            if (field == DocumentField.Metadata && (head.Kind is null || head.IsList))
            {
                metadata = ListMetadata.Read(start);
            }

            if (field is DocumentField.Kind or DocumentField.ApiVersion && ShapeToTry(head) is { } shape)
            {
                return TryReadShape(shape, ref reader, head, out found);
            }
        }

        return false;
    }

    private JsonShapeValidator? ShapeToTry(TypeMeta head) =>
        ShapeOf is null || _isMisshapen || head.Kind is null || head.ApiVersion is null ? null : ShapeOf(head);

    /// <summary>
    /// Reads on to the end of an object and finds out in the same pass whether it has its shape: parsing takes most of
    /// the time.
    /// </summary>
    private bool TryReadShape(
        JsonShapeValidator shape, ref Utf8JsonReader reader, TypeMeta head, out bool found)
    {
        found = false;
        try
        {
            if (!shape.TryValidateFields(ref reader))
            {
                return false;
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            _isMisshapen = true;
            return TryReadValue(out found);
        }

        (Head, IsItem, HasShape, found) = (head, false, true, true);
        Current = _buffer.AsMemory(_start, (int)reader.BytesConsumed);
        return true;
    }

    private void Begin(ref Utf8JsonReader reader, TypeMeta head, ListMetadata metadata)
    {
        (Head, Metadata, _isInItems, _state) = (head, metadata, true, reader.CurrentState);
        Consume((int)reader.BytesConsumed);
    }

    /// <summary>Reads the next item of a list, or what stands after the last.</summary>
    private bool TryReadList(out bool found)
    {
        found = false;
        while (true)
        {
            var reader = new Utf8JsonReader(_buffer.AsSpan(_start, _end - _start), isFinalBlock: false, _state);
            if (!reader.Read())
            {
                return false;
            }

            var start = (int)reader.TokenStartIndex;
            if (_isInItems && reader.TokenType != JsonTokenType.EndArray)
            {
                if (!reader.TrySkip())
                {
                    return false;
                }

                _state = reader.CurrentState;
                Consume(start);
                (IsItem, found) = (true, true);
                Current = _buffer.AsMemory(_start, (int)reader.BytesConsumed - start);
                return true;
            }

            if (_isInItems)
            {
                (_isInItems, _isAfterItems) = (false, reader.CurrentDepth > 0);
            }
            else if (reader.TokenType == JsonTokenType.EndObject)
            {
                _isAfterItems = false;
            }
            else
            {
                var field = FieldOf(ref reader);
                if (!reader.Read())
                {
                    return false;
                }

                var head = Note(Head, field, ref reader);
                var value = reader;
                if (!reader.TrySkip())
                {
                    return false;
                }

                Head = head;
                Metadata = field == DocumentField.Metadata ? ListMetadata.Read(value) : Metadata;
            }

            _state = reader.CurrentState;
            Consume((int)reader.BytesConsumed);
            if (!_isInItems && !_isAfterItems)
            {
                (EndsList, found) = (true, true);
                return true;
            }
        }
    }

    private static DocumentField FieldOf(ref Utf8JsonReader reader) =>
        reader.ValueTextEquals("kind"u8) ? DocumentField.Kind
        : reader.ValueTextEquals("apiVersion"u8) ? DocumentField.ApiVersion
        : reader.ValueTextEquals("items"u8) ? DocumentField.Items
        : reader.ValueTextEquals("metadata"u8) ? DocumentField.Metadata
        : DocumentField.Other;

    private static TypeMeta Note(TypeMeta head, DocumentField field, ref Utf8JsonReader reader) =>
        reader.TokenType != JsonTokenType.String ? head
        : field == DocumentField.Kind ? head with { Kind = reader.GetString() }
        : field == DocumentField.ApiVersion ? head with { ApiVersion = reader.GetString() }
        : head;

    private void SkipBlanks()
    {
        while (_start < _end)
        {
            var rest = _buffer.AsSpan(_start, _end - _start);
            var length = rest[0] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n' ? 1
                : rest.StartsWith(DocumentReader.Preamble) || (_column == 1 && rest.StartsWith("---"u8)) ? 3
                : 0;
            if (length == 0)
            {
                return;
            }

            Consume(length);
        }
    }

    private void Consume(int count)
    {
        if (count > 0)
        {
            (_line, _column) = PlaceAfter(_start + count);
            _start += count;
            Offset += count;
        }
    }

    private (int Line, int Column) PlaceAfter(int end) =>
        PlaceAfter((_line, _column), _buffer.AsSpan(_start, end - _start));

    /// <summary>Reads on; false at the end of the file.</summary>
    private bool Fill()
    {
        var length = _end - _start;
        if (_end == _buffer.Length)
        {
            if (length >= MaxObject)
            {
                throw new DocumentException(
                    $"the object that begins here is longer than {MaxObject >> 20} MiB.", source, _line, _column);
            }

            var target = length > _buffer.Length / 2 ? ArrayPool<byte>.Shared.Rent(_buffer.Length * 2) : _buffer;
            _buffer.AsSpan(_start, length).CopyTo(target);
            if (target != _buffer)
            {
                ArrayPool<byte>.Shared.Return(_buffer);
                _buffer = target;
            }

            (_start, _end) = (0, length);
        }

        // What waits is parsed again from its start: as much again must come, or a long object takes the square of its
        // length.
        var rest = _buffer.AsSpan(_end);
        var read = stream.ReadAtLeast(rest, Math.Clamp(_end - _start, 1, rest.Length), throwOnEndOfStream: false);
        _end += read;
        if (read == 0 && !_isComplete && _start == _end)
        {
            // Nothing but the end of the file is left to be found.
            _isComplete = true;
            return true;
        }

        return read > 0;
    }

    private DocumentException Invalid(Exception exception)
    {
        var (line, column) = PlaceAfter(FindFault());
        return JsonDocuments.Describe(exception, source, line, column);
    }

    /// <summary>Returns where in the buffer the JSON breaks off.</summary>
    private int FindFault()
    {
        var reader = new Utf8JsonReader(
            _buffer.AsSpan(_start, _end - _start),
            isFinalBlock: false,
            _isInItems || _isAfterItems ? _state : new JsonReaderState(JsonDefaults.Reader));
        try
        {
            while (reader.Read())
            {
            }
        }
        catch (JsonException)
        {
            // The reader stands after the last token that is JSON.
        }

        var at = _start + (int)reader.BytesConsumed;
        while (at < _end && _buffer[at] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n')
        {
            at++;
        }

        return at;
    }
}
