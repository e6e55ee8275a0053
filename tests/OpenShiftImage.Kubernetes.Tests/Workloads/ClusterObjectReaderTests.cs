using System.Text.Json;
using System.Text.RegularExpressions;
using OpenShiftImage.Api;
using OpenShiftImage.Archives;
using OpenShiftImage.Configuration;
using OpenShiftImage.Kubernetes.Workloads;
using OpenShiftImage.Sandbox;
using OpenShiftImage.Workloads;

namespace OpenShiftImage.Kubernetes.Tests.Workloads;

/// <summary>What uses Images is the same, read from the API or from what was collected.</summary>
public sealed class ClusterObjectReaderTests
{
    private static readonly KubernetesObjectParser s_parser = new();

    public static TheoryData<string> Cases => [.. Directory.EnumerateDirectories(CasesFolder)
        .Where(
            folder =>
                !File.ReadAllText(Path.Combine(folder, "expected.json"))
                    .Contains("\"missingGroups\"", StringComparison.Ordinal))
        .Select(folder => Path.GetFileName(folder)!).Order(StringComparer.Ordinal)];

    private static string CasesFolder => Path.Combine(AppContext.BaseDirectory, "oracle", "cases");

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task A_recorded_state_reads_the_same_from_its_files_and_over_the_wire(string name)
    {
        var folder = Path.Combine(CasesFolder, name);
        await using var server = await SandboxServer.StartAsync(new SandboxOptions { StateFolder = folder });
        using var live = Connect(server);
        using var collected = Collected(folder);

        var overTheWire = await ReadAsync(live);
        var fromFiles = await ReadAsync(collected);

        Assert.Equal(Describe(overTheWire), Describe(fromFiles));
        Assert.Equal(CountInFiles(folder), fromFiles.Count);
    }

    [Fact]
    public async Task Every_use_of_an_Image_is_told_with_its_place()
    {
        var pod = """
            {"kind":"Pod","apiVersion":"v1","metadata":{"name":"p","namespace":"n","creationTimestamp":"2026-01-02T03:04:05Z"},
             "spec":{"containers":[{"name":"a","image":"quay.io/a/a:1"},{"name":"b","image":""}],
                     "initContainers":[{"name":"c","image":"quay.io/a/c@sha256:1"}],
                     "ephemeralContainers":[{"name":"d","image":"quay.io/a/d"}],
                     "volumes":[{"name":"e","emptyDir":{}},{"name":"f","image":{"reference":"quay.io/a/f"}}]},
             "status":{"phase":"Running","containerStatuses":[{"name":"a","image":"x","imageID":"quay.io/a/a@sha256:2"}],
                       "initContainerStatuses":[{"name":"c","image":"x","imageID":"quay.io/a/c@sha256:1"}],
                       "ephemeralContainerStatuses":[{"name":"d","image":"x","imageID":"quay.io/a/d@sha256:3"}]}}
            """;
        using var cluster = Collected(Write(pod));

        var read = Assert.IsType<Workload>(Assert.Single(await ReadAsync(cluster)));

        Assert.Equal(("n", "p", "Running"), (read.Namespace, read.Name, read.Phase));
        Assert.Equal(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero), read.Created);
        Assert.Equal(
            [
                ImageUse.OfPullSpec(ImageUseKind.InitContainer, "quay.io/a/c@sha256:1", "spec.initContainers[0].image"),
                ImageUse.OfPullSpec(ImageUseKind.Container, "quay.io/a/a:1", "spec.containers[0].image"),
                ImageUse.OfPullSpec(
                    ImageUseKind.EphemeralContainer, "quay.io/a/d", "spec.ephemeralContainers[0].image"),
                ImageUse.OfPullSpec(ImageUseKind.Volume, "quay.io/a/f", "spec.volumes[1].image.reference"),
                ImageUse.OfPullSpec(
                    ImageUseKind.Running, "quay.io/a/a@sha256:2", "status.containerStatuses[0].imageID"),
                ImageUse.OfPullSpec(
                    ImageUseKind.Running, "quay.io/a/c@sha256:1", "status.initContainerStatuses[0].imageID"),
                ImageUse.OfPullSpec(
                    ImageUseKind.Running, "quay.io/a/d@sha256:3", "status.ephemeralContainerStatuses[0].imageID"),
            ],
            read.Images);
    }

    [Fact]
    public async Task Builds_name_what_they_start_from_and_what_they_copy_from()
    {
        var build = """
            {"kind":"BuildConfig","apiVersion":"build.openshift.io/v1","metadata":{"name":"b","namespace":"n"},
             "spec":{"strategy":{"type":"Docker","dockerStrategy":{"from":{"kind":"ImageStreamTag","name":"ruby:3","namespace":"openshift"}}},
                     "source":{"images":[{"from":{"kind":"DockerImage","name":"quay.io/a/b"}}]}}}
            """;
        using var cluster = Collected(Write(build));

        var read = Assert.IsType<Workload>(Assert.Single(await ReadAsync(cluster)));

        Assert.Equal(
            [
                new ImageUse(
                    ImageUseKind.BuildFrom,
                    "ImageStreamTag",
                    "openshift",
                    "ruby:3",
                    "spec.strategy.dockerStrategy.from"),
                new ImageUse(
                    ImageUseKind.BuildSource, "DockerImage", null, "quay.io/a/b", "spec.source.images[0].from"),
            ],
            read.Images);
    }

    [Theory]
    [MemberData(nameof(Types))]
    public async Task A_kind_that_may_not_be_read_is_an_error_that_names_the_kind_and_the_right(string name)
    {
        var type = UsageTypes.All.Single(type => type.Name == name);
        await using var server = await SandboxServer.StartAsync(
            new SandboxOptions { Images = 1, ForbiddenResources = [type.Plural] });
        using var cluster = Connect(server);

        var error = await Assert.ThrowsAsync<UnreadableKindException>(() => ReadAsync(cluster));

        Assert.Equal("Forbidden", error.ErrorId);
        Assert.Equal(type.Name, error.Target);
        Assert.Contains(
            $"The right to list {type.Plural} of the API group '{type.Group}' in all namespaces is missing",
            error.Message,
            StringComparison.Ordinal);
    }

    public static TheoryData<string> Types => [.. UsageTypes.All.Select(type => type.Name)];

    [Fact]
    public async Task A_group_that_the_cluster_has_not_has_no_objects()
    {
        await using var server = await SandboxServer.StartAsync(
            new SandboxOptions { Images = 50, WithoutGroups = ["apps.openshift.io", "build.openshift.io"] });
        using var cluster = Connect(server);

        var read = await ReadAsync(cluster);

        Assert.Contains(read, item => item.Type == UsageTypes.Pod);
        Assert.DoesNotContain(read, item => UsageTypes.IsOptional(item.Type));
    }

    [Fact]
    public async Task A_server_behind_the_API_that_is_down_is_no_empty_list()
    {
        await using var server = await SandboxServer.StartAsync(new SandboxOptions { Images = 1 });
        server.Intercept = async context =>
        {
            if (!context.Request.Path.Value!.Contains("/buildconfigs", StringComparison.Ordinal))
            {
                return false;
            }

            context.Response.StatusCode = 503;
            context.Response.ContentType = "text/plain; charset=utf-8";
            await context.Response.Body.WriteAsync("service unavailable\n"u8.ToArray());
            return true;
        };
        using var cluster = Connect(server);

        var error = await Assert.ThrowsAsync<UnreadableKindException>(() => ReadAsync(cluster));

        Assert.Equal(("ServiceUnavailable", "buildconfigs.build.openshift.io"), (error.ErrorId, error.Target));
    }

    [Fact]
    public async Task One_namespace_can_be_read_alone()
    {
        await using var server = await SandboxServer.StartAsync(new SandboxOptions { Images = 250 });
        using var cluster = Connect(server);
        var all = await ReadAsync(cluster);
        var space = all.First(item => item.Type == UsageTypes.Pod).Namespace;

        var some = await ReadAsync(cluster, space);

        Assert.Equal(Describe(all.Where(item => item.Namespace == space)), Describe(some));
        Assert.NotEqual(all.Count, some.Count);
    }

    [Fact]
    public async Task What_was_collected_twice_counts_once_and_a_faulty_document_leaves_the_others()
    {
        var folder = Directory.CreateTempSubdirectory("openshiftimage-").FullName;
        var pod = """{"kind":"Pod","apiVersion":"v1","metadata":{"name":"p","namespace":"n"}}""";
        File.WriteAllText(Path.Combine(folder, "a.json"), pod);
        File.WriteAllText(Path.Combine(folder, "b.json"), pod);
        File.WriteAllText(
            Path.Combine(folder, "c.json"), """{"kind":"Job","apiVersion":"batch/v1","metadata":{"name":5}}""");
        File.WriteAllText(
            Path.Combine(folder, "d.json"), """{"kind":"CronJobList","apiVersion":"batch/v1","items":[]}""");
        using var cluster = Collected(folder);
        var reader = new ClusterObjectReader(cluster, () => s_parser, null);

        var read = await CollectAsync(reader);

        Assert.Equal("p", Assert.Single(read).Name);
        Assert.Equal(
            new[] { UsageTypes.Pod, UsageTypes.Job, UsageTypes.CronJob }.ToHashSet(), reader.Collected.ToHashSet());
    }

    [Fact]
    public void The_ClusterRole_has_the_rights_that_reading_takes_and_no_more()
    {
        var role = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "clusterrole.yaml"));
        var rights = Regex.Matches(
            role, @"apiGroups: \[(?<group>[^\]]*)\]\s+resources: \[(?<names>[^\]]*)\]\s+verbs: \[(?<verbs>[^\]]*)\]")
            .SelectMany(rule => rule.Groups["names"].Value.Split(", ").Select(name =>
                (Name: name
                    + (rule.Groups["group"].Value is "\"\""
                        ? ""
                        : "." + rule.Groups["group"].Value), Verbs: rule.Groups["verbs"].Value)))
            .ToDictionary(right => right.Name, right => right.Verbs);

        Assert.Equal(UsageTypes.Names.Order(), rights.Keys.Order());
        Assert.All(
            rights,
            right => Assert.Equal(right.Key == ResourceType.Image.Name ? "get, list, watch" : "list", right.Value));
    }

    private static ClusterConnection Connect(SandboxServer server) => new(
        new KubeconfigSource().Load(new KubeconfigRequest { Paths = [server.KubeconfigPath] }) with
        {
            RetryTimeout = TimeSpan.Zero,
        });

    private static ClusterConnection Collected(string path) =>
        new(CollectedCluster.Open(path, null, () => new YamlConverter()));

    private static string Write(string json)
    {
        var path = Path.Combine(Directory.CreateTempSubdirectory("openshiftimage-").FullName, "object.json");
        File.WriteAllText(path, json);
        return path;
    }

    private static Task<List<ClusterObject>> ReadAsync(ClusterConnection cluster, string? space = null) =>
        CollectAsync(new ClusterObjectReader(cluster, () => s_parser, null) { Namespace = space });

    private static async Task<List<ClusterObject>> CollectAsync(ClusterObjectReader reader)
    {
        var all = new List<ClusterObject>();
        await foreach (var page in reader.ReadAsync(UsageTypes.All, default))
        {
            all.AddRange(page);
        }

        return all;
    }

    private static IEnumerable<string> Describe(IEnumerable<ClusterObject> objects) =>
        objects.Select(item => item.Type.Kind + JsonSerializer.Serialize<object>(item)).Order(StringComparer.Ordinal);

    private static int CountInFiles(string folder) => UsageTypes.All
        .Select(type => Path.Combine(folder, type.Plural + ".json"))
        .Where(File.Exists)
        .Sum(file =>
        {
            using var document = JsonDocument.Parse(File.ReadAllText(file));
            return document.RootElement.GetProperty("items").GetArrayLength();
        });
}
