namespace OpenShiftImage.Documents;

/// <summary>A stream whose beginning has been looked at, read from its start again: a pipe cannot be rewound.</summary>
internal sealed class RewoundStream : ForwardStream
{
    private const int MaxHead = 64 * 1024;
    private readonly Stream _rest;
    private readonly byte[] _head = new byte[MaxHead];
    private readonly int _length;
    private int _at;

    /// <param name="stream">The stream; it is read as far as its first character that is no white space.</param>
    public RewoundStream(Stream stream)
    {
        _rest = stream;
        int read;
        while (First < 0 && _length < MaxHead && (read = stream.Read(_head, _length, MaxHead - _length)) > 0)
        {
            First = _head.AsSpan(_length, read).ToArray().Select(value => (int)value).FirstOrDefault(
                value => !IsBlank(value), -1);
            _length += read;
        }
    }

    /// <summary>The first byte that is neither white space nor of the mark of UTF-8; -1 when there is none.</summary>
    public int First { get; } = -1;

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        if (_at == _length)
        {
            return _rest.Read(buffer);
        }

        var count = Math.Min(buffer.Length, _length - _at);
        _head.AsSpan(_at, count).CopyTo(buffer);
        _at += count;
        return count;
    }

    private static bool IsBlank(int value) =>
        value is ' ' or '\t' or '\r' or '\n' || DocumentReader.Preamble.Contains((byte)value);
}
