using System.Management.Automation;

namespace OpenShiftImage.Tests.Archives;

/// <summary>The contexts of the kubeconfig, and wildcards over them.</summary>
public sealed class ContextTests(SandboxFixture fixture) : EnvironmentTest(fixture)
{
    [Fact]
    public void The_contexts_are_listed_with_the_current_one_marked()
    {
        var contexts = Run("Get-OSImageCluster -ListAvailable").Succeeded();
        Assert.Equal(["sandbox-admin", "sandbox-alice"], contexts.Select(context => context.Properties["Name"].Value));
        Assert.Equal([true, false], contexts.Select(context => context.Properties["IsCurrent"].Value));
        Assert.Empty(Server.Requests);
        var table = string.Concat(Run("Get-OSImageCluster -ListAvailable | Out-String").Succeeded());
        Assert.Contains("sandbox-alice", table, StringComparison.Ordinal);
        Assert.DoesNotContain(Server.AdminToken, table, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_listed_can_be_read()
    {
        var result = Run("Get-OSImage -First 5 -Cluster (Get-OSImageCluster -ListAvailable | Where-Object IsCurrent)");
        Assert.Equal(5, result.Succeeded().Count);
    }

    [Fact]
    public void Without_a_connection_the_cluster_of_the_next_cmdlet_is_shown() =>
        Assert.Equal("sandbox-admin", Run("(Get-OSImageCluster).Context").Succeeded().Single().ToString());

    [Fact]
    public void Wildcards_mean_contexts_and_one_that_may_not_read_fails_alone()
    {
        var result = Run("Get-OSImage -Cluster 'sandbox-*'");
        Assert.Equal(Server.Store.Current.Images.Count, result.Output.Count);
        AssertError(result.Error, "Forbidden", ErrorCategory.PermissionDenied, "sandbox-alice");
        Assert.StartsWith("sandbox-alice: ", result.Error.ToString(), StringComparison.Ordinal);
        AssertError(
            Run("Get-OSImage -Cluster 'nosuch*'").Error, "ContextNotFound", ErrorCategory.ObjectNotFound, "nosuch*");
    }
}
