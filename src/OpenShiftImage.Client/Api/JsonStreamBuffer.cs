using System.Buffers;
using OpenShiftImage.Transport;

namespace OpenShiftImage.Api;

/// <summary>
/// A window over a body that is still arriving: bytes come in at one end as they are read and leave at the other as
/// they are understood, so that no more is held than the value that is being read.
/// </summary>
internal sealed class JsonStreamBuffer : IDisposable
{
    /// <summary>No single object of the API comes near this; a body that announces one is not the API's.</summary>
    private const int MaxValue = 64 << 20;

    /// <summary>
    /// Bytes around an object that are none of its own: what an event says beside it, and what stands between two of
    /// them.
    /// </summary>
    private const int MaxAround = 1 << 10;

    private readonly ResponseBody _body;
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(64 * 1024);
    private int _start;
    private int _end;

    public JsonStreamBuffer(ResponseBody body) => _body = body;

    /// <summary>Whether the last byte of the body has been read.</summary>
    public bool IsComplete { get; private set; }

    public ReadOnlySpan<byte> Unread => _buffer.AsSpan(_start, _end - _start);

    public ReadOnlyMemory<byte> UnreadMemory => _buffer.AsMemory(_start, _end - _start);

    public void Consume(long count) => _start += (int)count;

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
        _start = _end = 0;
    }

    /// <summary>
    /// Reads on until there is something new to try: a value can only have ended where a closing brace or bracket has
    /// come, so a body that drips in is not scanned again for every byte.
    /// </summary>
    public async ValueTask FillAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            MakeRoom();
            var room = Math.Min(_buffer.Length - _end, MaxValue + MaxAround - (_end - _start));
            var read = await _body.ReadAsync(_buffer.AsMemory(_end, room), cancellationToken).ConfigureAwait(false);
            if (read == 0)
            {
                IsComplete = true;
                return;
            }

            var mayHaveEnded = _buffer.AsSpan(_end, read).IndexOfAny((byte)'}', (byte)']') >= 0;
            _end += read;
            if (mayHaveEnded || _end == _buffer.Length)
            {
                return;
            }
        }
    }

    /// <summary>Refuses a value that is longer than any of the API's.</summary>
    public void CheckLength(long length)
    {
        if (length > MaxValue)
        {
            throw TooLong();
        }
    }

    private TransportException TooLong() => _body.Invalid($"it has a value of more than {MaxValue >> 20} MiB.");

    private void MakeRoom()
    {
        if (_start == _end)
        {
            _start = _end = 0;
        }

        // The reader needs more bytes only when no value ends in those that are here.
        var length = _end - _start;
        if (length >= MaxValue + MaxAround)
        {
            throw TooLong();
        }

        if (_end < _buffer.Length)
        {
            return;
        }

        var target = length > _buffer.Length / 2 ? ArrayPool<byte>.Shared.Rent(_buffer.Length * 2) : _buffer;
        Unread.CopyTo(target);
        if (target != _buffer)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = target;
        }

        (_start, _end) = (0, length);
    }
}
