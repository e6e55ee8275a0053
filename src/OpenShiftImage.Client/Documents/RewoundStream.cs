using System.Buffers;

namespace OpenShiftImage.Documents;

/// <summary>A stream whose beginning has been looked at, read from its start again: a pipe cannot be rewound.</summary>
internal sealed class RewoundStream : ForwardStream
{
    /// <summary>White space, and the mark of UTF-8.</summary>
    private static readonly SearchValues<byte> s_blanks = SearchValues.Create(
        [(byte)' ', (byte)'\t', (byte)'\r', (byte)'\n', .. DocumentReader.Preamble]);

    private const int MaxHead = 64 * 1024;
    private readonly Stream _rest;
    private readonly int _length;
    private byte[] _head = new byte[256];
    private int _at;

    /// <param name="stream">The stream; it is read as far as its first character that is no white space.</param>
    public RewoundStream(Stream stream)
    {
        _rest = stream;
        int read;
        while (First < 0 && _length < MaxHead)
        {
            if (_length == _head.Length)
            {
                Array.Resize(ref _head, _length * 2);
            }

            if ((read = stream.Read(_head, _length, _head.Length - _length)) == 0)
            {
                break;
            }

            var begins = _head.AsSpan(_length, read).IndexOfAnyExcept(s_blanks);
            First = begins < 0 ? -1 : _head[_length + begins];
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
        return count + _rest.Read(buffer[count..]);
    }
}
