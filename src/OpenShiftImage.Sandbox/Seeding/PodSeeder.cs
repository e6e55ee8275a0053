using System.Globalization;
using OpenShiftImage.Sandbox.Primitives;
using OpenShiftImage.Sandbox.Storage;

namespace OpenShiftImage.Sandbox.Seeding;

/// <summary>
/// Creates the pods of the applications, of each phase. Those of applications that nothing runs name an Image that is
/// in no stream.
/// </summary>
internal static class PodSeeder
{
    /// <summary>The letters of generated names: none that make words.</summary>
    private const string Letters = "bcdfghjklmnpqrstvwxz2456789";
    private const int SuffixLength = 5;

    /// <summary>Has no factor in common with the number of suffixes, so that none comes twice.</summary>
    private const long Stride = 7_368_787;
    private const int Nodes = 12;

    /// <summary>Where pods run that belong to no stream.</summary>
    private static readonly SeededStream s_none = new(4, "default", "app", [], LooseImage: null);

    /// <summary>Returns the pods.</summary>
    /// <param name="streams">The streams whose Images they run.</param>
    /// <param name="count">Their number.</param>
    public static IEnumerable<StoredObject> Create(IReadOnlyList<SeededStream> streams, int count) =>
        Enumerable.Range(0, count).Select(index => streams.Count == 0
            ? Create(s_none, index, index)
            : Create(streams[index % streams.Count], index, index / streams.Count));

    private static StoredObject Create(SeededStream stream, int index, int ordinal)
    {
        var phase = GetPhase(stream, index, ordinal);
        var owner = ControllerSeeder.GetOwnerOfPods(stream);
        var image = owner is null && stream.LooseImage is { } loose ? loose : stream.GetPullSpec();
        var name = stream.Controller == ControllerKind.StatefulSet
            ? string.Create(CultureInfo.InvariantCulture, $"{stream.Application}-{ordinal}")
            : $"{owner?.Name ?? stream.Application}-{GetSuffix(stream.Index, ordinal)}";
        var created = stream.Updated.AddDays(1).AddMinutes(index % 1440);
        var restartPolicy = stream.Controller is ControllerKind.Job or ControllerKind.CronJob ? "Never" : "Always";
        var spec = PodTemplate.CreateSpec(image, initImage: null, hasSidecar: index % 7 == 0, restartPolicy);
        var node = phase == "Pending"
            ? ""
            : string.Create(CultureInfo.InvariantCulture, $",\"nodeName\":\"worker-{index % Nodes}\"");
        return SeededObject.Create(
            ApiResources.Pods,
            new ObjectKey(stream.RunsIn, name),
            created,
            stream.Labels,
            $"\"spec\":{{{spec}{node},\"enableServiceLinks\":true}},"
                + $"\"status\":{{{CreateStatus(phase, image, created)}}}",
            owner);
    }

    private static string GetPhase(SeededStream stream, int index, int ordinal) =>
        stream.Controller is ControllerKind.Job or ControllerKind.CronJob
            ? (ordinal % 3) switch { 0 => "Succeeded", 1 => "Failed", _ => "Running" }
            : (index % 16) switch { 5 => "Pending", 11 => "Failed", 13 => "Succeeded", _ => "Running" };

    private static string CreateStatus(string phase, string image, DateTime created)
    {
        var start = $"\"phase\":\"{phase}\",\"qosClass\":\"BestEffort\"";
        if (phase != "Running")
        {
            return start;
        }

        var time = Timestamp.Format(created);
        return $"{start},\"startTime\":\"{time}\",\"containerStatuses\":[{{\"name\":\"app\","
            + $"\"state\":{{\"running\":{{\"startedAt\":\"{time}\"}}}},\"lastState\":{{}},\"ready\":true,"
            + $"\"restartCount\":0,\"image\":\"{image}\",\"imageID\":\"{image}\",\"started\":true}}]";
    }

    private static string GetSuffix(int stream, int ordinal)
    {
        var rest = (((ordinal + 1) * Stride) + (stream * 1_000_003L)) % (long)Math.Pow(Letters.Length, SuffixLength);
        return string.Create(SuffixLength, rest, (span, value) =>
        {
            foreach (ref var letter in span)
            {
                (value, var index) = Math.DivRem(value, Letters.Length);
                letter = Letters[(int)index];
            }
        });
    }
}
