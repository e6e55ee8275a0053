using OpenShiftImage.Analysis.Images;

namespace OpenShiftImage.Analysis.Reports;

/// <summary>What all Images are together.</summary>
/// <param name="Images">How many there are.</param>
/// <param name="Managed">How many of them were pushed to the integrated registry.</param>
/// <param name="Lists">How many of them are manifest lists.</param>
/// <param name="Layers">How many distinct layers they have.</param>
/// <param name="Size">Bytes of those layers.</param>
/// <param name="UniqueSize">Bytes of those of them that one Image alone has.</param>
/// <param name="Summed">Bytes of the layers of each Image, summed: shared ones count again and again.</param>
/// <param name="Oldest">When the oldest was stored; null where none says.</param>
/// <param name="Newest">When the newest was stored; null where none says.</param>
internal sealed record ImageTotals(
    int Images,
    int Managed,
    int Lists,
    int Layers,
    long Size,
    long UniqueSize,
    long Summed,
    DateTimeOffset? Oldest,
    DateTimeOffset? Newest)
{
    /// <summary>Gets the bytes of the layers that several Images have.</summary>
    public long SharedSize => Size - UniqueSize;

    /// <summary>Counts Images.</summary>
    public static ImageTotals Of(ImageTable images)
    {
        var (managed, summed) = (0, 0L);
        var (oldest, newest) = (long.MaxValue, 0L);
        var owners = new int[images.Layers.Count];
        for (var image = 0; image < images.Count; image++)
        {
            ref readonly var record = ref images[image];
            managed += record.IsManaged ? 1 : 0;
            if (record.CreatedTicks > 0)
            {
                (oldest, newest) = (Math.Min(oldest, record.CreatedTicks), Math.Max(newest, record.CreatedTicks));
            }

            foreach (var layer in images.LayersOf(image))
            {
                owners[layer]++;
                summed = Bytes.Add(summed, images.Layers.SizeOf(layer));
            }
        }

        var (size, unique) = (0L, 0L);
        for (var layer = 0; layer < owners.Length; layer++)
        {
            size = Bytes.Add(size, images.Layers.SizeOf(layer));
            unique = owners[layer] == 1 ? Bytes.Add(unique, images.Layers.SizeOf(layer)) : unique;
        }

        return new ImageTotals(
            images.Count, managed, images.ListCount, images.Layers.Count, size, unique, summed,
            TimeOf(newest == 0 ? 0 : oldest), TimeOf(newest));
    }

    private static DateTimeOffset? TimeOf(long ticks) =>
        ticks == 0 ? null : new DateTimeOffset(ticks, TimeSpan.Zero);
}
