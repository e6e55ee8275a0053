using System.Globalization;
using System.Runtime.InteropServices;
using OpenShiftImage.Serialization;

namespace OpenShiftImage.Watching;

/// <summary>
/// What the caller of a watch knows of each Image, from which changes and, after a gap, differences are found: by name,
/// the uid, the version and a fingerprint, in 44 bytes beside the name.
/// </summary>
internal sealed class WatchCache(ICluster? cluster)
{
    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);

    private readonly record struct Entry(Guid Uid, ulong Version, ImageFingerprint Fingerprint)
    {
        public static Entry Of(in ObjectIdentity identity, in ImageFingerprint fingerprint) =>
            new(identity.Uid, identity.Version, fingerprint);

        /// <summary>
        /// Returns what has changed since another version of the same object; nothing for another object.
        /// </summary>
        public IReadOnlyList<string> ChangesSince(in Entry previous) =>
            Uid == previous.Uid && (Version != previous.Version || Version == 0)
                ? Fingerprint.ChangesSince(previous.Fingerprint)
                : [];
    }

    /// <summary>Gets the names of the Images in the cache.</summary>
    public IReadOnlyCollection<string> Names => _entries.Keys;

    /// <summary>Records an Image of which only the metadata are known.</summary>
    public void Upsert(ObjectMeta? metadata)
    {
        if (metadata?.Name is { } name)
        {
            _entries[name] = Entry.Of(ObjectIdentity.Of(metadata), ImageFingerprint.Of(metadata));
        }
    }

    /// <summary>Records an Image.</summary>
    public void Upsert(Image? image)
    {
        if (image is not null && ObjectIdentity.Of(image) is { Name: { } name } identity)
        {
            _entries[name] = Entry.Of(identity, ImageFingerprint.Of(image));
        }
    }

    /// <summary>Records an event, and sets its <see cref="ImageEvent.Changes"/>.</summary>
    public void Apply(ImageEvent item)
    {
        if (item.Type == ImageEventType.Deleted)
        {
            _entries.Remove(item.Name ?? "");
        }
        else if (item.Type != ImageEventType.Bookmark && item.Identity.Name is { } name)
        {
            ref var entry = ref CollectionsMarshal.GetValueRefOrAddDefault(_entries, name, out var exists);
            var current = Entry.Of(item.Identity, ImageFingerprint.Of(item.Image));
            if (exists && item.Type == ImageEventType.Modified)
            {
                item.Changes = current.ChangesSince(entry);
            }

            entry = current;
        }
    }

    /// <summary>
    /// Returns the events that lead from the cached Image of that name to a listed one: none, or up to two.
    /// </summary>
    /// <param name="image">The Image as it is listed.</param>
    /// <param name="unchangedSince">
    /// The version up to which an Image that is not cached is not new; 0 when all are cached.
    /// </param>
    public IEnumerable<ImageEvent> Compare(Image image, ulong unchangedSince)
    {
        var identity = ObjectIdentity.Of(image);
        if (!_entries.TryGetValue(identity.Name ?? "", out var previous))
        {
            return identity.Version != 0 && identity.Version <= unchangedSince
                ? []
                : [new ImageEvent(ImageEventType.Added, image)];
        }

        if (previous.Uid != identity.Uid)
        {
            return [Deleted(image.Name!, previous), new ImageEvent(ImageEventType.Added, image)];
        }

        if (previous.Version == identity.Version && identity.Version != 0)
        {
            return [];
        }

        var current = Entry.Of(identity, ImageFingerprint.Of(image));
        return [new ImageEvent(ImageEventType.Modified, image) { Changes = current.ChangesSince(previous) }];
    }

    /// <summary>
    /// Returns the event that deletes a cached Image: name, uid and version are all that is left of it.
    /// </summary>
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
