namespace OpenShiftImage.Documents;

/// <summary>A stream whose beginning has been looked at, read from its start again: a pipe cannot be rewound.</summary>
internal sealed class RewoundStream : Stream
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

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException("The length is not known.");

    public override long Position
    {
        get => throw new NotSupportedException("The position is not known.");
        set => throw new NotSupportedException("The position cannot be set.");
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

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

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) =>
        throw new NotSupportedException("The position cannot be set.");

    public override void SetLength(long value) => throw new NotSupportedException("The length cannot be set.");

    public override void Write(byte[] buffer, int offset, int count) =>
        throw new NotSupportedException("This is only read.");

    private static bool IsBlank(int value) =>
        value is ' ' or '\t' or '\r' or '\n' || DocumentReader.Preamble.Contains((byte)value);
}
