using System.Globalization;
using System.Text;
using OpenShiftImage.Analysis.Images;
using OpenShiftImage.Analysis.Usage;
using OpenShiftImage.Api;
using OpenShiftImage.Kubernetes.Workloads;
using OpenShiftImage.Serialization;
using OpenShiftImage.Workloads;

namespace OpenShiftImage.Analysis.Tests.Rules;

/// <summary>A state of a cluster, made in code, and what is decided on it.</summary>
internal sealed class PruneState
{
    public const string Space = "shop";
    public const string StreamName = "app";

    public static readonly DateTimeOffset Now = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);

    /// <summary>What was made then is old to every run with defaults.</summary>
    public static readonly DateTimeOffset Old = Now.AddDays(-30);

    /// <summary>What was made then is young to every run with defaults.</summary>
    public static readonly DateTimeOffset Young = Now.AddMinutes(-5);

    private static readonly KubernetesObjectParser s_kubernetes = new();
    private static readonly OpenShiftObjectParser s_openShift = new();

    private readonly List<ClusterObject> _objects = [];
    private readonly List<Image> _images = [];

    /// <summary>Gets the options of the run.</summary>
    public UsageOptions Options { get; init; } = new() { AsOf = Now, KeepTagRevisions = 0 };

    /// <summary>Returns a digest that reads well in failures.</summary>
    public static string Digest(int number) =>
        "sha256:" + number.ToString("x", CultureInfo.InvariantCulture).PadLeft(64, '0');

    /// <summary>Adds an Image with one layer.</summary>
    public PruneState Image(
        int number, DateTimeOffset? created = null, bool managed = true, long size = 1000, params int[] members) =>
        Image(Digest(number), created, managed, size, members);

    public PruneState Image(
        string name, DateTimeOffset? created = null, bool managed = true, long size = 1000, params int[] members)
    {
        var lists = members.Length == 0
            ? $$$""" "dockerImageLayers":[{"name":"{{{Digest(0xfff)}}}","size":5}] """
            : $$$""" "dockerImageManifests":[{{{string.Join(',', members.Select(member =>
                $$"""{"digest":"{{Digest(member)}}"}"""))}}}] """;
        _images.Add(ImageJson.ParseImage($$$"""
            {"metadata":{"name":"{{{name}}}","creationTimestamp":"{{{created ?? Old:yyyy-MM-ddTHH:mm:ssZ}}}",
             "annotations":{"openshift.io/image.managed":"{{{(managed ? "true" : "false")}}}"}},
             "dockerImageMetadata":{"Size":{{{size}}}},{{{lists}}}}
            """));
        return this;
    }

    /// <summary>Adds an image stream that is old, with one tag whose places are old.</summary>
    public PruneState Tag(string tag, params int[] images) =>
        StreamOf(Space, StreamName, tag, [.. images.Select(Digest)]);

    public PruneState StreamOf(string space, string stream, string tag, params string[] images) =>
        Add(new ImageStreamHistory(
            space, stream, Old, [new TagHistory(tag, [.. images.Select(image => new TagItem(image, Old))])]));

    /// <summary>Adds a pod that runs.</summary>
    public PruneState Pod(string pullSpec) => Add(Workload(UsageTypes.Pod, "Running", Old, pullSpec));

    public PruneState Add(ClusterObject item)
    {
        _objects.Add(item);
        return this;
    }

    /// <summary>Adds an object as the API has it.</summary>
    public PruneState Add(ResourceType type, string json)
    {
        var utf8 = Encoding.UTF8.GetBytes(json);
        return Add(type.Group.EndsWith(".openshift.io", StringComparison.Ordinal)
            ? s_openShift.ParseObject(type, utf8)
            : s_kubernetes.ParseObject(type, utf8));
    }

    public static Workload Workload(
        ResourceType type, string? phase, DateTimeOffset? created, params string[] pullSpecs) =>
        new(type, Space, "w", created, phase, [.. pullSpecs.Select((text, index) =>
            ImageUse.OfPullSpec(ImageUseKind.Container, text, $"spec.containers[{index}].image"))]);

    public static Workload Build(string kind, string name, string? space = null, string objectSpace = Space) => new(
        UsageTypes.Build,
        objectSpace,
        "b",
        Old,
        "Complete",
        [new ImageUse(ImageUseKind.BuildFrom, kind, space, name, "spec.strategy.dockerStrategy.from")]);

    /// <summary>Decides, as the cmdlet does.</summary>
    public UsageAnalysis Decide()
    {
        var analysis = new UsageAnalysis(Options);
        _objects.ForEach(analysis.Add);
        analysis.CheckReferences();
        _images.ForEach(analysis.Add);
        analysis.Decide(default);
        return analysis;
    }

    /// <summary>Returns the reason for an Image.</summary>
    public ImageUsageReason Reason(int number) => Reason(Digest(number));

    public ImageUsageReason Reason(string name)
    {
        var analysis = Decide();
        return analysis.VerdictOf(analysis.Images.Find(DigestKey.Of(name))).Reason;
    }

    /// <summary>Returns the names of the Images that go, as the numbers that they were made of.</summary>
    public int[] Pruned()
    {
        var analysis = Decide();
        return [.. Enumerable.Range(0, analysis.Images.Count)
            .Where(image => analysis.VerdictOf(image).Verdict == ImageVerdict.Prune)
            .Select(image => int.Parse(
                analysis.Images.NameOf(image).AsSpan(7), NumberStyles.HexNumber, CultureInfo.InvariantCulture))
            .Order()];
    }

    /// <summary>Returns the reason for each place that names an Image, whether there is such an Image or not.</summary>
    public ImageUsageReason[] Places(int number)
    {
        var analysis = Decide();
        var key = DigestKey.Of(Digest(number));
        return [.. (analysis.Images.Find(key) is >= 0 and var image
            ? analysis.PlacesOf(image)
            : analysis.PlacesOfMissing(key)).Select(place => place.Reason)];
    }
}
