using System.Globalization;
using System.Runtime.InteropServices;
using OpenShiftImage.Serialization;

namespace OpenShiftImage.Watching;

/// <summary>
/// What the consumer of a watch has been told of, so that after a gap only the differences need telling, and of each change what it
/// was: by name, the uid, the version and a fingerprint, in 44 bytes beside the name.
/// </summary>
internal sealed class WatchCache(ICluster? cluster)
{
    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);

    private readonly record struct Entry(Guid Uid, ulong Version, ImageFingerprint Fingerprint)
    {
        public static Entry Of(in ObjectIdentity identity, in ImageFingerprint fingerprint) => new(identity.Uid, identity.Version, fingerprint);

        /// <summary>Returns what has changed since another version of the same object; nothing for another object.</summary>
        public IReadOnlyList<string> ChangesSince(in Entry then) =>
            Uid == then.Uid && (Version != then.Version || Version == 0) ? Fingerprint.ChangesSince(then.Fingerprint) : [];
    }

    public IReadOnlyCollection<string> Names => _entries.Keys;

    public void Upsert(ObjectMeta? metadata)
    {
        if (metadata?.Name is { } name)
        {
            _entries[name] = Entry.Of(ObjectIdentity.Of(metadata), ImageFingerprint.Of(metadata));
        }
    }

    public void Upsert(Image? image)
    {
        if (image is not null && ObjectIdentity.Of(image) is { Name: { } name } identity)
        {
            _entries[name] = Entry.Of(identity, ImageFingerprint.Of(image));
        }
    }

    /// <summary>Takes an event for known, and notes on it what it has changed.</summary>
    public void Apply(ImageEvent item)
    {
        if (item.Type == ImageEventType.Deleted)
        {
            _entries.Remove(item.Name ?? "");
        }
        else if (item.Type != ImageEventType.Bookmark && item.Identity.Name is { } name)
        {
            ref var entry = ref CollectionsMarshal.GetValueRefOrAddDefault(_entries, name, out var exists);
            var now = Entry.Of(item.Identity, ImageFingerprint.Of(item.Image));
            if (exists && item.Type == ImageEventType.Modified)
            {
                item.Changes = now.ChangesSince(entry);
            }

            entry = now;
        }
    }

    /// <summary>Tells what a listed object is to someone who knows what this knows: no event, or up to two.</summary>
    /// <param name="image">The object as it is now.</param>
    /// <param name="unchangedSince">Version up to which an object that is not known here needs no telling; 0 when all are known.</param>
    public IEnumerable<ImageEvent> Compare(Image image, ulong unchangedSince)
    {
        var identity = ObjectIdentity.Of(image);
        if (!_entries.TryGetValue(identity.Name ?? "", out var then))
        {
            return identity.Version != 0 && identity.Version <= unchangedSince ? [] : [new ImageEvent(ImageEventType.Added, image)];
        }

        if (then.Uid != identity.Uid)
        {
            return [Deleted(image.Name!, then), new ImageEvent(ImageEventType.Added, image)];
        }

        return then.Version == identity.Version && identity.Version != 0
            ? []
            : [new ImageEvent(ImageEventType.Modified, image) { Changes = Entry.Of(identity, ImageFingerprint.Of(image)).ChangesSince(then) }];
    }

    public ImageEvent Deleted(string name) => Deleted(name, _entries[name]);

    private ImageEvent Deleted(string name, Entry entry) => new(
        ImageEventType.Deleted,
        new Image
        {
            Cluster = cluster,
            Metadata = new ObjectMeta
            {
                Name = name,
                Uid = entry.Uid == Guid.Empty ? null : entry.Uid.ToString(),
                ResourceVersion = entry.Version.ToString(CultureInfo.InvariantCulture),
            },
        });
}
