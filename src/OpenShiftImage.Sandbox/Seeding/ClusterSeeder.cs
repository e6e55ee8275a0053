using OpenShiftImage.Sandbox.Primitives;
using OpenShiftImage.Sandbox.Storage;

namespace OpenShiftImage.Sandbox.Seeding;

/// <summary>
/// Creates, in keeping with the seeded Images, the streams that name them and what runs and builds them; the same every
/// time.
/// </summary>
internal sealed class ClusterSeeder
{
    private const int MaxDefaultStreams = 5_000;
    private const int MaxDefaultPods = 50_000;

    private static readonly DateTime s_setUp = new(2024, 10, 1, 8, 0, 0, DateTimeKind.Utc);

    private static readonly string[] s_namespaces =
    [
        "default", "kube-system", "monitoring", "openshift", "openshift-image-registry", "platform", "shop",
        "team-payments", "team-web",
    ];

    private readonly int _pods;
    private readonly Lazy<IReadOnlyList<SeededStream>> _streams;

    /// <param name="images">The seeded Images.</param>
    /// <param name="streams">The number of streams; null for one in keeping with the Images.</param>
    /// <param name="pods">The number of pods; null for one in keeping with the Images.</param>
    public ClusterSeeder(IReadOnlyCollection<StoredImage> images, int? streams, int? pods)
    {
        _pods = pods ?? (int)Math.Min(MaxDefaultPods, images.Count * 6L / 25);
        var count = streams ?? Math.Min(MaxDefaultStreams, images.Count / 6);
        _streams = new(() => StreamSeeder.Plan([.. images.OrderBy(image => image.Revision)], count));
    }

    /// <summary>Returns the objects of a resource.</summary>
    public IEnumerable<StoredObject> Create(ApiResource resource) => resource.Name switch
    {
        "namespaces" => s_namespaces.Select(name => SeededObject.CreateNamespace(name, s_setUp)),
        "limitranges" => [CreateLimits("team-web", "1Gi"), CreateLimits("shop", "300Mi")],
        "imagestreams" => _streams.Value.Select(StreamSeeder.Create),
        "pods" => PodSeeder.Create(_streams.Value, _pods),
        "buildconfigs" => BuildSeeder.CreateConfigs(_streams.Value),
        "builds" => BuildSeeder.CreateBuilds(_streams.Value),
        _ => _streams.Value.SelectMany(stream => ControllerSeeder.Create(resource, stream)),
    };

    private static StoredObject CreateLimits(string home, string maximum) => SeededObject.Create(
        ApiResources.LimitRanges,
        new ObjectKey(home, "image-limits"),
        s_setUp,
        SeededObject.NoLabels,
        $"\"spec\":{{\"limits\":[{{\"type\":\"openshift.io/Image\",\"max\":{{\"storage\":\"{maximum}\"}}}}]}}");
}
