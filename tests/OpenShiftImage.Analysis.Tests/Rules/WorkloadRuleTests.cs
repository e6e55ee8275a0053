using OpenShiftImage.Analysis.Usage;
using OpenShiftImage.Api;
using OpenShiftImage.Workloads;
using static OpenShiftImage.Analysis.Tests.Rules.PruneState;

namespace OpenShiftImage.Analysis.Tests.Rules;

/// <summary>Which fields of which kinds count as use; the objects are as the API has them.</summary>
public sealed class WorkloadRuleTests
{
    private const string Containers = """{"containers":[{"name":"c","image":"quay.io/shop/app"}]}""";
    private const string InitContainers = """{"initContainers":[{"name":"c","image":"quay.io/shop/app"}]}""";

    /// <summary>Each kind, with where its pods are described.</summary>
    public static TheoryData<string, string> Controllers => new()
    {
        { "ReplicationController", """{"replicas":0,"template":{"spec":POD}}""" },
        { "DeploymentConfig", """{"replicas":0,"paused":true,"template":{"spec":POD}}""" },
        { "ReplicaSet", """{"replicas":0,"template":{"spec":POD}}""" },
        { "Deployment", """{"replicas":0,"paused":true,"template":{"spec":POD}}""" },
        { "DaemonSet", """{"template":{"spec":POD}}""" },
        { "StatefulSet", """{"replicas":0,"template":{"spec":POD}}""" },
        { "Job", """{"suspend":true,"template":{"spec":POD}}""" },
        { "CronJob", """{"suspend":true,"schedule":"* * * * *","jobTemplate":{"spec":{"template":{"spec":POD}}}}""" },
    };

    [Theory]
    [MemberData(nameof(Controllers))]
    public void The_template_of_each_controller_counts_however_old_and_idle_it_is(string kind, string spec)
    {
        var type = UsageTypes.All.Single(type => type.Kind == kind);
        foreach (var pod in new[] { Containers, InitContainers })
        {
            var state = new PruneState().Image(1).Tag("latest", 1)
                .Add(type, Object(spec.Replace("POD", pod, StringComparison.Ordinal)));
            Assert.Equal(ImageUsageReason.TagInUse, state.Reason(1));
        }

        Assert.Equal([1], new PruneState().Image(1).Tag("latest", 1).Add(type, Object("{}")).Pruned());
    }

    [Fact]
    public void Triggers_of_a_DeploymentConfig_do_not_count()
    {
        var state = new PruneState().Image(1).Tag("latest", 1).Add(UsageTypes.DeploymentConfig, Object("""
            {"triggers":[{"type":"ImageChange",
                          "imageChangeParams":{"from":{"kind":"ImageStreamTag","name":"app:latest"}}}]}
            """));
        Assert.Equal([1], state.Pruned());
    }

    [Theory]
    [InlineData("sourceStrategy")]
    [InlineData("dockerStrategy")]
    [InlineData("customStrategy")]
    public void The_image_that_a_strategy_starts_from_counts(string strategy)
    {
        foreach (var type in new[] { UsageTypes.BuildConfig, UsageTypes.Build })
        {
            var state = new PruneState().Image(1).Tag("latest", 1).Add(type, Object(
                """{"strategy":{"STRATEGY":{"from":{"kind":"ImageStreamTag","name":"app:latest"}}}}"""
                    .Replace("STRATEGY", strategy, StringComparison.Ordinal)));
            Assert.Equal(ImageUsageReason.TagInUse, state.Reason(1));
        }
    }

    [Fact]
    public void Other_fields_of_builds_do_not_count_and_may_be_odd()
    {
        const string Spec = """
            {"source":{"images":[{"from":{"kind":"ImageStreamTag","name":"app:latest"}},
                                 {"from":{"kind":"ImageStreamImage","name":"app@DIGEST"}},
                                 {"from":{"kind":"DockerImage","name":"quay.io/shop/app"}},
                                 {"from":{"kind":"DockerImage","name":"NOT A REFERENCE"}},
                                 {"from":{"kind":"ImageStreamTag","name":"odd"}}]},
             "output":{"to":{"kind":"ImageStreamTag","name":"app:latest"}},
             "strategy":{"dockerStrategy":{"from":null},"jenkinsPipelineStrategy":{}},
             "triggers":[{"type":"ImageChange","imageChange":{"from":{"kind":"ImageStreamTag","name":"app:latest"}}}]}
            """;
        var spec = Spec.Replace("DIGEST", Digest(1), StringComparison.Ordinal);
        const string Status = """
            {"phase":"Complete","output":{"to":{"imageDigest":"DIGEST"}},
             "outputDockerImageReference":"quay.io/shop/app"}
            """;
        var state = new PruneState().Image(1).Tag("latest", 1)
            .Add(UsageTypes.BuildConfig, Object(spec))
            .Add(UsageTypes.Build, Object(spec, Status.Replace("DIGEST", Digest(1), StringComparison.Ordinal)));
        Assert.Equal([1], state.Pruned());
        var usage = new UsageReport(state.Decide(), null, null).Of(0);
        Assert.Equal(ImageUsageRisks.BuildSource, usage.Risk);
        Assert.All(usage.Workloads, workload => Assert.False(workload.IsCounted));
    }

    [Fact]
    public void The_imageID_of_a_running_container_does_not_count_and_is_a_risk()
    {
        var state = new PruneState().Image(1).Tag("other", 1).Add(UsageTypes.Pod, Object(
            Containers,
            $$"""{"phase":"Running","containerStatuses":[{"name":"c","imageID":"quay.io/shop/app@{{Digest(1)}}"}]}"""));
        Assert.Equal([1], state.Pruned());
        var usage = new UsageReport(state.Decide(), null, null).Of(0);
        Assert.Equal(ImageUsageRisks.RunningPod, usage.Risk);
        Assert.Equal("status.containerStatuses[0].imageID", Assert.Single(usage.Workloads).Place);
    }

    [Theory]
    [InlineData("docker-pullable://quay.io/shop/app@DIGEST", true)]
    [InlineData("quay.io/shop/app@DIGEST", true)]
    [InlineData("DIGEST", false)]
    [InlineData("docker://DIGEST", false)]
    [InlineData("", false)]
    public void What_runs_is_told_by_its_digest(string imageId, bool isTold)
    {
        imageId = imageId.Replace("DIGEST", Digest(9), StringComparison.Ordinal);
        var analysis = new PruneState().Add(UsageTypes.Pod, Object(
            "{}", $$"""{"phase":"Running","containerStatuses":[{"name":"c","imageID":"{{imageId}}"}]}""")).Decide();
        var unknown = new UsageReport(analysis, null, null).Unknown().Select(usage => usage.Name);
        Assert.Equal(isTold ? [Digest(9)] : [], unknown);
    }

    [Theory]
    [InlineData("""{"ephemeralContainers":[{"name":"c","image":"IMAGE"}]}""", ImageUsageRisks.EphemeralContainer)]
    [InlineData("""{"volumes":[{"name":"c","image":{"reference":"IMAGE"}}]}""", ImageUsageRisks.ImageVolume)]
    [InlineData("""{"containers":[{"name":"c","image":"IMAGE"}]}""", ImageUsageRisks.None)]
    public void Ephemeral_containers_and_image_volumes_do_not_count_and_are_risks(string spec, ImageUsageRisks risk)
    {
        var state = new PruneState().Image(1).Tag("latest", 1).Add(UsageTypes.Pod, Object(
            spec.Replace("IMAGE", "quay.io/shop/app@" + Digest(1), StringComparison.Ordinal),
            """{"phase":"Running"}"""));
        Assert.Equal(risk == ImageUsageRisks.None ? [] : [1], state.Pruned());
        Assert.Equal(risk, new UsageReport(state.Decide(), null, null).Of(0).Risk);
    }

    [Theory]
    [InlineData("Succeeded", "Always", ImageUsageRisks.RestartablePod)]
    [InlineData("Succeeded", "OnFailure", ImageUsageRisks.None)]
    [InlineData("Succeeded", "Never", ImageUsageRisks.None)]
    [InlineData("Failed", "Always", ImageUsageRisks.RestartablePod)]
    [InlineData("Failed", "OnFailure", ImageUsageRisks.RestartablePod)]
    [InlineData("Failed", "Never", ImageUsageRisks.None)]
    [InlineData("Unknown", "Never", ImageUsageRisks.RestartablePod)]
    public void A_pod_that_is_done_and_may_start_again_is_a_risk(string phase, string policy, ImageUsageRisks risk)
    {
        var state = new PruneState().Image(1).Tag("latest", 1).Add(UsageTypes.Pod, Object(
            $$"""{"restartPolicy":"{{policy}}","containers":[{"name":"c","image":"quay.io/shop/app"}]}""",
            $$"""{"phase":"{{phase}}"}"""));
        Assert.Equal([1], state.Pruned());
        var usage = new UsageReport(state.Decide(), null, null).Of(0);
        Assert.Equal(risk, usage.Risk);
        // What names a pod and calls it no risk says why.
        Assert.Equal(
            risk == ImageUsageRisks.None,
            usage.Message.EndsWith("Pod shop/w, which is done", StringComparison.Ordinal));
    }

    [Fact]
    public void What_is_kept_has_no_risk() =>
        Assert.Equal(
            ImageUsageRisks.None,
            new UsageReport(new PruneState().Image(1).Tag("latest", 1).Pod("quay.io/shop/app").Decide(), null, null)
                .Of(0).Risk);

    private static string Object(string spec, string status = "{}") => $$"""
        {"metadata":{"name":"w","namespace":"shop","creationTimestamp":"2026-01-01T00:00:00Z"},
         "spec":{{spec}},"status":{{status}}}
        """;
}
