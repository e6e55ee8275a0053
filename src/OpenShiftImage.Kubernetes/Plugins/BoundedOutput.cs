using System.Buffers;
using System.Text;

namespace OpenShiftImage.Kubernetes.Plugins;

/// <summary>
/// What a process writes to a stream, as far as it is wanted; the rest is read and dropped, so that the process is
/// not held up.
/// </summary>
internal sealed class BoundedOutput
{
    private readonly ArrayBufferWriter<byte> _kept = new();
    private readonly TaskCompletionSource _overflowed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly int _limit;
    private readonly Task _reading;
    private long _read;

    /// <param name="stream">The stream; it is read until it ends or is closed.</param>
    /// <param name="limit">The most bytes to keep.</param>
    public BoundedOutput(Stream stream, int limit)
    {
        _limit = limit;
        _reading = ReadAsync(stream);
    }

    /// <summary>Completes when more was written than is kept.</summary>
    public Task Overflowed => _overflowed.Task;

    /// <summary>What was written, as far as it is kept.</summary>
    public string Text
    {
        get
        {
            lock (_kept)
            {
                return Encoding.UTF8.GetString(_kept.WrittenSpan);
            }
        }
    }

    /// <summary>
    /// Waits for the end of the stream, or, where somebody else keeps it open, until nothing more arrives.
    /// </summary>
    public async Task SettleAsync(TimeSpan quiet, CancellationToken cancellationToken)
    {
        long before;
        do
        {
            before = Interlocked.Read(ref _read);
            await Task.WhenAny(_reading, Task.Delay(quiet, cancellationToken)).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
        }
        while (!_reading.IsCompleted && Interlocked.Read(ref _read) != before);
    }

    private async Task ReadAsync(Stream stream)
    {
        var buffer = new byte[8192];
        try
        {
            while (await stream.ReadAsync(buffer).ConfigureAwait(false) is > 0 and var read)
            {
                lock (_kept)
                {
                    _kept.Write(buffer.AsSpan(0, Math.Min(read, _limit - _kept.WrittenCount)));
                }

                if (Interlocked.Add(ref _read, read) > _limit)
                {
                    _overflowed.TrySetResult();
                }
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or OperationCanceledException)
        {
            // The process has gone, and its stream with it.
        }
    }
}
