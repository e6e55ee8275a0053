namespace OpenShiftImage.Analysis.Images;

/// <summary>
/// Which layers are one group's alone. Held is the only group of each layer, and a mark once a group has several
/// Images, however many groups there are.
/// </summary>
/// <param name="images">The Images.</param>
internal sealed class LayerSharing(ImageTable images)
{
    private const int Nobody = 0;
    private const int Several = -1;

    private readonly int[] _owners = new int[images.Layers.Count];
    private int[]? _counted;
    private int _stamp;

    /// <summary>Tells that a group has the layers of an Image.</summary>
    public void Add(int group, int image)
    {
        foreach (var layer in images.LayersOf(image))
        {
            ref var owner = ref _owners[layer];
            owner = owner == Nobody || owner == group + 1 ? group + 1 : Several;
        }
    }

    /// <summary>Returns what a group takes, once all groups have told their layers.</summary>
    public StorageFigures Measure(int group, IReadOnlyList<int> members)
    {
        _stamp++;
        // One Image has each of its layers once.
        var counted = members.Count > 1 ? _counted ??= new int[images.Layers.Count] : null;
        var (layers, size, unique) = (0, 0L, 0L);
        foreach (var image in members)
        {
            foreach (var layer in images.LayersOf(image))
            {
                if (counted is not null)
                {
                    if (counted[layer] == _stamp)
                    {
                        continue;
                    }

                    counted[layer] = _stamp;
                }

                layers++;
                size = Bytes.Add(size, images.Layers.SizeOf(layer));
                unique = _owners[layer] == group + 1 ? Bytes.Add(unique, images.Layers.SizeOf(layer)) : unique;
            }
        }

        return new StorageFigures(members.Count, layers, size, unique);
    }
}
