using OpenShiftImage.Configuration;
using OpenShiftImage.Kubernetes;
using OpenShiftImage.Kubernetes.Workloads;
using OpenShiftImage.Sandbox;
using OpenShiftImage.Workloads;

namespace OpenShiftImage.Analysis.Tests.Rules;

/// <summary>A cluster may do without DeploymentConfigs and builds, and without nothing else.</summary>
public sealed class MissingGroupTests
{
    private static readonly KubernetesObjectParser s_parser = new();

    [Theory]
    [InlineData("apps.openshift.io")]
    [InlineData("build.openshift.io")]
    [InlineData("apps.openshift.io", "build.openshift.io")]
    public async Task A_group_that_is_not_there_counts_as_empty_lists(params string[] groups)
    {
        await using var server = await SandboxServer.StartAsync(
            new SandboxOptions { Images = 50, WithoutGroups = groups });
        using var connection = Connect(server);
        var reader = new ClusterObjectReader(connection, () => s_parser, null);
        var kinds = new HashSet<string>();
        await foreach (var page in reader.ReadAsync(UsageTypes.All, default))
        {
            kinds.UnionWith(page.Select(item => item.Type.Group));
        }

        Assert.Contains("apps", kinds);
        Assert.Contains("image.openshift.io", kinds);
        Assert.DoesNotContain(kinds, groups.Contains);
    }

    [Theory]
    [InlineData("pods")]
    [InlineData("limitranges")]
    [InlineData("deployments")]
    [InlineData("deploymentconfigs")]
    [InlineData("imagestreams")]
    public async Task A_kind_that_may_not_be_read_ends_it(string resource)
    {
        await using var server = await SandboxServer.StartAsync(
            new SandboxOptions { Images = 50, ForbiddenResources = [resource] });
        using var connection = Connect(server);
        var reader = new ClusterObjectReader(connection, () => s_parser, null);
        var error = await Assert.ThrowsAsync<UnreadableKindException>(async () =>
        {
            await foreach (var page in reader.ReadAsync(UsageTypes.All, default))
            {
                Assert.DoesNotContain(page, item => item.Type.Plural == resource);
            }
        });
        Assert.Equal(("Forbidden", resource), (error.ErrorId, error.Type.Plural));
        Assert.Contains(
            $"The right to list {resource} of the API group '{error.Type.Group}' in all namespaces is missing",
            error.Message,
            StringComparison.Ordinal);
    }

    private static ClusterConnection Connect(SandboxServer server) => new(new KubeconfigSource().Load(
        new KubeconfigRequest { Paths = [server.KubeconfigPath] }) with
    { RetryTimeout = TimeSpan.Zero });
}
