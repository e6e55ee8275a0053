namespace OpenShiftImage.Primitives;

/// <summary>
/// Small files that others name, such as kubeconfigs and tokens. They can be pipes, devices or on a dead mount, so
/// reading one takes no more than so many bytes and so much time, and whoever waits for it can stop.
/// </summary>
internal static class BoundedFile
{
    /// <summary>Bytes that no kubeconfig, certificate or token comes near.</summary>
    public const int MaxLength = 16 << 20;

    /// <summary>How long all the files of one connection may take.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    /// <summary>Reads a file. Blocks as long as the system does: for use inside <see cref="RunAsync"/>.</summary>
    /// <param name="path">Path of the file.</param>
    /// <param name="isRegular">Whether it can be read again: a pipe cannot.</param>
    /// <exception cref="IOException">It cannot be read, or is longer than <see cref="MaxLength"/>.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read, or is a folder.</exception>
    public static byte[] Read(string path, out bool isRegular)
    {
        if (Directory.Exists(path))
        {
            throw new IOException("it is a folder.");
        }

        // No buffer and no seeking: what is read may be a pipe.
        using var file = new FileStream(
            path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        isRegular = file.CanSeek;
        using var content = new MemoryStream();
        var buffer = new byte[16 * 1024];
        while (file.Read(buffer) is > 0 and var read)
        {
            if (content.Length + read > MaxLength)
            {
                throw new IOException($"it is longer than {MaxLength >> 20} MiB.");
            }

            content.Write(buffer, 0, read);
        }

        return content.ToArray();
    }

    /// <summary>
    /// Runs work that reads files, on a thread that may block, and waits for it no longer than <see cref="Timeout"/>.
    /// </summary>
    /// <param name="work">The work.</param>
    /// <param name="cancellationToken">Ends the wait; the work goes on for as long as the system blocks it.</param>
    /// <param name="time">Tells when the time is over; null for the machine's clock.</param>
    /// <exception cref="TimeoutException">The files could not be read in time.</exception>
    public static async Task<T> RunAsync<T>(
        Func<T> work, CancellationToken cancellationToken, TimeProvider? time = null)
    {
        var running = Task.Factory.StartNew(
            work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        try
        {
            return await running.WaitAsync(
                Timeout, time ?? TimeProvider.System, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is OperationCanceledException or TimeoutException)
        {
            _ = running.ContinueWith(
                static task => task.Exception,
                CancellationToken.None,
                TaskContinuationOptions.OnlyOnFaulted,
                TaskScheduler.Default);
            throw;
        }
    }
}
