using OpenShiftImage.Analysis.Images;
using OpenShiftImage.Workloads;

namespace OpenShiftImage.Analysis.Usage;

/// <summary>Which places of image streams name which Images.</summary>
internal sealed class StreamTable
{
    private readonly KeyTable _names = new();
    private readonly ChunkedList<int> _lastPlaces = new();
    private readonly ChunkedList<(StreamTag Tag, int Position, int Before, long CreatedTicks)> _places = new();
    private readonly Dictionary<TagName, StreamTag> _tags = [];

    /// <summary>Gets all tags.</summary>
    public IReadOnlyCollection<StreamTag> Tags => _tags.Values;

    /// <summary>Adds an image stream.</summary>
    public void Add(ImageStreamHistory stream)
    {
        foreach (var history in stream.Tags)
        {
            var tag = new StreamTag(
                new TagName(stream.Namespace, stream.Name, history.Tag), history.Items.Count, stream.Created);
            _tags[tag.Name] = tag;
            for (var position = 0; position < history.Items.Count; position++)
            {
                Add(history.Items[position], tag, position);
            }
        }
    }

    /// <summary>Returns the places that name an Image, in the order of the streams.</summary>
    public IReadOnlyList<StreamPlace> PlacesOf(DigestKey image)
    {
        var number = _names.Find(image);
        if (number < 0)
        {
            return [];
        }

        var found = new List<StreamPlace>();
        for (var at = _lastPlaces[number]; at >= 0; at = _places[at].Before)
        {
            var (tag, position, _, created) = _places[at];
            found.Add(new StreamPlace(
                tag, position, created == 0 ? null : new DateTimeOffset(created, TimeSpan.Zero)));
        }

        found.Reverse();
        return found;
    }

    private void Add(TagItem item, StreamTag tag, int position)
    {
        var number = _names.Add(DigestKey.Of(item.Image), out var isNew);
        if (isNew)
        {
            _lastPlaces.Add(-1);
        }

        _places.Add((tag, position, _lastPlaces[number], item.Created?.UtcTicks ?? 0));
        _lastPlaces[number] = _places.Count - 1;
    }
}
