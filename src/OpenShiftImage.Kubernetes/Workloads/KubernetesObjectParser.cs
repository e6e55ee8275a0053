using System.Runtime.InteropServices;
using System.Text.Json;
using k8s;
using k8s.Models;
using OpenShiftImage.Api;
using OpenShiftImage.Primitives;
using OpenShiftImage.Workloads;

namespace OpenShiftImage.Kubernetes.Workloads;

/// <summary>Reads Kubernetes' own kinds by KubernetesClient's models; what leaves are records of ours.</summary>
internal sealed class KubernetesObjectParser : IClusterObjectParser
{
    private const string ImageLimit = "openshift.io/Image";
    private const string Storage = "storage";

    /// <summary>What a pod has that says nothing (<c>core/v1</c> PodSpec).</summary>
    private const string DefaultRestartPolicy = "Always";

    private const string PodPlace = "spec";
    private const string TemplatePlace = "spec.template.spec";
    private const string JobTemplatePlace = "spec.jobTemplate.spec.template.spec";

    /// <inheritdoc/>
    public ClusterObjectPage ParseList(ResourceType type, ReadOnlyMemory<byte> json) => type.Kind switch
    {
        "Pod" => Page(List<V1PodList>(json), list => list.Items, Parse),
        "ReplicationController" => Page(List<V1ReplicationControllerList>(json), list => list.Items, Parse),
        "LimitRange" => Page(List<V1LimitRangeList>(json), list => list.Items, Parse),
        "Deployment" => Page(List<V1DeploymentList>(json), list => list.Items, Parse),
        "ReplicaSet" => Page(List<V1ReplicaSetList>(json), list => list.Items, Parse),
        "DaemonSet" => Page(List<V1DaemonSetList>(json), list => list.Items, Parse),
        "StatefulSet" => Page(List<V1StatefulSetList>(json), list => list.Items, Parse),
        "Job" => Page(List<V1JobList>(json), list => list.Items, Parse),
        "CronJob" => Page(List<V1CronJobList>(json), list => list.Items, Parse),
        _ => throw new ArgumentOutOfRangeException(nameof(type), type.Kind, "This is none of Kubernetes' kinds."),
    };

    /// <inheritdoc/>
    public ClusterObject ParseObject(ResourceType type, ReadOnlyMemory<byte> json) => type.Kind switch
    {
        "Pod" => Parse(Read<V1Pod>(json)),
        "ReplicationController" => Parse(Read<V1ReplicationController>(json)),
        "LimitRange" => Parse(Read<V1LimitRange>(json)),
        "Deployment" => Parse(Read<V1Deployment>(json)),
        "ReplicaSet" => Parse(Read<V1ReplicaSet>(json)),
        "DaemonSet" => Parse(Read<V1DaemonSet>(json)),
        "StatefulSet" => Parse(Read<V1StatefulSet>(json)),
        "Job" => Parse(Read<V1Job>(json)),
        "CronJob" => Parse(Read<V1CronJob>(json)),
        _ => throw new ArgumentOutOfRangeException(nameof(type), type.Kind, "This is none of Kubernetes' kinds."),
    };

    private static T List<T>(ReadOnlyMemory<byte> json)
        where T : class, IMetadata<V1ListMeta> => Read<T>(json);

    private static T Read<T>(ReadOnlyMemory<byte> json)
        where T : class
    {
        QuantityBounds.Check(json.Span);
        try
        {
            using var stream = MemoryMarshal.TryGetArray(json, out var bytes)
                ? new MemoryStream(bytes.Array!, bytes.Offset, bytes.Count, writable: false)
                : new MemoryStream(json.ToArray(), writable: false);
            return KubernetesJson.Deserialize<T>(stream) ?? throw new InvalidJsonException("it is null.");
        }
        catch (Exception e) when (e is FormatException or InvalidOperationException or NotSupportedException
            or ArgumentException or OverflowException or DivideByZeroException)
        {
            throw new InvalidJsonException("a value has another type than the API's.", e);
        }
    }

    private static ClusterObjectPage Page<TList, TItem>(
        TList list, Func<TList, IList<TItem>?> items, Func<TItem, ClusterObject> parse)
        where TList : IMetadata<V1ListMeta> => new(
            [.. (items(list) ?? throw new InvalidJsonException("it is no list: it has no items."))
                .Select(item => item is null ? throw new InvalidJsonException("an item is null.") : parse(item))],
            new ListMeta
            {
                Continue = list.Metadata?.ContinueProperty,
                ResourceVersion = list.Metadata?.ResourceVersion,
            });

    private static Workload Parse(V1Pod pod) => Create(
        UsageTypes.Pod,
        pod,
        pod.Status?.Phase,
        UsesOf(pod.Spec, PodPlace).Concat(Running(pod.Status))) with
    {
        RestartPolicy = pod.Spec?.RestartPolicy ?? DefaultRestartPolicy,
    };

    private static Workload Parse(V1ReplicationController controller) =>
        Create(UsageTypes.ReplicationController, controller, controller.Spec?.Template);

    private static Workload Parse(V1Deployment deployment) =>
        Create(UsageTypes.Deployment, deployment, deployment.Spec?.Template);

    private static Workload Parse(V1ReplicaSet set) => Create(UsageTypes.ReplicaSet, set, set.Spec?.Template);

    private static Workload Parse(V1DaemonSet set) => Create(UsageTypes.DaemonSet, set, set.Spec?.Template);

    private static Workload Parse(V1StatefulSet set) => Create(UsageTypes.StatefulSet, set, set.Spec?.Template);

    private static Workload Parse(V1Job job) => Create(UsageTypes.Job, job, job.Spec?.Template);

    private static Workload Parse(V1CronJob job) => Create(
        UsageTypes.CronJob, job, null, UsesOf(job.Spec?.JobTemplate?.Spec?.Template?.Spec, JobTemplatePlace));

    private static ImageSizeLimit Parse(V1LimitRange range) => new(
        range.Metadata?.NamespaceProperty ?? "",
        NameOf(range),
        CreatedOf(range),
        [
            .. (range.Spec?.Limits ?? [])
                .Where(limit => limit?.Type == ImageLimit)
                .Where(limit => limit.Max?.ContainsKey(Storage) == true)
                .Select(limit => ToBytes(
                    limit.Max[Storage] ?? throw new InvalidJsonException("a limit of storage is null."))),
        ]);

    private static decimal ToBytes(ResourceQuantity quantity)
    {
        try
        {
            return quantity.ToDecimal();
        }
        catch (OverflowException)
        {
            return decimal.MaxValue;
        }
        catch (DivideByZeroException e)
        {
            throw new InvalidJsonException("a limit of storage is no number.", e);
        }
    }

    private static Workload Create(
        ResourceType type, IKubernetesObject<V1ObjectMeta> item, V1PodTemplateSpec? template) =>
        Create(type, item, null, UsesOf(template?.Spec, TemplatePlace));

    private static Workload Create(
        ResourceType type, IKubernetesObject<V1ObjectMeta> item, string? phase, IEnumerable<ImageUse> uses) => new(
            type,
            item.Metadata?.NamespaceProperty ?? "",
            NameOf(item),
            CreatedOf(item),
            phase,
            [.. uses]);

    private static string NameOf(IKubernetesObject<V1ObjectMeta> item) =>
        item.Metadata?.Name ?? throw new InvalidJsonException("it has no metadata.name.");

    private static DateTimeOffset? CreatedOf(IKubernetesObject<V1ObjectMeta> item) =>
        item.Metadata?.CreationTimestamp is { } time ? new DateTimeOffset(time.ToUniversalTime()) : null;

    private static IEnumerable<ImageUse> UsesOf(V1PodSpec? spec, string place)
    {
        if (spec is null)
        {
            return [];
        }

        return Uses(
                spec.InitContainers,
                ImageUseKind.InitContainer,
                item => item.Image,
                $"{place}.initContainers",
                "image")
            .Concat(Uses(spec.Containers, ImageUseKind.Container, item => item.Image, $"{place}.containers", "image"))
            .Concat(Uses(
                spec.EphemeralContainers,
                ImageUseKind.EphemeralContainer,
                item => item.Image,
                $"{place}.ephemeralContainers",
                "image"))
            .Concat(Uses(
                spec.Volumes,
                ImageUseKind.Volume,
                item => item.Image?.Reference,
                $"{place}.volumes",
                "image.reference"));
    }

    private static IEnumerable<ImageUse> Running(V1PodStatus? status) =>
        Running(status?.ContainerStatuses, "containerStatuses")
            .Concat(Running(status?.InitContainerStatuses, "initContainerStatuses"))
            .Concat(Running(status?.EphemeralContainerStatuses, "ephemeralContainerStatuses"));

    private static IEnumerable<ImageUse> Running(IList<V1ContainerStatus>? statuses, string list) =>
        Uses(statuses, ImageUseKind.Running, item => item.ImageID, $"status.{list}", "imageID");

    private static IEnumerable<ImageUse> Uses<T>(
        IList<T>? items, ImageUseKind use, Func<T, string?> image, string place, string field) =>
        (items ?? []).Select((item, index) => (Image: item is null ? null : image(item), Index: index))
            .Where(item => !string.IsNullOrEmpty(item.Image))
            .Select(item => ImageUse.OfPullSpec(use, item.Image!, $"{place}[{item.Index}].{field}"));
}
