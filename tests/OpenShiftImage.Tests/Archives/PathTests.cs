using System.Management.Automation;
using OpenShiftImage.Testing;

namespace OpenShiftImage.Tests.Archives;

/// <summary>Paths as people type them, for Connect-OSImageCluster and for -Cluster.</summary>
public sealed class PathTests : CollectedTest
{
    private readonly string _folder = Directory.CreateTempSubdirectory("osimage-path-").FullName;

    public PathTests(CollectedSandbox sandbox)
        : base(sandbox)
    {
        foreach (var name in (string[])["a/must-gather.tar.gz", "b/must-gather.tar.gz", "b/other[1].tar.gz"])
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(_folder, name))!);
            File.Copy(sandbox.Tar, Path.Combine(_folder, name));
        }

        File.WriteAllText(
            Path.Combine(_folder, "a/two.yaml"),
            "apiVersion: image.openshift.io/v1\nkind: Image\nmetadata: {name: two}\n");
        File.WriteAllText(
            Path.Combine(_folder, "b/one.yaml"),
            "apiVersion: image.openshift.io/v1\nkind: Image\nmetadata: {name: one}\n");
        Run($"Set-Location '{_folder}'; $null = New-PSDrive -Name gathers -PSProvider FileSystem -Root '{_folder}/b' -Scope Global").Succeeded();
    }

    [Theory]
    [InlineData("a/must-gather.tar.gz", "must-gather")]
    [InlineData("./a/must-gather.tar.gz", "must-gather")]
    [InlineData("a/*.tar.gz", "must-gather")]
    [InlineData("b/other[1].tar.gz", "other[1]")]
    [InlineData("b/oth*", "other[1]")]
    [InlineData("gathers:/must-gather.tar.gz", "must-gather")]
    [InlineData("a", "a")]
    [InlineData("a/", "a")]
    public void A_path_is_taken_from_PowerShell_s_location_and_drives(string path, string name)
    {
        var connection = Run("Connect-OSImageCluster -Path $path", ("path", path)).Succeeded().Single();
        Assert.Equal(name, connection.Properties["Name"].Value);
        Assert.StartsWith(_folder, (string)connection.Properties["Path"].Value, StringComparison.Ordinal);
        Assert.Equal(
            connection.Properties["Path"].Value, Run("(Get-OSImageCluster).Path").Succeeded().Single().BaseObject);
    }

    [Theory]
    [InlineData("nowhere", "PathNotFound")]
    [InlineData("nowhere*", "PathNotFound")]
    [InlineData("b/*.tar.gz", "AmbiguousPath")]
    [InlineData("Env:/HOME", "NotInFileSystem")]
    [InlineData("nodrive:/a", "NotInFileSystem")]
    public void A_path_that_leads_nowhere_is_told(string path, string id)
    {
        var result = Run("Connect-OSImageCluster -Path $path", ("path", path));
        Assert.StartsWith(id + ",", result.Error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.StartsWith("NotConnected,", Run("Get-OSImage").Error.FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("./b/one.yaml")]
    [InlineData("gathers:one.yaml")]
    [InlineData("b")]
    public void A_path_will_do_for_the_cluster_without_connecting(string path)
    {
        if (path == "b")
        {
            Directory.EnumerateFiles(Path.Combine(_folder, "b"), "*.gz").ToList().ForEach(File.Delete);
        }

        Assert.Equal("one", Run("(Get-OSImage -Cluster $path).Name", ("path", path)).Succeeded().Single().ToString());
        Assert.Equal(
            "live",
            Run(
                "$null = Connect-OSImageCluster -Kubeconfig $kubeconfig; $null = Get-OSImage -Cluster $path; if (-not (Get-OSImageCluster).Path) { 'live' }",
                ("kubeconfig", Sandbox.Server.KubeconfigPath)).Succeeded().Single().ToString());
    }

    [Fact]
    public void A_relative_path_is_another_where_the_location_is_another()
    {
        File.WriteAllText(
            Path.Combine(_folder, "a/one.yaml"),
            "apiVersion: image.openshift.io/v1\nkind: Image\nmetadata: {name: another}\n");
        Assert.Equal(
            ["one", "another"],
            Run("Set-Location ./b; (Get-OSImage -Cluster ./one.yaml).Name; Set-Location ../a; (Get-OSImage -Cluster ./one.yaml).Name").Succeeded().Select(name => name.ToString()));
    }

    [Fact]
    public void Files_of_Get_ChildItem_will_do_and_brackets_in_a_name_too()
    {
        var count = Sandbox.Names.Count;
        Assert.Equal(2 * count, Run("Get-OSImage -Cluster (Get-ChildItem ./b/*.tar.gz)").Succeeded().Count);
        Assert.Equal(count, Run("Get-OSImage -Cluster './b/other[1].tar.gz'").Succeeded().Count);
    }

    [Fact]
    public void What_was_collected_is_never_taken_for_the_live_cluster_of_its_name()
    {
        Run("$name = $live.Name").Succeeded();
        Run("$collected = Connect-OSImageCluster -Path a/must-gather.tar.gz -Name $name; $copy = Get-OSImage -First 1 | Select-Object Name, Cluster | ConvertTo-Json -Depth 2 | ConvertFrom-Json").Succeeded();
        Run($"Connect-OSImageCluster -Kubeconfig '{Sandbox.Server.KubeconfigPath}' > $null").Succeeded();
        AssertError(
            Run("$copy | Remove-OSImage -Confirm:$false -WarningAction Ignore").Error,
            "OtherCluster",
            ErrorCategory.InvalidArgument);
        AssertError(Run("Get-OSImage -First 1 -Cluster $name").Error, "AmbiguousCluster", ErrorCategory.InvalidData);
    }

    [Fact]
    public void Two_of_the_same_name_are_told_apart()
    {
        Run("$a = Connect-OSImageCluster -Path a/must-gather.tar.gz; $b = Connect-OSImageCluster -Path b/must-gather.tar.gz").Succeeded();
        var groups =
            Run("Get-OSImage -Cluster $a, $b | Group-Object Cluster -NoElement | ForEach-Object Name").Succeeded();
        Assert.Equal(2, groups.Select(name => name.ToString()).Distinct().Count());
        Assert.All(groups, name => Assert.Contains(_folder, name.ToString(), StringComparison.Ordinal));
        Assert.Equal("must-gather-2", Run("$b.Name").Succeeded().Single().ToString());
        Run("$null = Connect-OSImageCluster -Path b/must-gather.tar.gz -Name second; Disconnect-OSImageCluster -Cluster $b").Succeeded();
        Assert.Equal(Sandbox.Names.Count, Run("Get-OSImage -Cluster second").Succeeded().Count);
    }

    [Fact]
    public void A_name_can_hold_no_control_characters()
    {
        Run("$odd = Connect-OSImageCluster -Path b/one.yaml -Name \"a`e[31mb\"").Succeeded();
        Assert.Equal("a\\x1b[31mb", Run("$odd.Name").Succeeded().Single().ToString());
        Assert.DoesNotContain(
            Run("$odd | Out-String; Get-OSImage -Cluster $odd, $odd | Out-String; Get-OSImage nosuch -Cluster $odd 2>&1 | Out-String").Output,
            text => text.ToString().Contains('\u001b', StringComparison.Ordinal));
    }

    [Fact]
    public void What_lies_on_no_drive_is_no_cluster()
    {
        foreach (var name in (string[])[
            "nosuch",
            "./nosuch.tar.gz",
            "default/api-example-com:6443/admin",
            "\\\\server\\share\\a.tar.gz",
            "nosuch*",
            "./nosuch/*",
        ])
        {
            var error = Run("Get-OSImage -Cluster $name", ("name", name)).Error;
            // The second where this machine has no kubeconfig at all.
            Assert.Contains(
                error.FullyQualifiedErrorId.Split(',')[0],
                (string[])["ContextNotFound", "NoConfiguration", "PathNotFound"]);
        }
    }

    [UnixFact]
    public void A_pipe_is_told_at_once()
    {
        using (var made = System.Diagnostics.Process.Start("mkfifo", [Path.Combine(_folder, "pipe")]))
        {
            made.WaitForExit();
        }

        foreach (var script in (string[])["Connect-OSImageCluster -Path ./pipe", "Get-OSImage -Cluster ./pipe"])
        {
            AssertError(Run(script).Error, "InvalidArchive", ErrorCategory.ReadError);
        }
    }
}
