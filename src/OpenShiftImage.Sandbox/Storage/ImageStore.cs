using System.Collections.Immutable;
using System.Threading.Channels;
using OpenShiftImage.Sandbox.Primitives;

namespace OpenShiftImage.Sandbox.Storage;

/// <summary>
/// The objects, their revisions and their history, as etcd would keep them. Every change makes a revision; every
/// snapshot since the last compaction can be listed and watched from. Safe for use by many threads.
/// </summary>
public sealed class ImageStore : IObjectSource
{
    /// <summary>A cluster has always lived a while before a client sees it.</summary>
    internal const long FirstRevision = 1000;

    private readonly Lock _lock = new();
    private readonly TimeSpan _retention;
    private readonly List<(StoreChange Change, Snapshot After, DateTime At)> _history = [];
    private readonly Dictionary<string, long> _deletions = new(StringComparer.Ordinal);
    private readonly List<ChannelWriter<StoreChange>> _watchers = [];
    private Snapshot _current = new(FirstRevision, ImmutableSortedSet.Create<StoredImage>(NameComparer.Instance));
    private Snapshot _oldest;

    /// <param name="retention">How long history is kept.</param>
    public ImageStore(TimeSpan retention)
    {
        _retention = retention;
        _oldest = _current;
    }

    /// <summary>Gets the objects as they are.</summary>
    public Snapshot Current => Volatile.Read(ref _current);

    ApiResource IObjectSource.Resource => ApiResources.Images;

    bool IObjectSource.HasUniqueNames => true;

    IObjectList IObjectSource.Current => Current;

    /// <summary>Gets the revision up to which history is discarded.</summary>
    internal long CompactedRevision => Volatile.Read(ref _oldest).Revision;

    /// <summary>
    /// Changes one object: <paramref name="decide"/> takes the object as it is and the revision that the change would
    /// get, and returns the new object, the same object for no change, or null to delete.
    /// </summary>
    /// <returns>The object as it is afterwards, or, when it is deleted, as it was.</returns>
    public StoredImage Change(string name, Func<StoredImage?, long, StoredImage?> decide)
    {
        lock (_lock)
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
                var lastState = StoredImage.Create(existing!.ToJson(), revision);
                Publish(new StoreChange(ChangeType.Deleted, lastState, existing), _current.Images.Remove(existing));
                return existing;
            }

            var images = existing is null ? _current.Images : _current.Images.Remove(existing);
            var type = existing is null ? ChangeType.Added : ChangeType.Modified;
            Publish(new StoreChange(type, decided, existing), images.Add(decided));
            return decided;
        }
    }

    /// <summary>Stores the objects that a server starts with; makes no history.</summary>
    /// <param name="images">The objects, each a function of the revision that it is to have.</param>
    /// <param name="reached">A revision that the server has reached at least.</param>
    internal void Seed(IEnumerable<Func<long, StoredImage>> images, long reached = 0)
    {
        lock (_lock)
        {
            var builder = _current.Images.ToBuilder();
            var revision = _current.Revision;
            foreach (var create in images)
            {
                var image = create(revision + 1);
                builder.Add(image);
                revision = Math.Max(revision + 1, image.Revision);
            }

            _current = new Snapshot(Math.Max(revision, reached), builder.ToImmutable());
            _oldest = _current;
            _history.Clear();
        }
    }

    /// <summary>
    /// Returns the objects as they were at a revision; null when that is still to come, or discarded. A discarded
    /// revision is still available where nothing has changed since, as a server does from its cache.
    /// </summary>
    /// <param name="revision">The revision.</param>
    /// <param name="from">The first name that matters.</param>
    internal Snapshot? At(long revision, string from = "")
    {
        lock (_lock)
        {
            DiscardExpired();
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

    IObjectList? IObjectSource.At(long revision, string from) => At(revision, from);

    /// <summary>Discards all history up to now.</summary>
    public void Compact()
    {
        lock (_lock)
        {
            _oldest = _current;
            _history.Clear();
        }
    }

    /// <summary>
    /// Subscribes to every change after a revision, past and future; returns null when the revision is discarded.
    /// </summary>
    internal Subscription? Subscribe(long after)
    {
        lock (_lock)
        {
            DiscardExpired();
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
                lock (_lock)
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

    /// <summary>Discards what is older than history is kept.</summary>
    private void DiscardExpired()
    {
        var expired = DateTime.UtcNow - _retention;
        var firstKept = _history.FindIndex(entry => entry.At >= expired);
        var count = firstKept < 0 ? _history.Count : firstKept;
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

    private sealed class NameComparer : IComparer<StoredImage>
    {
        public static readonly NameComparer Instance = new();

        public int Compare(StoredImage? x, StoredImage? y) => string.CompareOrdinal(x?.Name, y?.Name);
    }
}
