using System.Globalization;
using OpenShiftImage.Sandbox.Primitives;
using OpenShiftImage.Sandbox.Storage;

namespace OpenShiftImage.Sandbox.Seeding;

/// <summary>Creates build configs, which build one stream from another, and their builds.</summary>
internal static class BuildSeeder
{
    /// <summary>Every how many streams one is built in the cluster.</summary>
    private const int Interval = 5;

    private static readonly string[] s_phases = ["Complete", "Complete", "Failed", "Running"];

    /// <summary>Returns the build configs.</summary>
    public static IEnumerable<StoredObject> CreateConfigs(IReadOnlyList<SeededStream> streams) =>
        GetBuilt(streams).Select(stream => SeededObject.Create(
            ApiResources.BuildConfigs,
            new ObjectKey(stream.RunsIn, stream.Application),
            stream.Created,
            stream.Labels,
            $"\"spec\":{{\"runPolicy\":\"Serial\",{CreateSpec(stream, GetFrom(stream, GetBase(streams, stream)))},"
                + "\"successfulBuildsHistoryLimit\":5,\"failedBuildsHistoryLimit\":5},\"status\":{\"lastVersion\":2}"));

    /// <summary>Returns the builds.</summary>
    public static IEnumerable<StoredObject> CreateBuilds(IReadOnlyList<SeededStream> streams) =>
        GetBuilt(streams).SelectMany(stream => Enumerable.Range(1, 2).Select(number =>
            CreateBuild(stream, GetBase(streams, stream), number)));

    private static StoredObject CreateBuild(SeededStream stream, SeededStream from, int number)
    {
        var phase = s_phases[(stream.Index + number) % s_phases.Length];
        var started = stream.Updated.AddDays(number - 3);
        return SeededObject.Create(
            ApiResources.Builds,
            new ObjectKey(stream.RunsIn, string.Create(CultureInfo.InvariantCulture, $"{stream.Application}-{number}")),
            started,
            new Dictionary<string, string>(stream.Labels) { ["buildconfig"] = stream.Application },
            $"\"spec\":{{\"serviceAccount\":\"builder\",{CreateSpec(stream, GetResolved(from))}}},"
                + $"\"status\":{{\"phase\":\"{phase}\",\"startTimestamp\":\"{Timestamp.Format(started)}\","
                + $"\"output\":{{}},\"config\":{{\"kind\":\"BuildConfig\",\"namespace\":\"{stream.RunsIn}\","
                + $"\"name\":\"{stream.Application}\"}}}}",
            (ApiResources.BuildConfigs, stream.Application));
    }

    private static IEnumerable<SeededStream> GetBuilt(IReadOnlyList<SeededStream> streams) =>
        streams.Where(stream => stream.Index % Interval == 0);

    private static SeededStream GetBase(IReadOnlyList<SeededStream> streams, SeededStream stream) =>
        streams[(stream.Index + 3) % streams.Count];

    private static string CreateSpec(SeededStream stream, string from)
    {
        var (type, strategy) = stream.Index % (2 * Interval) == 0
            ? ("Source", "sourceStrategy")
            : ("Docker", "dockerStrategy");
        return "\"source\":{\"type\":\"Git\",\"git\":{\"uri\":\"https://git.example.com/"
            + $"{stream.Application}.git\"}}}},"
            + $"\"strategy\":{{\"type\":\"{type}\",\"{strategy}\":{{\"from\":{{{from}}}}}}},"
            + "\"output\":{\"to\":{\"kind\":\"ImageStreamTag\","
            + $"\"namespace\":\"{stream.Namespace}\",\"name\":\"{stream.Name}:latest\"}}}},"
            + "\"resources\":{},\"postCommit\":{},\"nodeSelector\":null";
    }

    /// <summary>Returns what a config builds from: a tag, every third time an Image of a stream.</summary>
    private static string GetFrom(SeededStream stream, SeededStream from)
    {
        var (kind, name) = stream.Index % 3 == 0 && from.Tags is [{ Items: [.., var oldest] }, ..]
            ? ("ImageStreamImage", $"{from.Name}@{oldest.Image}")
            : ("ImageStreamTag", $"{from.Name}:latest");
        return $"\"kind\":\"{kind}\",\"namespace\":\"{from.Namespace}\",\"name\":\"{name}\"";
    }

    /// <summary>Returns what a build was made from: by then it is a pull spec.</summary>
    private static string GetResolved(SeededStream from) =>
        $"\"kind\":\"DockerImage\",\"name\":\"{from.GetPullSpec(back: 1)}\"";
}
