using OpenShiftImage.Api;

namespace OpenShiftImage.Workloads;

/// <summary>The kinds of objects that bear on which Images are used, beside the Images.</summary>
internal static class UsageTypes
{
    /// <summary>The API groups that a cluster may do without: its parts can be switched off.</summary>
    private static readonly string[] s_optionalGroups = ["apps.openshift.io", "build.openshift.io"];

    public static ResourceType ImageStream { get; } = new("image.openshift.io", "v1", "ImageStream", "imagestreams");

    public static ResourceType DeploymentConfig { get; } =
        new("apps.openshift.io", "v1", "DeploymentConfig", "deploymentconfigs");

    public static ResourceType Build { get; } = new("build.openshift.io", "v1", "Build", "builds");

    public static ResourceType BuildConfig { get; } = new("build.openshift.io", "v1", "BuildConfig", "buildconfigs");

    public static ResourceType LimitRange { get; } = new("", "v1", "LimitRange", "limitranges");

    public static ResourceType Pod { get; } = new("", "v1", "Pod", "pods");

    public static ResourceType ReplicationController { get; } =
        new("", "v1", "ReplicationController", "replicationcontrollers");

    public static ResourceType Deployment { get; } = new("apps", "v1", "Deployment", "deployments");

    public static ResourceType ReplicaSet { get; } = new("apps", "v1", "ReplicaSet", "replicasets");

    public static ResourceType DaemonSet { get; } = new("apps", "v1", "DaemonSet", "daemonsets");

    public static ResourceType StatefulSet { get; } = new("apps", "v1", "StatefulSet", "statefulsets");

    public static ResourceType Job { get; } = new("batch", "v1", "Job", "jobs");

    public static ResourceType CronJob { get; } = new("batch", "v1", "CronJob", "cronjobs");

    /// <summary>Gets all of them, those that are most likely to be refused first.</summary>
    public static IReadOnlyList<ResourceType> All { get; } =
    [
        ImageStream, LimitRange, Pod, ReplicationController, Deployment, ReplicaSet, DaemonSet, StatefulSet, Job,
        CronJob, DeploymentConfig, BuildConfig, Build,
    ];

    /// <summary>Gets the names of all of them and of Images, as rights are given for.</summary>
    public static IEnumerable<string> Names => All.Prepend(ResourceType.Image).Select(type => type.Name);

    /// <summary>
    /// Returns whether a cluster may do without a kind, so that its absence means that there are none.
    /// </summary>
    public static bool IsOptional(ResourceType type) => s_optionalGroups.Contains(type.Group);
}
