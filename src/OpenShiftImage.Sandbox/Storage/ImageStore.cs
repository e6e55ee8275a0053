using System.Collections.Immutable;
using System.Threading.Channels;

namespace OpenShiftImage.Sandbox.Storage;

/// <summary>What a change did to an object.</summary>
internal enum ChangeType
{
    Added,
    Modified,
    Deleted,
}

/// <summary>
/// One change: <paramref name="Image"/> is the object after it (of a deletion the last state, with the deletion's
/// revision).
/// </summary>
internal sealed record StoreChange(ChangeType Type, StoredImage Image, StoredImage? Previous)
{
    public long Revision => Image.Revision;
}

/// <summary>All objects as they were at one revision, in the order of their names.</summary>
public sealed record Snapshot(long Revision, ImmutableSortedSet<StoredImage> Images)
{
    public StoredImage? Find(string name) => Images.TryGetValue(StoredImage.Key(name), out var found) ? found : null;

    /// <summary>Index of the first object whose name is not before <paramref name="start"/>.</summary>
    public int IndexFrom(string start)
    {
        var index = Images.IndexOf(StoredImage.Key(start));
        return index < 0 ? ~index : index;
    }
}

/// <summary>
/// The objects, their revisions and their history, as etcd would keep them. Every change makes a revision; every snapshot since
/// the last compaction can be listed and watched from. Safe for use by many threads.
/// </summary>
public sealed class ImageStore
{
    /// <summary>A cluster has always lived a while before a client sees it.</summary>
    private const long FirstRevision = 1000;

    private readonly object _gate = new();
    private readonly TimeSpan _keep;
    private readonly List<(StoreChange Change, Snapshot After, DateTime At)> _history = [];
    private readonly Dictionary<string, long> _deletions = new(StringComparer.Ordinal);
    private readonly List<ChannelWriter<StoreChange>> _watchers = [];
    private Snapshot _current = new(FirstRevision, ImmutableSortedSet.Create<StoredImage>(ByName.Instance));
    private Snapshot _oldest;

    /// <param name="keep">How long history is kept.</param>
    public ImageStore(TimeSpan keep)
    {
        _keep = keep;
        _oldest = _current;
    }

    public Snapshot Current => Volatile.Read(ref _current);

    /// <summary>The revision up to which history is forgotten.</summary>
    public long CompactedRevision => Volatile.Read(ref _oldest).Revision;

    /// <summary>
    /// Changes one object: <paramref name="decide"/> sees the object as it is and the revision that the change would get, and
    /// gives the new object, the same object for no change, or null to delete.
    /// </summary>
    /// <returns>The object as it is after, or, when deleted, as it was.</returns>
    public StoredImage Change(string name, Func<StoredImage?, long, StoredImage?> decide)
    {
        lock (_gate)
        {
            var existing = _current.Find(name);
            var revision = _current.Revision + 1;
            var decided = decide(existing, revision);
            if (decided is not null && ReferenceEquals(decided, existing))
            {
                return existing;
            }

            if (decided is null)
            {
                var last = StoredImage.Create(existing!.ToJson(), revision);
                Publish(new StoreChange(ChangeType.Deleted, last, existing), _current.Images.Remove(existing));
                return existing;
            }

            var images = existing is null ? _current.Images : _current.Images.Remove(existing);
            Publish(new StoreChange(existing is null ? ChangeType.Added : ChangeType.Modified, decided, existing), images.Add(decided));
            return decided;
        }
    }

    /// <summary>
    /// Stores many objects at once, as if they had been created before anyone looked; makes no history.
    /// </summary>
    internal void Seed(IEnumerable<Func<long, StoredImage>> images)
    {
        lock (_gate)
        {
            var builder = _current.Images.ToBuilder();
            var revision = _current.Revision;
            foreach (var create in images)
            {
                builder.Add(create(++revision));
            }

            _current = new Snapshot(revision, builder.ToImmutable());
            _oldest = _current;
            _history.Clear();
        }
    }

    /// <summary>
    /// Gives the objects as they were at a revision; null when that is still to come, or forgotten. What is forgotten can still be
    /// told where nothing has changed since, as a server does from what it has at hand.
    /// </summary>
    /// <param name="revision">The revision.</param>
    /// <param name="from">The first name that matters.</param>
    public Snapshot? At(long revision, string from = "")
    {
        lock (_gate)
        {
            Trim();
            if (revision < _oldest.Revision || revision > _current.Revision)
            {
                return revision >= FirstRevision && revision <= _current.Revision && !HasChangedSince(revision, from)
                    ? _current with { Revision = revision }
                    : null;
            }

            var index = _history.FindLastIndex(entry => entry.Change.Revision <= revision);
            return (index < 0 ? _oldest : _history[index].After) with { Revision = revision };
        }
    }

    /// <summary>Forgets all history up to now.</summary>
    public void Compact()
    {
        lock (_gate)
        {
            _oldest = _current;
            _history.Clear();
        }
    }

    /// <summary>
    /// Gives every change after a revision, those that have been and those to come; null when the revision is
    /// forgotten.
    /// </summary>
    internal Subscription? Subscribe(long after)
    {
        lock (_gate)
        {
            Trim();
            if (after < _oldest.Revision)
            {
                return null;
            }

            var channel = Channel.CreateUnbounded<StoreChange>(new UnboundedChannelOptions { SingleReader = true });
            foreach (var (change, _, _) in _history.Where(entry => entry.Change.Revision > after))
            {
                channel.Writer.TryWrite(change);
            }

            _watchers.Add(channel.Writer);
            return new Subscription(channel.Reader, () =>
            {
                lock (_gate)
                {
                    _watchers.Remove(channel.Writer);
                }
            });
        }
    }

    private bool HasChangedSince(long revision, string from)
    {
        for (var i = _current.IndexFrom(from); i < _current.Images.Count; i++)
        {
            if (_current.Images[i].Revision > revision)
            {
                return true;
            }
        }

        return _deletions.Any(deletion => deletion.Value > revision && string.CompareOrdinal(deletion.Key, from) >= 0);
    }

    /// <summary>Forgets what is older than history is kept.</summary>
    private void Trim()
    {
        var expired = DateTime.UtcNow - _keep;
        var count = _history.FindIndex(entry => entry.At >= expired) is >= 0 and var first ? first : _history.Count;
        if (count > 0)
        {
            _oldest = _history[count - 1].After;
            _history.RemoveRange(0, count);
        }
    }

    private void Publish(StoreChange change, ImmutableSortedSet<StoredImage> images)
    {
        Volatile.Write(ref _current, new Snapshot(change.Revision, images));
        _history.Add((change, _current, DateTime.UtcNow));
        if (change.Type == ChangeType.Deleted)
        {
            _deletions[change.Image.Name] = change.Revision;
        }

        foreach (var watcher in _watchers)
        {
            watcher.TryWrite(change);
        }
    }

    private sealed class ByName : IComparer<StoredImage>
    {
        public static readonly ByName Instance = new();

        public int Compare(StoredImage? x, StoredImage? y) => string.CompareOrdinal(x?.Name, y?.Name);
    }
}

/// <summary>A running subscription to the changes of a store.</summary>
internal sealed class Subscription(ChannelReader<StoreChange> changes, Action unsubscribe) : IDisposable
{
    public ChannelReader<StoreChange> Changes => changes;

    public void Dispose() => unsubscribe();
}
