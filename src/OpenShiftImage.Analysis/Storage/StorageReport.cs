using OpenShiftImage.Analysis.Images;

namespace OpenShiftImage.Analysis.Storage;

/// <summary>Measures groups of Images.</summary>
/// <param name="images">The Images.</param>
/// <param name="cluster">The cluster that they came from; null for several, and for none.</param>
/// <param name="groupedBy">By what the groups are made, for those who see the figures later; null for nobody.</param>
internal sealed class StorageReport(ImageTable images, ICluster? cluster, string? groupedBy = null)
{
    private const string TotalName = "Total";

    /// <summary>Returns what each group takes, first what frees most when it goes.</summary>
    public IEnumerable<ImageStorage> Measure(IImageGroups groups)
    {
        var sharing = new LayerSharing(images);
        for (var group = 0; group < groups.Count; group++)
        {
            foreach (var image in groups.ImagesOf(group))
            {
                sharing.Add(group, image);
            }
        }

        var all = SizeOfAll();
        var figures = new StorageFigures[groups.Count];
        var order = new int[groups.Count];
        for (var group = 0; group < order.Length; group++)
        {
            order[group] = group;
            figures[group] = sharing.Measure(group, groups.ImagesOf(group));
        }

        // LINQ would make and hold the name of each of 200,000 groups.
        Array.Sort(order, (one, other) =>
            figures[other].UniqueSize.CompareTo(figures[one].UniqueSize) is not 0 and var byUnique ? byUnique
            : figures[other].Size.CompareTo(figures[one].Size) is not 0 and var bySize ? bySize
            : one == other ? 0
            : string.CompareOrdinal(groups.NameOf(one), groups.NameOf(other)));
        return order.Select(group => Create(groups.NameOf(group), figures[group], all, isTotal: false));
    }

    /// <summary>Returns what all take together.</summary>
    public ImageStorage Total()
    {
        var size = SizeOfAll();
        var figures = new StorageFigures(images.Count, images.Layers.Count, size, size);
        return Create(TotalName, figures, size, isTotal: true);
    }

    private long SizeOfAll()
    {
        var size = 0L;
        for (var layer = 0; layer < images.Layers.Count; layer++)
        {
            size = Bytes.Add(size, images.Layers.SizeOf(layer));
        }

        return size;
    }

    private ImageStorage Create(string name, StorageFigures figures, long all, bool isTotal) => new()
    {
        Name = name,
        IsTotal = isTotal,
        Images = figures.Images,
        Layers = figures.Layers,
        Size = figures.Size,
        UniqueSize = figures.UniqueSize,
        Share = all == 0 ? 0 : (double)figures.Size / all,
        Cluster = cluster,
        GroupedBy = groupedBy,
    };
}
