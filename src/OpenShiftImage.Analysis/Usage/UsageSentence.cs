using System.Globalization;

namespace OpenShiftImage.Analysis.Usage;

/// <summary>Why an Image is kept or pruned, with the evidence, for people.</summary>
/// <param name="analysis">What has been decided.</param>
/// <param name="notCollected">Kinds of objects that may not have been collected; null where there are none.</param>
internal sealed class UsageSentence(UsageAnalysis analysis, MissingKinds? notCollected)
{
    private UsageOptions Options => analysis.Options;

    /// <summary>Returns the sentence about an Image.</summary>
    public string Of(
        int image, ImageUsageReason reason, IReadOnlyList<PlaceVerdict> places, IReadOnlyList<ImageWorkload> workloads)
    {
        var place = places.FirstOrDefault(place => place.Reason == reason);
        return reason switch
        {
            ImageUsageReason.NamespaceOnly =>
                "a prune of one namespace removes places in its image streams, and never Images",
            ImageUsageReason.ManifestListMember =>
                $"member of the manifest list {analysis.KeptBy(image)}, which an image stream keeps",
            ImageUsageReason.NotManaged => "not pushed to the integrated registry, which -ManagedOnly spares",
            ImageUsageReason.YoungImage =>
                $"stored {At(analysis.Images[image].Created)}, younger than -KeepYoungerThan {Age}",
            ImageUsageReason.NoImageStream =>
                (notCollected is null ? "in no image stream; " : "in no image stream that was collected; ")
                    + UsedBy(workloads),
            ImageUsageReason.OverSizeLimit =>
                $"{Place(place)}, over the limit of its namespace ({Limit(image, place)}); {UsedBy(workloads)}"
                    + More(places),
            ImageUsageReason.BeyondTagRevisions =>
                $"{Place(place)}, beyond -KeepTagRevisions {Options.KeepTagRevisions}; {UsedBy(workloads)}"
                    + More(places),
            _ => OfPlace(image, place),
        };
    }

    /// <summary>Returns the sentence about a digest that no Image has.</summary>
    public string OfMissing(IReadOnlyList<ImageWorkload> workloads) =>
        "the cluster has no Image of this name; " + UsedBy(workloads);

    private string OfPlace(int image, PlaceVerdict place) => place.Reason switch
    {
        ImageUsageReason.TagInUse =>
            $"{Place(place)}, a tag in use by {Name(analysis.Workloads.KeepersOf(place.Place.Tag.Name))}",
        ImageUsageReason.DigestInUse => Place(place) + ", where its digest is in use by "
            + Name(analysis.Workloads.KeepersOf(new StreamImage(
                place.Place.Tag.Name.Namespace, place.Place.Tag.Name.Stream, analysis.Images.KeyOf(image)))),
        ImageUsageReason.TagRevision => $"{Place(place)}, within -KeepTagRevisions {Options.KeepTagRevisions}",
        ImageUsageReason.WithinSizeLimit => Place(place)
            + (analysis.SizeLimitOf(place.Place.Tag.Name.Namespace) is null
                ? $", and the namespace {place.Place.Tag.Name.Namespace} has no limit for Images"
                : $", not over the limit of its namespace ({Limit(image, place)})"),
        ImageUsageReason.YoungTagItem =>
            $"{Place(place)} since {At(place.Place.Created)}, younger than -KeepYoungerThan {Age}",
        _ => $"{Place(place)}, an image stream created {At(place.Place.Tag.StreamCreated)}, younger than "
            + $"-KeepYoungerThan {Age}",
    };

    private string Age => Options.KeepYoungerThan?.ToString(null, CultureInfo.InvariantCulture) ?? "(no limit)";

    private string Limit(int image, PlaceVerdict place) => string.Create(
        CultureInfo.InvariantCulture,
        $"{analysis.Images[image].MetadataSize} of {analysis.SizeLimitOf(place.Place.Tag.Name.Namespace):0.###} bytes");

    private static string Place(PlaceVerdict place) =>
        $"position {place.Place.Position + 1} of {place.Place.Tag.Length} in {place.Place.Tag.Name}";

    private static string At(DateTimeOffset? time) => time is { } known
        ? known.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture)
        : "at an unknown time";

    private static string More(IReadOnlyList<PlaceVerdict> places) => places.Count switch
    {
        1 => "",
        2 => " (and 1 more place)",
        var count => $" (and {count - 1} more places)",
    };

    private string UsedBy(IReadOnlyList<ImageWorkload> workloads) => workloads switch
    {
        [] when notCollected is not null => $"used by no workload that was collected (there are no {notCollected})",
        [] => "used by no workload",
        [{ IsDone: true } only] => $"used by {only}, which is done",
        [var only] => $"used by {only}" + (only.IsCounted ? "" : ", which a prune does not look at"),
        [var first, ..] when workloads.All(workload => workload.IsDone) =>
            $"used by {first} and {workloads.Count - 1} more, which are done",
        [var first, ..] => $"used by {first} and {workloads.Count - 1} more",
    };

    private static string Name(IEnumerable<WorkloadRecord> users)
    {
        var all = users.ToList();
        return $"{all[0].Kind} {all[0].Namespace}/{all[0].Name}" + (all.Count > 1 ? $" and {all.Count - 1} more" : "");
    }
}
