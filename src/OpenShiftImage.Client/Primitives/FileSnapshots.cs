using System.Buffers;

namespace OpenShiftImage.Primitives;

/// <summary>
/// What files held when they were read. Their content is compared and not their time, which a copy can keep and a
/// swapped link does not change. What is no regular file is read once only, and so counts as unchanged.
/// </summary>
internal sealed class FileSnapshots
{
    /// <summary>No files.</summary>
    public static readonly FileSnapshots None = new();

    private static readonly HashSet<string> s_localFormats = new(StringComparer.OrdinalIgnoreCase)
    {
        "ext2", "ext3", "ext4", "xfs", "btrfs", "f2fs", "zfs", "overlay", "overlayfs", "tmpfs", "ramfs",
        "apfs", "hfs", "NTFS", "ReFS",
    };

    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(5);

    private readonly Dictionary<string, byte[]?> _contents = new(StringComparer.Ordinal);
    private volatile Task<bool>? _look;
    private bool _areLocal = true;

    /// <summary>Whether there is no file.</summary>
    public bool IsEmpty => _contents.Count == 0;

    /// <summary>Reads a file, and keeps what it held.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public byte[] Read(string path)
    {
        var content = BoundedFile.Read(path, out var isRegular);
        _areLocal &= IsLocal(path);
        _contents[path] = isRegular ? content : null;
        return content;
    }

    /// <summary>Keeps that a file is not there.</summary>
    public void AddMissing(string path)
    {
        _contents[path] = [];
        _areLocal &= Path.GetDirectoryName(path) is { } folder && Directory.Exists(folder) && IsLocal(folder);
    }

    /// <summary>Returns whether every file holds what it did.</summary>
    /// <exception cref="TimeoutException">A file could not be read in time.</exception>
    public Task<bool> AreCurrentAsync(CancellationToken cancellationToken)
    {
        if (IsEmpty)
        {
            return Task.FromResult(true);
        }

        if (_areLocal)
        {
            // A local file answers at once, and another thread would cost more than the check.
            cancellationToken.ThrowIfCancellationRequested();
            return Task.FromResult(AreCurrent());
        }

        // While one check is stuck, another would be stuck too.
        var look = _look;
        if (look is null || look.IsCompleted)
        {
            _look = look = Task.Run(AreCurrent, CancellationToken.None);
        }

        return look.WaitAsync(s_timeout, cancellationToken);
    }

    /// <summary>Whether a path is on a file system that no network is part of.</summary>
    private static bool IsLocal(string path)
    {
        try
        {
            return s_localFormats.Contains(new DriveInfo(path).DriveFormat);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return false;
        }
    }

    private bool AreCurrent() => _contents.All(item => item.Value is not { } then || IsSame(item.Key, then));

    private static bool IsSame(string path, byte[] then)
    {
        try
        {
            if (!File.Exists(path))
            {
                return then.Length == 0;
            }

            // One byte more than before is enough to see that the file has grown.
            using var file = File.OpenHandle(
                path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var buffer = ArrayPool<byte>.Shared.Rent(then.Length + 1);
            try
            {
                var (length, read) = (0, 0);
                while (length <= then.Length
                    && (read = RandomAccess.Read(file, buffer.AsSpan(length, then.Length + 1 - length), length)) > 0)
                {
                    length += read;
                }

                return buffer.AsSpan(0, length).SequenceEqual(then);
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(buffer);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            // The reader of the file reports the error.
            return false;
        }
    }
}
