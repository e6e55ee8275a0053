using OpenShiftImage.Sandbox.Primitives;
using OpenShiftImage.Sandbox.Storage;

namespace OpenShiftImage.Sandbox.Seeding;

/// <summary>Creates what runs the applications: of each kind, by digest and by tag, also idle and suspended.</summary>
internal static class ControllerSeeder
{
    private const string OldVersion = "5b8f9c6d47";
    private const string NewVersion = "7d4c8b9f65";

    private static readonly DateTime s_firstRun = new(2026, 11, 1, 3, 0, 0, DateTimeKind.Utc);

    /// <summary>Returns the objects of a resource that run an application.</summary>
    public static IEnumerable<StoredObject> Create(ApiResource resource, SeededStream stream)
    {
        var name = stream.Application;
        return (stream.Controller, resource.Name) switch
        {
            (ControllerKind.Deployment, "deployments") => [Make(resource, stream, name, CreateDeployment(stream))],
            (ControllerKind.Deployment, "replicasets") =>
            [
                Make(resource, stream, $"{name}-{OldVersion}", CreateReplicaSet(stream, 1), GetOwner(stream)),
                Make(resource, stream, $"{name}-{NewVersion}", CreateReplicaSet(stream, 0), GetOwner(stream)),
            ],
            (ControllerKind.DeploymentConfig, "deploymentconfigs") =>
                [Make(resource, stream, name, CreateDeploymentConfig(stream))],
            (ControllerKind.DeploymentConfig, "replicationcontrollers") =>
            [
                Make(resource, stream, $"{name}-1", CreateReplicationController(stream, 1), GetOwner(stream)),
                Make(resource, stream, $"{name}-2", CreateReplicationController(stream, 0), GetOwner(stream)),
            ],
            (ControllerKind.StatefulSet, "statefulsets") => [Make(resource, stream, name, CreateStatefulSet(stream))],
            (ControllerKind.DaemonSet, "daemonsets") => [Make(resource, stream, name, CreateDaemonSet(stream))],
            (ControllerKind.Job, "jobs") => [Make(resource, stream, name, CreateJob(stream))],
            (ControllerKind.CronJob, "cronjobs") => [Make(resource, stream, name, CreateCronJob(stream))],
            _ => [],
        };
    }

    /// <summary>Returns what the pods of an application belong to; null for nothing.</summary>
    public static (ApiResource Resource, string Name)? GetOwnerOfPods(SeededStream stream) => stream.Controller switch
    {
        ControllerKind.Deployment => (ApiResources.ReplicaSets, $"{stream.Application}-{NewVersion}"),
        ControllerKind.DeploymentConfig => (ApiResources.ReplicationControllers, $"{stream.Application}-2"),
        ControllerKind.StatefulSet => (ApiResources.StatefulSets, stream.Application),
        ControllerKind.DaemonSet => (ApiResources.DaemonSets, stream.Application),
        ControllerKind.Job => (ApiResources.Jobs, stream.Application),
        _ => null,
    };

    /// <summary>Returns what a replica set, or a replication controller, belongs to.</summary>
    private static (ApiResource Resource, string Name) GetOwner(SeededStream stream) => (
        stream.Controller == ControllerKind.Deployment ? ApiResources.Deployments : ApiResources.DeploymentConfigs,
        stream.Application);

    private static StoredObject Make(
        ApiResource resource,
        SeededStream stream,
        string name,
        string rest,
        (ApiResource Resource, string Name)? owner = null) => SeededObject.Create(
            resource, new ObjectKey(stream.RunsIn, name), stream.Updated.AddDays(1), stream.Labels, rest, owner);

    /// <summary>Every seventh application is scaled down to nothing.</summary>
    private static int GetReplicas(SeededStream stream) => stream.Index % 7 == 5 ? 0 : 1 + (stream.Index % 3);

    private static string GetTemplate(SeededStream stream, int back = 0, string restartPolicy = "Always")
    {
        var initImage = stream.Index % 11 == 1 && stream.Tags.Count > 1
            ? $"{stream.Repository}:{stream.Tags[1].Name}"
            : null;
        var fields = PodTemplate.Create(stream.Labels, stream.GetPullSpec(back), initImage, restartPolicy);
        return $"\"template\":{{{fields}}}";
    }

    private static string GetSelector(SeededStream stream) =>
        $"\"selector\":{{\"matchLabels\":{{\"app\":\"{stream.Application}\"}}}}";

    private static string CreateDeployment(SeededStream stream)
    {
        var replicas = GetReplicas(stream);
        return $"\"spec\":{{\"replicas\":{replicas},{GetSelector(stream)},{GetTemplate(stream)},"
            + "\"strategy\":{\"type\":\"RollingUpdate\",\"rollingUpdate\":"
            + "{\"maxUnavailable\":\"25%\",\"maxSurge\":\"25%\"}},"
            + "\"revisionHistoryLimit\":10,\"progressDeadlineSeconds\":600},"
            + $"\"status\":{{\"observedGeneration\":1,\"replicas\":{replicas},\"readyReplicas\":{replicas}}}";
    }

    private static string CreateReplicaSet(SeededStream stream, int back)
    {
        var replicas = back > 0 ? 0 : GetReplicas(stream);
        return $"\"spec\":{{\"replicas\":{replicas},{GetSelector(stream)},{GetTemplate(stream, back)}}},"
            + $"\"status\":{{\"replicas\":{replicas},\"observedGeneration\":1}}";
    }

    private static string CreateDeploymentConfig(SeededStream stream)
    {
        var replicas = GetReplicas(stream);
        return "\"spec\":{\"strategy\":{\"type\":\"Rolling\",\"resources\":{},\"activeDeadlineSeconds\":21600},"
            + $"\"triggers\":[{{\"type\":\"ConfigChange\"}}],\"replicas\":{replicas},\"revisionHistoryLimit\":10,"
            + $"\"test\":false,\"selector\":{{\"app\":\"{stream.Application}\"}},{GetTemplate(stream)}}},"
            + $"\"status\":{{\"latestVersion\":2,\"observedGeneration\":1,\"replicas\":{replicas},"
            + $"\"updatedReplicas\":{replicas},\"availableReplicas\":{replicas},\"unavailableReplicas\":0}}";
    }

    private static string CreateReplicationController(SeededStream stream, int back)
    {
        var replicas = back > 0 ? 0 : GetReplicas(stream);
        return $"\"spec\":{{\"replicas\":{replicas},\"selector\":{{\"app\":\"{stream.Application}\"}},"
            + $"{GetTemplate(stream, back)}}},\"status\":{{\"replicas\":{replicas},\"observedGeneration\":1}}";
    }

    private static string CreateStatefulSet(SeededStream stream)
    {
        var replicas = GetReplicas(stream);
        return $"\"spec\":{{\"replicas\":{replicas},{GetSelector(stream)},{GetTemplate(stream)},"
            + $"\"serviceName\":\"{stream.Application}\",\"podManagementPolicy\":\"OrderedReady\","
            + "\"updateStrategy\":{\"type\":\"RollingUpdate\",\"rollingUpdate\":{\"partition\":0}},"
            + $"\"revisionHistoryLimit\":10}},\"status\":{{\"replicas\":{replicas},\"availableReplicas\":{replicas}}}";
    }

    private static string CreateDaemonSet(SeededStream stream) =>
        $"\"spec\":{{{GetSelector(stream)},{GetTemplate(stream)},"
        + "\"updateStrategy\":{\"type\":\"RollingUpdate\",\"rollingUpdate\":{\"maxUnavailable\":1,\"maxSurge\":0}},"
        + "\"revisionHistoryLimit\":10},\"status\":{\"currentNumberScheduled\":3,\"numberMisscheduled\":0,"
        + "\"desiredNumberScheduled\":3,\"numberReady\":3}";

    private static string CreateJob(SeededStream stream) =>
        $"\"spec\":{{\"parallelism\":1,\"completions\":1,\"backoffLimit\":6,{GetSelector(stream)},"
        + $"\"manualSelector\":false,{GetTemplate(stream, restartPolicy: "Never")},"
        + "\"completionMode\":\"NonIndexed\",\"suspend\":false},"
        + $"\"status\":{{\"conditions\":[{{\"type\":\"Complete\",\"status\":\"True\"}}],"
        + $"\"startTime\":\"{Timestamp.Format(stream.Updated.AddDays(1))}\","
        + $"\"completionTime\":\"{Timestamp.Format(stream.Updated.AddDays(1).AddMinutes(4))}\",\"succeeded\":1}}";

    private static string CreateCronJob(SeededStream stream) =>
        $"\"spec\":{{\"schedule\":\"0 3 * * *\",\"concurrencyPolicy\":\"Allow\","
        + $"\"suspend\":{(stream.Index % 2 == 0 ? "true" : "false")},"
        + $"\"jobTemplate\":{{\"metadata\":{{}},\"spec\":{{{GetTemplate(stream, restartPolicy: "Never")}}}}},"
        + "\"successfulJobsHistoryLimit\":3,\"failedJobsHistoryLimit\":1},"
        + $"\"status\":{{\"lastScheduleTime\":\"{Timestamp.Format(s_firstRun.AddDays(stream.Index % 25))}\"}}";
}
