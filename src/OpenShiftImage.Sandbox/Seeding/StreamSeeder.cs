using System.Globalization;
using OpenShiftImage.Sandbox.Primitives;
using OpenShiftImage.Sandbox.Storage;

namespace OpenShiftImage.Sandbox.Seeding;

/// <summary>
/// Creates streams of the seeded Images: one of each application's builds, with their history, and, when more are asked
/// for, others that name some of them again. Some Images are in none, and some items name an Image that is gone.
/// </summary>
internal static class StreamSeeder
{
    /// <summary>No stream names Images of more groups; the others are in none.</summary>
    private const int MaxGroups = 10;
    private const int ListIndex = 4;
    private const int LooseIndex = 9;

    /// <summary>Returns the streams.</summary>
    /// <param name="images">The seeded Images in the order in which they were created.</param>
    /// <param name="count">The number of streams.</param>
    public static IReadOnlyList<SeededStream> Plan(IReadOnlyList<StoredImage> images, int count)
    {
        var groups = images.Chunk(ImageSeeder.GroupSize).ToList();
        var taken = new Dictionary<string, int>(StringComparer.Ordinal);
        var streams = new List<SeededStream>(count);
        for (var i = 0; i < count; i++)
        {
            var first = groups.Count == 0 ? [] : groups[i % groups.Count];
            var round = groups.Count == 0 ? 0 : i / groups.Count;
            var (project, app) = GetNames(first);
            var home = round > 0 ? "shop" : project is "ubi9" or "library" ? "openshift" : project;
            var number = taken[$"{home}/{app}"] = taken.GetValueOrDefault($"{home}/{app}") + 1;
            var name = number == 1 ? app : string.Create(CultureInfo.InvariantCulture, $"{app}-{number}");
            var tags = round > 0
                ? PlanPromoted(first, round)
                : PlanBuilt(i, [.. EverySo(groups, i, count).Take(MaxGroups)]);
            var loose = first.ElementAtOrDefault(LooseIndex)?.Reference;
            streams.Add(new SeededStream(i, home, name, [.. tags.Where(tag => tag.Items.Count > 0)], loose));
        }

        return streams;
    }

    /// <summary>Returns a stream.</summary>
    public static StoredObject Create(SeededStream stream) => SeededObject.Create(
        ApiResources.ImageStreams,
        new ObjectKey(stream.Namespace, stream.Name),
        stream.Created,
        stream.Labels,
        $"\"spec\":{{\"lookupPolicy\":{{\"local\":false}}{CreateSpecTags(stream)}}},"
            + $"\"status\":{{\"dockerImageRepository\":\"{stream.Repository}\"{CreateStatusTags(stream)}}}");

    private static IEnumerable<StoredImage[]> EverySo(List<StoredImage[]> groups, int start, int step)
    {
        for (var i = start; i < groups.Count; i += step)
        {
            yield return groups[i];
        }
    }

    private static (string Project, string App) GetNames(StoredImage[] group) =>
        group is [{ Reference: var reference }, ..] && reference.Split('@')[0].Split('/') is [_, var project, var app]
            ? (project, app)
            : ("openshift", "app");

    private static IEnumerable<SeededTag> PlanBuilt(int index, IReadOnlyList<StoredImage[]> groups)
    {
        var latest = CreateHistory(groups.SelectMany(group => Pick(group, 5, 6, 7, 8)));
        if (index % 8 == 3 && latest is [.., var oldest])
        {
            var gone = ContentDigest.Compute(string.Create(CultureInfo.InvariantCulture, $"deleted-{index}"));
            var reference = oldest.Reference.Split('@')[0] + "@" + gone;
            latest.Add(new SeededTagItem(gone, reference, oldest.Created.AddDays(-9)));
        }

        yield return new SeededTag("latest", latest);
        yield return new SeededTag("stable", CreateHistory(groups.SelectMany(group => Pick(group, 5, 6))));
        if (index % 3 != 2)
        {
            yield return new SeededTag("multi", CreateHistory(groups.SelectMany(group => Pick(group, ListIndex))));
        }

        if (index % 4 == 1)
        {
            yield return new SeededTag("amd64", CreateHistory(groups.SelectMany(group => Pick(group, 0))));
        }
    }

    private static IEnumerable<SeededTag> PlanPromoted(StoredImage[] group, int round)
    {
        yield return new SeededTag("prod", CreateHistory(Pick(group, 5 + (round % 3)), daysLater: 7 * round));
        yield return new SeededTag(
            "test", CreateHistory(Pick(group, 6 + (round % 2), 5 + (round % 3)), daysLater: 2 * round));
    }

    private static IEnumerable<StoredImage> Pick(StoredImage[] group, params IEnumerable<int> indexes) =>
        indexes.Where(index => index < group.Length).Select(index => group[index]);

    private static List<SeededTagItem> CreateHistory(IEnumerable<StoredImage> images, int daysLater = 0) =>
    [
        .. images
            .Select(image => new SeededTagItem(
                image.Name, image.Reference, image.CreationTime.GetValueOrDefault().AddDays(daysLater)))
            .OrderByDescending(item => item.Created),
    ];

    private static string CreateSpecTags(SeededStream stream) =>
        stream.Tags is [{ Items: [var newest, ..] } tag, ..] && stream.Index % 3 == 0
            ? $",\"tags\":[{{\"name\":\"{tag.Name}\",\"annotations\":null,"
                + $"\"from\":{{\"kind\":\"DockerImage\",\"name\":\"{newest.Reference.Split('@')[0]}:{tag.Name}\"}},"
                + "\"generation\":1,\"importPolicy\":{\"importMode\":\"Legacy\"},"
                + "\"referencePolicy\":{\"type\":\"Source\"}}]"
            : "";

    private static string CreateStatusTags(SeededStream stream) => stream.Tags.Count == 0
        ? ""
        : $",\"tags\":[{string.Join(',', stream.Tags.Select(CreateStatusTag))}]";

    private static string CreateStatusTag(SeededTag tag) =>
        $"{{\"tag\":\"{tag.Name}\",\"items\":[{string.Join(',', tag.Items.Select(CreateItem))}]}}";

    private static string CreateItem(SeededTagItem item) =>
        $"{{\"created\":\"{Timestamp.Format(item.Created)}\",\"dockerImageReference\":\"{item.Reference}\","
        + $"\"image\":\"{item.Image}\",\"generation\":1}}";
}
