using System.Management.Automation;

namespace OpenShiftImage.Tests.Archives;

/// <summary>What was collected is only read: anything else is one error with an id of its own.</summary>
public sealed class ReadOnlyTests(CollectedSandbox sandbox) : CollectedTest(sandbox)
{
    [Theory]
    [InlineData("New-OSImage -Name a -DockerImageReference quay.io/a/b:c -Cluster $tar")]
    [InlineData("Get-OSImage -First 1 -Cluster $tar | Set-OSImage")]
    [InlineData("Get-OSImage -First 1 -Cluster $tar | Set-OSImage -Force")]
    [InlineData("Update-OSImage $names[0] -Label a=b -Cluster $tar")]
    [InlineData("Update-OSImage $names[0] -Label a=b -WhatIf -Cluster $tar")]
    [InlineData("Get-OSImage -First 1 -Cluster $tar | Update-OSImage -Label a=b")]
    [InlineData("Remove-OSImage $names[0] -Force -Cluster $tar")]
    [InlineData("Remove-OSImage -l app=web -Force -Cluster $tar")]
    public void A_change_is_refused(string script)
    {
        var error = Run(script, ("names", Sandbox.Names.ToArray())).Error;
        AssertError(error, "ReadOnly", ErrorCategory.NotImplemented);
        Assert.Contains("-Cluster", error.ToString(), StringComparison.Ordinal);
        Assert.Empty(Sandbox.Server.Requests);
    }

    [Fact]
    public void A_change_goes_to_the_live_cluster_that_is_named()
    {
        var name = Sandbox.Names[0];
        Run($"Get-OSImage {name} -Cluster $tar | Update-OSImage -Label offline=no -WhatIf -Cluster $live").Succeeded();
        Assert.Contains(Sandbox.Server.Requests, request => request.Method == "PATCH");
    }

    [Theory]
    [InlineData("Watch-OSImage -Cluster $tar")]
    [InlineData("Watch-OSImage -SendInitialEvents -Cluster $tar")]
    [InlineData("Wait-OSImage $names[0] -Cluster $tar")]
    [InlineData("Get-OSImage -ResourceVersion 5 -Cluster $tar")]
    [InlineData("Get-OSImage $names[0] -ResourceVersion 5 -Cluster $tar")]
    public void What_takes_a_server_is_refused(string script) => AssertError(
        Run(script, ("names", Sandbox.Names.ToArray())).Error, "NotSupportedOffline", ErrorCategory.NotImplemented);

    [Fact]
    public void A_token_of_another_list_is_refused()
    {
        var result = Run(
            "$null = Get-OSImage -Limit 5 -ContinueVariable next -Cluster $live; Get-OSImage -Limit 5 -Continue $next -Cluster $tar");
        AssertError(result.Error, "BadRequest", ErrorCategory.InvalidData);
    }

    [Fact]
    public void What_was_not_collected_is_not_said_to_be_none()
    {
        var folder = Directory.CreateTempSubdirectory("osimage-none-").FullName;
        File.WriteAllText(Path.Combine(folder, "pod.yaml"), "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\n");
        try
        {
            Run($"$none = Connect-OSImageCluster -Path '{folder}'").Succeeded();
            foreach (var script in (string[])[
                "Get-OSImage -Cluster $none",
                "Get-OSImage a -Cluster $none",
                "Get-OSImage 'a*' -Cluster $none",
                "Get-OSImage -Limit 1 -Cluster $none",
                "Get-OSImage -AsJson -Cluster $none",
            ])
            {
                AssertError(Run(script).Error, "NotCollected", ErrorCategory.ObjectNotFound);
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void A_connection_that_was_closed_reads_no_more() => AssertError(
        Run("Disconnect-OSImageCluster -Cluster $zip; Get-OSImage -Cluster $zip").Error,
        "ConnectionClosed",
        ErrorCategory.ConnectionError);
}
