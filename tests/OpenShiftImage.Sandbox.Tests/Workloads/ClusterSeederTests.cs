using System.Text.Json.Nodes;
using OpenShiftImage.Sandbox.Primitives;
using OpenShiftImage.Sandbox.Seeding;
using OpenShiftImage.Sandbox.Storage;

namespace OpenShiftImage.Sandbox.Tests.Workloads;

public sealed class ClusterSeederTests
{
    private const string Registry = "image-registry.openshift-image-registry.svc:5000/";

    private readonly HashSet<string> _images = [];

    [Fact]
    public void Seeded_objects_are_the_same_every_time()
    {
        var (first, second) = (CreateSeeder(), CreateSeeder());
        foreach (var resource in ApiResources.ReadOnly)
        {
            Assert.Equal(Texts(first.Create(resource)), Texts(second.Create(resource)));
            var keys = first.Create(resource).Select(item => item.Key).ToList();
            Assert.Equal(keys.Count, keys.Distinct().Count());
            Assert.NotEmpty(keys);
        }

        static IEnumerable<string> Texts(IEnumerable<StoredObject> objects) =>
            objects.Select(item => JsonNode.Parse(item.Item.Span)!.ToJsonString());
    }

    [Fact]
    public void Streams_name_the_Images_with_a_history()
    {
        var streams = Read(CreateSeeder(), ApiResources.ImageStreams);
        Assert.Equal(41, streams.Count);
        var items = new List<string>();
        var longest = 0;
        foreach (var tag in streams.SelectMany(stream => stream["status"]!["tags"]!.AsArray()))
        {
            var history = tag!["items"]!.AsArray();
            var times = history.Select(item => (string)item!["created"]!).ToList();
            Assert.Equal(times.OrderDescending(StringComparer.Ordinal), times);
            items.AddRange(history.Select(item => (string)item!["image"]!));
            longest = Math.Max(longest, history.Count);
        }

        Assert.InRange(longest, 4, 10);
        Assert.InRange(items.Count(item => !_images.Contains(item)), 1, 10);
        // Some Images are in no stream, and some in several.
        Assert.InRange(items.Where(_images.Contains).Distinct().Count(), 100, 200);
        Assert.NotEqual(items.Count, items.Distinct().Count());
    }

    [Fact]
    public void Pods_of_every_phase_run_what_is_there_by_digest_and_by_tag()
    {
        var seeder = CreateSeeder();
        var pods = Read(seeder, ApiResources.Pods);
        Assert.Equal(60, pods.Count);
        var phases = pods.Select(pod => (string)pod["status"]!["phase"]!).Distinct().Order();
        Assert.Equal(["Failed", "Pending", "Running", "Succeeded"], phases);

        var places = Read(seeder, ApiResources.ImageStreams)
            .Select(stream => $"{Registry}{WorkloadSandbox.GetName(stream)}").ToHashSet();
        var specs = pods.Select(pod => (string)pod["spec"]!["containers"]![0]!["image"]!).ToList();
        var inStreams = specs.Where(spec => places.Contains(GetPlace(spec))).ToList();
        Assert.Contains(inStreams, spec => spec.Contains('@'));
        Assert.Contains(inStreams, spec => !spec.Contains('@'));
        // Some Images are used by pods alone.
        var inNone = specs.Except(inStreams).ToList();
        Assert.NotEmpty(inNone);
        Assert.All(inNone, spec => Assert.Contains(spec.Split('@')[1], _images));
    }

    [Fact]
    public void Owners_of_pods_are_there()
    {
        var seeder = CreateSeeder();
        var uids = ApiResources.ReadOnly.SelectMany(seeder.Create).Select(item => item.Uid).ToHashSet();
        var owners = Read(seeder, ApiResources.Pods)
            .SelectMany(pod => pod["metadata"]!["ownerReferences"]?.AsArray() ?? [])
            .Select(owner => (string)owner!["uid"]!)
            .ToList();
        Assert.NotEmpty(owners);
        Assert.All(owners, uid => Assert.Contains(uid, uids));
    }

    [Theory]
    [InlineData(0, 0, 3, 0, 3)]
    [InlineData(0, 2, 3, 2, 3)]
    [InlineData(7, 20, 500, 20, 500)]
    [InlineData(100, 1, 40, 1, 40)]
    [InlineData(1, null, null, 0, 0)]
    public void Any_number_of_each_can_be_seeded(
        int images, int? streams, int? pods, int expectedStreams, int expectedPods)
    {
        var seeder = CreateSeeder(images, streams, pods);
        Assert.Equal(expectedStreams, Read(seeder, ApiResources.ImageStreams).Count);
        var names = Read(seeder, ApiResources.Pods).Select(WorkloadSandbox.GetName).ToList();
        Assert.Equal(expectedPods, names.Distinct().Count());
        Assert.All(ApiResources.ReadOnly, resource => Read(seeder, resource));
    }

    /// <summary>Returns a pull spec without its digest and its tag.</summary>
    private static string GetPlace(string spec)
    {
        var name = spec.Split('@')[0];
        var colon = name.LastIndexOf(':');
        return colon > name.LastIndexOf('/') ? name[..colon] : name;
    }

    private static List<JsonObject> Read(ClusterSeeder seeder, ApiResource resource) =>
        [.. seeder.Create(resource).Select(item => JsonNode.Parse(item.Item.Span)!.AsObject())];

    private ClusterSeeder CreateSeeder(int images = 250, int? streams = null, int? pods = null)
    {
        var revision = 0L;
        var stored = ImageSeeder.Create(images).Select(create => create(++revision)).ToList();
        _images.UnionWith(stored.Select(image => image.Name));
        return new ClusterSeeder(stored, streams, pods);
    }
}
