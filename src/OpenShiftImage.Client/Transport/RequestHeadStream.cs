using System.Text;

namespace OpenShiftImage.Transport;

/// <summary>
/// Writes the heads of HTTP/1.1 requests as the platform cannot: a line for each value of a repeated header, and a
/// <c>Host</c> that differs from the name of the TLS handshake. Bodies, whose length the head tells, pass as they are.
/// </summary>
internal sealed class RequestHeadStream(Stream inner, string? host) : Stream
{
    private const int MaxHead = 1 << 20;
    private static readonly byte[] s_separator = Encoding.ASCII.GetBytes(ImpersonationHeaders.Separator);

    private readonly MemoryStream _head = new();
    private long _bodyLeft;

    public override bool CanRead => inner.CanRead;

    public override bool CanSeek => false;

    public override bool CanWrite => inner.CanWrite;

    public override long Length => throw new NotSupportedException("A connection has no length.");

    public override long Position
    {
        get => throw new NotSupportedException("A connection has no position.");
        set => throw new NotSupportedException("A connection has no position.");
    }

    public override int Read(byte[] buffer, int offset, int count) => inner.Read(buffer, offset, count);

    public override int Read(Span<byte> buffer) => inner.Read(buffer);

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        inner.ReadAsync(buffer, cancellationToken);

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        inner.ReadAsync(buffer, offset, count, cancellationToken);

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (!buffer.IsEmpty)
        {
            var (taken, head) = Take(buffer);
            inner.Write(head ?? buffer[..taken]);
            buffer = buffer[taken..];
        }
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override async ValueTask WriteAsync(
        ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (!buffer.IsEmpty)
        {
            var (taken, head) = Take(buffer.Span);
            await inner.WriteAsync(head ?? buffer[..taken], cancellationToken).ConfigureAwait(false);
            buffer = buffer[taken..];
        }
    }

    public override void Flush() => inner.Flush();

    public override Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);

    public override long Seek(long offset, SeekOrigin origin) =>
        throw new NotSupportedException("A connection cannot seek.");

    public override void SetLength(long value) => throw new NotSupportedException("A connection has no length.");

    public override async ValueTask DisposeAsync()
    {
        await inner.DisposeAsync().ConfigureAwait(false);
        await base.DisposeAsync().ConfigureAwait(false);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }

        base.Dispose(disposing);
    }

    /// <summary>
    /// Returns how much of what is written is dealt with, and what to send for it: null for the bytes themselves.
    /// </summary>
    private (int Taken, byte[]? Head) Take(ReadOnlySpan<byte> buffer)
    {
        if (_bodyLeft > 0)
        {
            var taken = (int)Math.Min(_bodyLeft, buffer.Length);
            _bodyLeft -= taken;
            return (taken, null);
        }

        // The end of a head may come in two writes.
        var before = (int)_head.Length;
        _head.Write(buffer);
        var all = _head.GetBuffer().AsSpan(0, (int)_head.Length);
        var from = Math.Max(0, before - 3);
        if (all[from..].IndexOf("\r\n\r\n"u8) is not (>= 0 and var end))
        {
            return all.Length <= MaxHead
                ? (buffer.Length, [])
                : throw new IOException("The head of the request is too long.");
        }

        end += from + 4;
        var head = Rewrite(Encoding.Latin1.GetString(all[..end]));
        _head.SetLength(0);
        return (end - before, Encoding.Latin1.GetBytes(head));
    }

    /// <summary>Latin-1 gives every byte a character of its own, so that what is not touched stays as it is.</summary>
    private string Rewrite(string head)
    {
        var separator = Encoding.Latin1.GetString(s_separator);
        var text = new StringBuilder(head.Length);
        foreach (var line in head[..^4].Split("\r\n"))
        {
            var name = line.IndexOf(':') is >= 0 and var colon ? line[..colon] : "";
            if (name.Equals("Content-Length", StringComparison.OrdinalIgnoreCase))
            {
                _bodyLeft = long.Parse(line[(name.Length + 1)..], System.Globalization.CultureInfo.InvariantCulture);
            }

            if (host is not null && name.Equals("Host", StringComparison.OrdinalIgnoreCase))
            {
                text.Append("Host: ").Append(host).Append("\r\n");
                continue;
            }

            foreach (var (value, index) in line.Split(separator).Select((value, index) => (value, index)))
            {
                text.Append(index == 0 ? "" : name + ": ").Append(value).Append("\r\n");
            }
        }

        return text.Append("\r\n").ToString();
    }
}
