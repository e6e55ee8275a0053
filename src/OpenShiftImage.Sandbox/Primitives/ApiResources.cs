namespace OpenShiftImage.Sandbox.Primitives;

/// <summary>The resources that are served.</summary>
internal static class ApiResources
{
    private const string Apps = "apps";
    private const string Batch = "batch";

    /// <summary>The group of deployment configs, which a cluster may lack.</summary>
    public const string OpenShiftApps = "apps.openshift.io";

    /// <summary>The group of builds, which a cluster may lack.</summary>
    public const string OpenShiftBuild = "build.openshift.io";

    public static ApiResource Images { get; } = new(ImageResource.Group, "images", "image", ImageResource.Kind)
    {
        IsNamespaced = false,
        Verbs = ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"],
    };

    public static ApiResource ImageStreams { get; } =
        new(ImageResource.Group, "imagestreams", "imagestream", "ImageStream")
        {
            ShortName = "is",
            IsInCategoryAll = true,
        };

    public static ApiResource Namespaces { get; } = new("", "namespaces", "namespace", "Namespace")
    {
        IsNamespaced = false,
        ShortName = "ns",
    };

    public static ApiResource Pods { get; } = new("", "pods", "pod", "Pod")
    {
        ShortName = "po",
        IsInCategoryAll = true,
    };

    public static ApiResource ReplicationControllers { get; } =
        new("", "replicationcontrollers", "replicationcontroller", "ReplicationController")
        {
            ShortName = "rc",
            IsInCategoryAll = true,
        };

    public static ApiResource LimitRanges { get; } = new("", "limitranges", "limitrange", "LimitRange")
    {
        ShortName = "limits",
    };

    public static ApiResource Deployments { get; } = new(Apps, "deployments", "deployment", "Deployment")
    {
        ShortName = "deploy",
        IsInCategoryAll = true,
    };

    public static ApiResource ReplicaSets { get; } = new(Apps, "replicasets", "replicaset", "ReplicaSet")
    {
        ShortName = "rs",
        IsInCategoryAll = true,
    };

    public static ApiResource DaemonSets { get; } = new(Apps, "daemonsets", "daemonset", "DaemonSet")
    {
        ShortName = "ds",
        IsInCategoryAll = true,
    };

    public static ApiResource StatefulSets { get; } = new(Apps, "statefulsets", "statefulset", "StatefulSet")
    {
        ShortName = "sts",
        IsInCategoryAll = true,
    };

    public static ApiResource Jobs { get; } = new(Batch, "jobs", "job", "Job") { IsInCategoryAll = true };

    public static ApiResource CronJobs { get; } = new(Batch, "cronjobs", "cronjob", "CronJob")
    {
        ShortName = "cj",
        IsInCategoryAll = true,
    };

    public static ApiResource DeploymentConfigs { get; } =
        new(OpenShiftApps, "deploymentconfigs", "deploymentconfig", "DeploymentConfig")
        {
            ShortName = "dc",
            IsInCategoryAll = true,
        };

    public static ApiResource BuildConfigs { get; } =
        new(OpenShiftBuild, "buildconfigs", "buildconfig", "BuildConfig")
        {
            ShortName = "bc",
            IsInCategoryAll = true,
        };

    public static ApiResource Builds { get; } = new(OpenShiftBuild, "builds", "build", "Build")
    {
        IsInCategoryAll = true,
    };

    /// <summary>Gets the resources that can only be read: all but Images.</summary>
    public static IReadOnlyList<ApiResource> ReadOnly { get; } =
    [
        Namespaces, Pods, ReplicationControllers, LimitRanges, Deployments, ReplicaSets, DaemonSets, StatefulSets,
        Jobs, CronJobs, DeploymentConfigs, BuildConfigs, Builds, ImageStreams,
    ];

    /// <summary>Gets all resources.</summary>
    public static IReadOnlyList<ApiResource> All { get; } = [.. ReadOnly, Images];

    /// <summary>Gets the groups that a cluster may lack.</summary>
    public static IReadOnlyList<string> OptionalGroups { get; } = [OpenShiftApps, OpenShiftBuild];

    /// <summary>Returns the resource that a user names: by its plural, its singular or its kind, in any case.</summary>
    public static ApiResource? FindByName(string name) => All.FirstOrDefault(resource =>
        string.Equals(name, resource.Name, StringComparison.OrdinalIgnoreCase)
        || string.Equals(name, resource.SingularName, StringComparison.OrdinalIgnoreCase)
        || string.Equals(name, resource.QualifiedName, StringComparison.OrdinalIgnoreCase));
}
