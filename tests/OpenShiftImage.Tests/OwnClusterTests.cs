using System.Management.Automation;
using OpenShiftImage.Sandbox;

namespace OpenShiftImage.Tests;

/// <summary>An object goes back to the cluster that it came from, whatever the current one is.</summary>
public sealed class OwnClusterTests : ModuleTest, IClassFixture<OwnClusterTests.OtherSandbox>
{
    private readonly SandboxServer _other;

    public OwnClusterTests(SandboxFixture fixture, OtherSandbox other)
        : base(fixture)
    {
        _other = other.Server;
        Run(
            "$other = Connect-OSImageCluster -Kubeconfig $theirs; Connect-OSImageCluster -Kubeconfig $kubeconfig > $null",
            ("theirs", _other.KubeconfigPath)).Succeeded();
        // Digests are equal everywhere: what a test has left on the other is on both.
        Run("$name = (Get-OSImage sha256:* -First 1 -Cluster $other).Name").Succeeded();
        Server.ClearRequests();
        _other.ClearRequests();
    }

    [Theory]
    [InlineData("Get-OSImage $name -Cluster $other | Update-OSImage -Label @{ a = 'b' }")]
    [InlineData("Update-OSImage (Get-OSImage $name -Cluster $other) -Label @{ a = 'b' }")]
    [InlineData("Get-OSImage $name -MetadataOnly -Cluster $other | Update-OSImage -Label @{ a = 'b' }")]
    [InlineData("$i = Get-OSImage $name -Cluster $other; $i.DockerImageReference = 'x/y:z'; $i | Set-OSImage")]
    [InlineData("Get-OSImage $name -Cluster $other | Remove-OSImage -Force")]
    [InlineData("Remove-OSImage -InputObject (Get-OSImage $name -Cluster $other) -Force")]
    [InlineData("Get-OSImage $name -MetadataOnly -Cluster $other | Remove-OSImage -IfUnchanged -Force")]
    [InlineData("Get-OSImage $name -Cluster $other | Get-OSImage")]
    [InlineData(
        "Get-OSImage $name -MetadataOnly -Cluster $other | Export-OSImage -Path ([IO.Path]::GetTempFileName())")]
    [InlineData("Get-OSImage $name -Cluster $other | Wait-OSImage -For Exists")]
    [InlineData("Watch-OSImage $name -SendInitialEvents -Count 1 -Cluster $other | Update-OSImage -Label @{ a = 'b' }")]
    [InlineData("Get-OSImage -Limit 5 -AsPage -Cluster $other | Get-OSImage")]
    [InlineData(
        "Get-OSImage $name -Cluster $other | ForEach-Object { [pscustomobject]@{ Name = $_.Name; Cluster = $_.Cluster } } | Update-OSImage -Label @{ a = 'b' }")]
    [InlineData(
        "Get-OSImage $name -Cluster $other | ForEach-Object { @{ Name = $_.Name; Cluster = $_.Cluster } } | Remove-OSImage -Force")]
    [InlineData("Get-OSImage $name -Cluster $other | Watch-OSImage -SendInitialEvents -Count 1")]
    [InlineData(
        "(Get-OSImage -Cluster $other | Where-Object { $_.IsManifestList } | ForEach-Object DockerImageManifests) | Get-OSImage -ErrorAction SilentlyContinue")]
    [InlineData("(Get-OSImage -Limit 1 -AsPage -Cluster $other).Items | Update-OSImage -Label @{ a = 'b' }")]
    public void It_goes_to_the_cluster_that_it_came_from(string script)
    {
        Run(script).Succeeded();
        Assert.Empty(Server.Requests);
        Assert.True(_other.Requests.Count > 1);
    }

    [Fact]
    public void A_connection_is_named_as_the_screen_shows_it()
    {
        Run("$connection = Connect-OSImageCluster -Server $server -Token $token -SkipCertificateCheck 3> $null",
            ("server", _other.Address.ToString()), ("token", _other.AdminToken)).Succeeded();
        Server.ClearRequests();

        Run("Get-OSImage $name -Cluster $connection.Name 3> $null").Succeeded();

        Assert.Empty(Server.Requests);
    }

    [Fact]
    public void A_row_that_was_JSON_names_its_cluster()
    {
        var result = Run(
            "[pscustomobject]@{ Name = $name; Cluster = [pscustomobject]@{ Name = 'sandbox-admin'; Server = 'x' } } | Get-OSImage");
        Assert.Single(result.Succeeded());
    }

    [Theory]
    [InlineData("[pscustomobject]@{ Name = $name; Cluster = 'prod' } | Update-OSImage -Label a=b")]
    [InlineData("[pscustomobject]@{ Name = $name; Cluster = 'prod' } | Remove-OSImage -Force")]
    [InlineData("@{ Name = $name; Cluster = 'prod' } | Get-OSImage")]
    [InlineData("[pscustomobject]@{ Name = $name; Cluster = 'prod' } | Wait-OSImage")]
    [InlineData(
        "[pscustomobject]@{ Name = $name; Cluster = 'prod' } | Export-OSImage -Path ([IO.Path]::GetTempFileName())")]
    [InlineData(
        "Get-OSImage $name > $null; [pscustomobject]@{ Name = $name }, [pscustomobject]@{ Name = $name; Cluster = 'prod' } | Remove-OSImage -WhatIf")]
    public void A_row_that_names_another_cluster_is_refused_and_not_sent_to_the_current_one(string script)
    {
        AssertError(Run(script).Errors[0], "OtherCluster", ErrorCategory.InvalidArgument, "prod");
        Assert.DoesNotContain(
            Server.Requests,
            request => request.Method != "GET" && !request.Target.Contains("dryRun", StringComparison.Ordinal));
        Assert.Empty(_other.Requests);
    }

    [Fact]
    public void A_row_that_names_the_current_cluster_goes_there()
    {
        Run("[pscustomobject]@{ Name = $name; Cluster = 'sandbox-admin' } | Update-OSImage -Label a=b").Succeeded();
        Run("[pscustomobject]@{ Name = $name; Cluster = \"$((Get-OSImage $name).Cluster)\" } | Update-OSImage -Label a=b").Succeeded();
        Run("[pscustomobject]@{ Name = $name; Cluster = 'prod' } | Update-OSImage -Label a=b -Cluster sandbox-admin").Succeeded();
        Assert.Equal(3, Server.Requests.Count(request => request.Method == "PATCH"));
    }

    [Fact]
    public void Clusters_of_one_name_are_told_apart_by_their_addresses()
    {
        var clusters =
            Run("(Get-OSImage -First 1), (Get-OSImage -First 1 -Cluster $other) | ForEach-Object { \"$($_.Cluster)\" }").Succeeded().Select(item => item.BaseObject);
        Assert.Equal(
            [
                $"sandbox-admin ({Server.Address.ToString().TrimEnd('/')})",
                $"sandbox-admin ({_other.Address.ToString().TrimEnd('/')})",
            ],
            clusters);
        Run("Get-OSImage $name -Cluster $other | Update-OSImage -Label a=b -WhatIf").Succeeded();
        Assert.Contains(
            $"on sandbox-admin ({_other.Address.ToString().TrimEnd('/')})", Shell.Host.Shown, StringComparison.Ordinal);
    }

    [Fact]
    public void A_watch_of_objects_from_two_clusters_is_refused() =>
        AssertError(
            Run("(Get-OSImage $name), (Get-OSImage $name -Cluster $other) | Watch-OSImage -Count 1").Error,
            "SeveralClusters",
            ErrorCategory.InvalidArgument,
            null);

    [Theory]
    [InlineData("Get-OSImage $name -Cluster $other | Update-OSImage -Label @{ a = 'b' } -Cluster sandbox-admin")]
    [InlineData("(Get-OSImage $name -Cluster $other).Name | Update-OSImage -Label @{ a = 'b' }")]
    [InlineData(
        "$i = Get-OSImage $name -Cluster $other; $i.Metadata.Name = 'copy-' + [guid]::NewGuid(); $i | New-OSImage")]
    public void A_write_goes_to_another_cluster_by_name_or_as_a_copy(string script)
    {
        Run(script).Succeeded();
        Assert.NotEmpty(Server.Requests);
        Assert.Single(_other.Requests);
    }

    [Fact]
    public void A_connection_that_was_closed_is_an_error_and_no_reason_to_go_elsewhere()
    {
        var error = Run(
            "$i = Get-OSImage $name -Cluster $other; Disconnect-OSImageCluster $other; $i | Update-OSImage -Label @{ a = 'b' }").Error;
        AssertError(error, "ConnectionClosed", ErrorCategory.ConnectionError, null);
        Assert.Empty(Server.Requests);
    }

    [Theory]
    [InlineData("Get-OSImage $name")]
    [InlineData("Get-OSImage -First 1")]
    [InlineData("Get-OSImage -First 1 -MetadataOnly")]
    [InlineData("Get-OSImage -Limit 1 -AsPage")]
    [InlineData("(Get-OSImage -Limit 1 -AsPage).Items")]
    [InlineData("Get-OSImage *0*")]
    [InlineData("Watch-OSImage -SendInitialEvents -Count 1")]
    [InlineData("(Watch-OSImage -SendInitialEvents -Count 1).Image")]
    [InlineData("Update-OSImage $name -Label @{ a = 'b' } -PassThru")]
    [InlineData("Get-OSImage $name | Set-OSImage -PassThru")]
    [InlineData("Wait-OSImage $name")]
    [InlineData("New-OSImage -Name ('new-' + [guid]::NewGuid()) -DockerImageReference a/b:c")]
    [InlineData(
        "New-OSImage -Name ('new-' + [guid]::NewGuid()) -DockerImageReference a/b:c | Remove-OSImage -Force -PassThru")]
    [InlineData("Remove-OSImage -FieldSelector metadata.name=$name -Force -PassThru -WhatIf")]
    public void Everything_that_came_from_a_cluster_knows_it(string script)
    {
        Run($"$last = {script}").Succeeded();
        Assert.Equal("sandbox-admin", Assert.Single(Run("@($last)[-1].Cluster.Name").Succeeded()).BaseObject);
        Assert.Equal(
            [true, false, true],
            Run("@($last)[-1].Cluster -eq 'sandbox-admin'; @($last)[-1].Cluster -eq 'prod'; @($last)[-1].Cluster -like 'sandbox-*'").Succeeded().Select(item => item.BaseObject));
    }

    [Fact]
    public void The_cluster_is_neither_serialized_nor_exported()
    {
        var text = string.Concat(Run(
            "Get-OSImage $name | ConvertTo-OSImageYaml; Get-OSImage $name | Export-OSImage -Path $file -Format Json; Get-Content -Raw $file",
            ("file", Path.GetTempFileName())).Output.Select(item => item.ToString()));
        Assert.DoesNotContain("cluster", text, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>A second cluster with the same Images.</summary>
    public sealed class OtherSandbox : IAsyncLifetime
    {
        public SandboxServer Server { get; private set; } = null!;

        public async ValueTask InitializeAsync() =>
            Server = await SandboxServer.StartAsync(new SandboxOptions { Images = 250 });

        public async ValueTask DisposeAsync() => await Server.DisposeAsync();
    }
}
