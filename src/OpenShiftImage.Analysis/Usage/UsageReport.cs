using OpenShiftImage.Analysis.Images;
using OpenShiftImage.Primitives;

namespace OpenShiftImage.Analysis.Usage;

/// <summary>Makes of what has been decided what users see.</summary>
/// <param name="analysis">What has been decided.</param>
/// <param name="cluster">The cluster; null for nobody's.</param>
/// <param name="notCollected">
/// Kinds of objects that could use Images and of which an archive has none, so that they may not have been collected;
/// null where there are none.
/// </param>
internal sealed class UsageReport(UsageAnalysis analysis, ICluster? cluster, MissingKinds? notCollected)
{
    private readonly UsageSentence _sentence = new(analysis, notCollected);

    /// <summary>Returns the usage of an Image.</summary>
    public ImageUsage Of(int image)
    {
        var record = analysis.Images[image];
        var places = analysis.PlacesOf(image);
        var (verdict, reason) = analysis.VerdictOf(image, places);
        var uses = UsesOf(analysis.Images.KeyOf(image), places);
        var workloads = ToWorkloads(uses);
        var risk = verdict != ImageVerdict.Prune ? ImageUsageRisks.None
            : uses.Aggregate(
                ImageUsageRisks.None,
                (risks, use) => risks | UsageRisk.Of(use));
        return new ImageUsage
        {
            Name = analysis.Images.NameOf(image),
            Reference = record.Repository is null ? null : ControlCharacters.Escape(record.Repository),
            Verdict = verdict,
            Reason = reason,
            Message = ControlCharacters.Escape(_sentence.Of(image, reason, places, workloads)),
            Tags = ToTags(places),
            Workloads = workloads,
            ListedBy = analysis.ListedBy(image).ToArray(),
            Risk = risk,
            IsManaged = record.IsManaged,
            CreationTimestamp = record.Created?.LocalDateTime,
            Size = analysis.Images.SizeOf(image),
            UniqueSize = analysis.UniqueSizeOf(image),
            Cluster = cluster,
            NotCollected = notCollected,
        };
    }

    /// <summary>Returns the digests that workloads use and that no Image has as its name.</summary>
    public IEnumerable<ImageUsage> Unknown() => analysis.Workloads.Digests
        .Where(digest => analysis.Images.Find(digest) < 0)
        .Select(digest =>
        {
            var places = analysis.PlacesOfMissing(digest);
            var workloads = ToWorkloads(UsesOf(digest, places));
            return new ImageUsage
            {
                Name = ControlCharacters.Escape(analysis.Workloads.TextOf(digest)),
                Verdict = ImageVerdict.Unknown,
                Reason = ImageUsageReason.NoImage,
                Message = ControlCharacters.Escape(_sentence.OfMissing(workloads)),
                Tags = ToTags(places),
                Workloads = workloads,
                Cluster = cluster,
                NotCollected = notCollected,
            };
        })
        .OrderBy(usage => usage.Name, StringComparer.Ordinal);

    private List<RecordedUse> UsesOf(DigestKey name, List<PlaceVerdict> places) =>
    [
        .. analysis.Workloads.UsesOf(name),
        .. places.Where(place => place.Place.Position == 0)
            .SelectMany(place => analysis.Workloads.UsesOf(place.Place.Tag.Name)),
    ];

    /// <summary>Names each object once, by the use that counts most.</summary>
    private static ImageWorkload[] ToWorkloads(List<RecordedUse> uses) => uses.Count == 0
        ? []
        : [.. uses
            .GroupBy(use => use.Workload)
            .Select(group => group.MaxBy(use => use.IsCounted))
            .Select(use => new ImageWorkload
            {
                Kind = use.Workload.Kind,
                Namespace = use.Workload.Namespace,
                Name = use.Workload.Name,
                Phase = use.Workload.Phase,
                Place = use.Place,
                IsCounted = use.IsCounted,
                IsDone = use.Workload.State == WorkloadState.Done,
            })
            .OrderByDescending(workload => workload.IsCounted)
            .ThenBy(workload => workload.Kind, StringComparer.Ordinal)
            .ThenBy(workload => workload.Namespace, StringComparer.Ordinal)
            .ThenBy(workload => workload.Name, StringComparer.Ordinal)];

    /// <summary>
    /// Makes an array: PowerShell cannot index the list that the compiler would make of an expression.
    /// </summary>
    private static ImageTagUsage[] ToTags(List<PlaceVerdict> places) => [.. places.Select(ToTag)];

    private static ImageTagUsage ToTag(PlaceVerdict place) => new()
    {
        Namespace = place.Place.Tag.Name.Namespace,
        Stream = place.Place.Tag.Name.Stream,
        Tag = place.Place.Tag.Name.Tag,
        Position = place.Place.Position + 1,
        Of = place.Place.Tag.Length,
        Created = place.Place.Created?.LocalDateTime,
        Verdict = place.Verdict,
        Reason = place.Reason,
    };
}
