using OpenShiftImage.Analysis.Usage;

namespace OpenShiftImage.Analysis.Reports;

/// <summary>What a prune does with Images: counts, and those that are told one by one.</summary>
/// <param name="options">How many are told.</param>
internal sealed class PruneSummary(ReportOptions options)
{
    private static readonly Comparer<ImageUsage> s_order = Comparer<ImageUsage>.Create((a, b) =>
        (b.UniqueSize ?? 0).CompareTo(a.UniqueSize ?? 0) is not 0 and var order ? order
            : (b.Size ?? 0).CompareTo(a.Size ?? 0) is not 0 and var bySize ? bySize
            : string.CompareOrdinal(a.Name, b.Name));

    private readonly Dictionary<(ImageVerdict, ImageUsageReason), ReasonCount> _reasons = [];
    private readonly List<UsageRow> _rows = [];

    /// <summary>Gets the Images that go, those first that free most when they alone go.</summary>
    public TopList<ImageUsage> Prunable { get; } = new(options.Top, s_order);

    /// <summary>Gets those of them that something uses which a prune does not look at.</summary>
    public TopList<ImageUsage> AtRisk { get; } = new(options.Top, s_order);

    /// <summary>Gets how many there are of each verdict and reason, in the order of those.</summary>
    public IEnumerable<ReasonCount> Reasons =>
        _reasons.Values.OrderBy(count => count.Verdict).ThenBy(count => count.Reason);

    /// <summary>Gets what is kept for a file of data.</summary>
    public IReadOnlyList<UsageRow> Rows => _rows;

    /// <summary>Gets or sets what all of a verdict take together; null where nobody could measure it.</summary>
    public IReadOnlyList<ImageStorage>? Storage { get; set; }

    /// <summary>Gets or sets the kinds that were not collected and count as none; null where there are none.</summary>
    public MissingKinds? NotCollected { get; set; }

    /// <summary>
    /// Gets whether nothing but prunable Images came, so that nobody knows of how many they are: those of a cluster
    /// that was read whole have been measured.
    /// </summary>
    public bool IsPart => Storage is null && _reasons.Keys.All(key => key.Item1 == ImageVerdict.Prune);

    /// <summary>Adds an Image.</summary>
    public void Add(ImageUsage usage)
    {
        var key = (usage.Verdict, usage.Reason);
        if (!_reasons.TryGetValue(key, out var count))
        {
            _reasons[key] = count = new ReasonCount(usage.Verdict, usage.Reason);
        }

        count.Add(usage);
        if (usage.Verdict == ImageVerdict.Prune)
        {
            Prunable.Add(usage);
            if (usage.Risk != ImageUsageRisks.None)
            {
                AtRisk.Add(usage);
            }
        }

        if (options.KeepsRows)
        {
            _rows.Add(UsageRow.Of(usage));
        }
    }

    /// <summary>Returns how many Images have a verdict.</summary>
    public int CountOf(ImageVerdict verdict) =>
        Reasons.Where(count => count.Verdict == verdict).Sum(count => count.Images);

    /// <summary>Returns what all Images of a verdict take; null where nobody measured it, or there are none.</summary>
    public ImageStorage? StorageOf(ImageVerdict verdict) =>
        Storage?.FirstOrDefault(group => group.Name == verdict.ToString());
}
