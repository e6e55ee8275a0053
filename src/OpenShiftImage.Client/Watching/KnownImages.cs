using System.Globalization;

namespace OpenShiftImage;

/// <summary>
/// What the consumer of a watch has been told of, so that after a gap only the differences need telling: by name, the uid and
/// the version, in 24 bytes beside the name.
/// </summary>
internal sealed class KnownImages(ICluster? cluster)
{
    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);

    private readonly record struct Entry(Guid Uid, ulong Version)
    {
        public static Entry Of(in ObjectHead head) => new(head.Uid, head.Version);
    }

    public IReadOnlyCollection<string> Names => _entries.Keys;

    public void Learn(ObjectMeta? metadata) => Learn(ObjectHead.Of(metadata));

    public void Learn(Image image) => Learn(image.Head);

    private void Learn(in ObjectHead head)
    {
        if (head.Name is { } name)
        {
            _entries[name] = Entry.Of(head);
        }
    }

    public void Apply(ImageEvent item)
    {
        if (item.Type == ImageEventType.Deleted)
        {
            _entries.Remove(item.Name ?? "");
        }
        else if (item.Type != ImageEventType.Bookmark)
        {
            Learn(item.Head);
        }
    }

    /// <summary>Tells what a listed object is to someone who knows what this knows: no event, or up to two.</summary>
    /// <param name="image">The object as it is now.</param>
    /// <param name="unchangedSince">Version up to which an object that is not known here needs no telling; 0 when all are known.</param>
    public IEnumerable<ImageEvent> Compare(Image image, ulong unchangedSince)
    {
        var now = Entry.Of(image.Head);
        if (!_entries.TryGetValue(image.Head.Name ?? "", out var then))
        {
            return now.Version != 0 && now.Version <= unchangedSince ? [] : [new ImageEvent(ImageEventType.Added, image)];
        }

        if (then.Uid != now.Uid)
        {
            return [Deleted(image.Name!, then), new ImageEvent(ImageEventType.Added, image)];
        }

        return then.Version == now.Version && now.Version != 0 ? [] : [new ImageEvent(ImageEventType.Modified, image)];
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
