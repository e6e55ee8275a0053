using OpenShiftImage.Analysis.Images;

namespace OpenShiftImage.Analysis.Reports;

/// <summary>
/// The ages of Images, weighted by bytes. A layer counts once, at the age of the youngest Image that has it: what is at
/// one age and older is what would be freed if all Images of that age and older went.
/// </summary>
internal sealed class AgeHistogram
{
    private static readonly (string Name, double Days)[] s_bands =
    [
        ("up to a day", 1), ("a day to a week", 7), ("1 to 4 weeks", 28), ("4 weeks to 3 months", 91),
        ("3 to 6 months", 182), ("6 to 12 months", 365), ("1 to 2 years", 730), ("2 to 3 years", 1095),
        ("over 3 years", double.PositiveInfinity),
    ];

    private AgeHistogram(IReadOnlyList<AgeBand> bands) => Bands = bands;

    /// <summary>Gets the bands, the youngest first; those that do not say when they were stored come last.</summary>
    public IReadOnlyList<AgeBand> Bands { get; }

    /// <summary>Counts the ages of Images.</summary>
    /// <param name="images">The Images.</param>
    /// <param name="asOf">The time that ages are counted to.</param>
    public static AgeHistogram Of(ImageTable images, DateTimeOffset asOf)
    {
        var unknown = s_bands.Length;
        var youngest = new byte[images.Layers.Count];
        Array.Fill(youngest, (byte)unknown);
        var counts = new int[unknown + 1];
        for (var image = 0; image < images.Count; image++)
        {
            var band = BandOf(images[image].Created, asOf);
            counts[band]++;
            foreach (var layer in images.LayersOf(image))
            {
                youngest[layer] = Math.Min(youngest[layer], (byte)band);
            }
        }

        var sizes = new long[unknown + 1];
        for (var layer = 0; layer < youngest.Length; layer++)
        {
            sizes[youngest[layer]] = Bytes.Add(sizes[youngest[layer]], images.Layers.SizeOf(layer));
        }

        var (bands, older) = (new List<AgeBand>(), 0L);
        for (var band = unknown; band >= 0; band--)
        {
            older = Bytes.Add(older, sizes[band]);
            if (band < unknown || counts[band] > 0)
            {
                bands.Add(new AgeBand(
                    band < unknown ? s_bands[band].Name : "not known", counts[band], sizes[band], older));
            }
        }

        bands.Reverse();
        return new AgeHistogram(bands);
    }

    private static int BandOf(DateTimeOffset? created, DateTimeOffset asOf)
    {
        if (created is not { } time)
        {
            return s_bands.Length;
        }

        var days = (asOf - time).TotalDays;
        return Array.FindIndex(s_bands, band => days < band.Days);
    }
}
