using OpenShiftImage.Analysis.Usage;

namespace OpenShiftImage.Analysis.Tests;

/// <summary>Compares what was decided with what oc said.</summary>
internal sealed class OracleComparison(OracleRun run, UsageAnalysis analysis)
{
    public IEnumerable<string> Differences()
    {
        var images = Enumerable.Range(0, analysis.Images.Count).ToDictionary(
            image => analysis.Images.NameOf(image), image => image, StringComparer.Ordinal);
        var pruned = images.Where(item => analysis.VerdictOf(item.Value).Verdict == ImageVerdict.Prune)
            .Select(item => item.Key).Order(StringComparer.Ordinal).ToList();
        if (!run.PrunedImages.Any(expected => expected.SequenceEqual(pruned)))
        {
            yield return $"Images: {string.Join(',', pruned)}, not {string.Join(',', run.PrunedImages.First())}";
        }

        var places = analysis.Streams.Tags.SelectMany(tag => Judged(tag)).ToList();
        var prunedPlaces = places.Where(place => place.Verdict.Verdict == ImageVerdict.Prune)
            .Select(place => $"{place.Verdict.Place.Tag.Name} {place.Verdict.Place.Position} {place.Image}")
            .Order(StringComparer.Ordinal).ToList();
        if (!prunedPlaces.SequenceEqual(run.PrunedPlaces))
        {
            yield return $"places: {string.Join(',', prunedPlaces)}, not {string.Join(',', run.PrunedPlaces)}";
        }

        if (!run.IsNondeterministic)
        {
            foreach (var (name, reason) in run.ImageReasons)
            {
                var ours = analysis.VerdictOf(images[name]).Reason;
                if (!IsKind(ours, reason))
                {
                    yield return $"{name}: {ours}, not '{reason}'";
                }
            }
        }

        foreach (var (tag, reasons) in run.PlaceReasons)
        {
            var ours = places.Where(place => place.Verdict.Place.Tag.Name.ToString() == tag)
                .OrderBy(place => place.Verdict.Place.Position).Select(place => place.Verdict.Reason).ToList();
            for (var i = 0; i < reasons.Length; i++)
            {
                if (!IsPlaceKind(ours[i], reasons[i]))
                {
                    yield return $"{tag} {i}: {ours[i]}, not '{reasons[i]}'";
                }
            }
        }
    }

    private IEnumerable<(PlaceVerdict Verdict, string Image)> Judged(StreamTag tag) =>
        StateNames().Where(name => name.Tag == tag.Name.ToString()).Select(name => (
            Verdicts(name.Image).Single(verdict =>
                verdict.Place.Tag.Name == tag.Name && verdict.Place.Position == name.Position),
            name.Image));

    private List<PlaceVerdict> Verdicts(string image)
    {
        var number = analysis.Images.Find(Analysis.Images.DigestKey.Of(image));
        return number >= 0
            ? analysis.PlacesOf(number)
            : analysis.PlacesOfMissing(Analysis.Images.DigestKey.Of(image));
    }

    /// <summary>What the recorded streams name, read without the code under test.</summary>
    private IEnumerable<(string Tag, int Position, string Image)> StateNames()
    {
        var path = Path.Combine(run.Folder, "imagestreams.json");
        if (!File.Exists(path))
        {
            return [];
        }

        using var state = System.Text.Json.JsonDocument.Parse(File.ReadAllText(path));
        return [.. state.RootElement.GetProperty("items").EnumerateArray().SelectMany(stream =>
            (stream.GetProperty("status").TryGetProperty("tags", out var tags) ? tags.EnumerateArray().ToArray() : [])
            .SelectMany(tag => (tag.GetProperty("items").ValueKind == System.Text.Json.JsonValueKind.Null
                    ? []
                    : tag.GetProperty("items").EnumerateArray().ToArray())
                .Select((item, position) => (
                    $"{stream.GetProperty("metadata").GetProperty("namespace")}/"
                        + $"{stream.GetProperty("metadata").GetProperty("name")}:{tag.GetProperty("tag")}",
                    position,
                    item.GetProperty("image").GetString()!))))];
    }

    private static bool IsKind(ImageUsageReason ours, string reason) => ours switch
    {
        ImageUsageReason.ManifestListMember => reason.Contains("used by image ", StringComparison.Ordinal),
        ImageUsageReason.NotManaged => reason.Contains("--all=false", StringComparison.Ordinal),
        ImageUsageReason.YoungImage => reason == "because of --keep-younger-than",
        ImageUsageReason.BeyondTagRevisions or ImageUsageReason.OverSizeLimit or ImageUsageReason.NoImageStream =>
            reason == "pruned",
        // oc tells at random whether a stream or a manifest list in a stream keeps a member.
        _ => reason.Contains("used by imagestream ", StringComparison.Ordinal)
            || reason.Contains("used by image ", StringComparison.Ordinal),
    };

    private static bool IsPlaceKind(ImageUsageReason ours, string reason) => ours switch
    {
        ImageUsageReason.TagInUse => reason.StartsWith("because tag is used by ", StringComparison.Ordinal),
        ImageUsageReason.DigestInUse => reason.StartsWith("because image is used by ", StringComparison.Ordinal),
        ImageUsageReason.TagRevision => reason == "because of --keep-tag-revisions",
        ImageUsageReason.YoungTagItem => reason == "because of --keep-younger-than",
        ImageUsageReason.WithinSizeLimit =>
            reason == "because --prune-over-size-limit is used and image does not exceed limits",
        ImageUsageReason.NoImage => reason == "image not found",
        ImageUsageReason.BeyondTagRevisions or ImageUsageReason.OverSizeLimit => reason == "not protected",
        _ => false,
    };
}
