using System.Buffers;

namespace OpenShiftImage.Archives;

/// <summary>
/// Some entries of a folder, one after the other. The small files among them are read in one go and ahead of whoever
/// asks, as opening a file takes as long as parsing it; all others are opened when they are asked for.
/// </summary>
internal sealed class FolderBatch : IDisposable
{
    /// <summary>The most bytes of a file that is read ahead.</summary>
    private const int MaxFile = 64 << 10;

    /// <summary>The most bytes that a batch holds.</summary>
    private const int MaxBatch = 256 << 10;

    private readonly List<FolderEntry> _entries;
    private readonly int[] _lengths;
    private readonly byte[] _buffer;
    private Task? _reading;
    private bool _isRead;
    private int _isClaimed;
    private volatile bool _isAbandoned;

    private FolderBatch(List<FolderEntry> entries)
    {
        _entries = entries;
        _lengths = new int[entries.Count];
        _buffer = ArrayPool<byte>.Shared.Rent(MaxBatch);
    }

    /// <summary>Takes the next entries; null after the last.</summary>
    /// <param name="entries">The entries of the folder.</param>
    /// <param name="most">The most entries of the batch.</param>
    public static FolderBatch? Next(IEnumerator<FolderEntry> entries, int most)
    {
        var taken = new List<FolderEntry>(most);
        var room = 0;
        while (taken.Count < most && room + MaxFile <= MaxBatch && entries.MoveNext())
        {
            taken.Add(entries.Current);
            room += RoomOf(entries.Current);
        }

        return taken.Count == 0 ? null : new FolderBatch(taken);
    }

    /// <summary>Begins to read on another thread.</summary>
    public void Begin() => _reading = Task.Run(TryRead);

    /// <summary>Returns the entries, each to be used before the next.</summary>
    /// <param name="cancellationToken">Ends the wait for what is being read.</param>
    public IEnumerable<ArchiveEntry> ReadEntries(CancellationToken cancellationToken)
    {
        // Where no thread was free to begin, nobody waits for one.
        if (!TryRead())
        {
            _reading!.Wait(cancellationToken);
        }

        _isRead = true;
        var at = 0;
        for (var i = 0; i < _entries.Count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var entry = _entries[i];
            var (content, fault) = _lengths[i] > 0
                ? (new MemoryStream(_buffer, at, _lengths[i], writable: false), null)
                : entry.IsRead ? Open(entry.Path) : (null, entry.Fault);
            at += RoomOf(entry);
            using (content)
            {
                yield return new ArchiveEntry(entry.Name, content, entry.PassedOver, fault);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _isAbandoned = true;
        // A buffer that is still being read into is left to the garbage collector.
        if (Interlocked.Exchange(ref _isClaimed, 1) == 0 || _isRead)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
        }
    }

    /// <summary>
    /// Returns the bytes that an entry takes: one more than it has, which shows whether it has grown.
    /// </summary>
    private static int RoomOf(FolderEntry entry) =>
        entry.IsRead && entry.Length is > 0 and < MaxFile ? (int)entry.Length + 1 : 0;

    private static (Stream? Content, Exception? Fault) Open(string path)
    {
        try
        {
            return (ArchiveFile.Open(path), null);
        }
        catch (Exception e) when (ArchiveEntry.IsFault(e))
        {
            return (null, e);
        }
    }

    /// <summary>Reads the small files; false when somebody else has begun with it.</summary>
    private bool TryRead()
    {
        if (Interlocked.Exchange(ref _isClaimed, 1) != 0)
        {
            return false;
        }

        var at = 0;
        for (var i = 0; i < _entries.Count && !_isAbandoned; i++)
        {
            var room = RoomOf(_entries[i]);
            _lengths[i] = room == 0 ? 0 : Read(_entries[i].Path, _buffer.AsSpan(at, room));
            at += room;
        }

        return true;
    }

    /// <summary>
    /// Returns the number of bytes of a file; 0 where it cannot be read in one go, which who opens it finds out again.
    /// </summary>
    private static int Read(string path, Span<byte> room)
    {
        try
        {
            using var file = File.OpenHandle(
                path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var length = 0;
            while (length < room.Length && RandomAccess.Read(file, room[length..], length) is > 0 and var read)
            {
                length += read;
            }

            return length < room.Length ? length : 0;
        }
        catch (Exception e) when (ArchiveEntry.IsFault(e))
        {
            return 0;
        }
    }
}
