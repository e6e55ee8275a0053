using System.Management.Automation;

namespace OpenShiftImage.Tests.Archives;

/// <summary>Connections, contexts and files that share a name: what tells them apart, and the way out.</summary>
public sealed class NamedClusterTests : EnvironmentTest
{
    private readonly string _folder = Directory.CreateTempSubdirectory("osimage-named-").FullName;

    public NamedClusterTests(SandboxFixture fixture)
        : base(fixture)
    {
        foreach (var name in (string[])["a/gather", "b/gather", "a/sandbox-admin"])
        {
            Directory.CreateDirectory(Path.Combine(_folder, name));
            File.WriteAllText(
                Path.Combine(_folder, name, "image.yaml"),
                $"apiVersion: image.openshift.io/v1\nkind: Image\nmetadata: {{name: {name.Replace('/', '-')}}}\n");
        }

        Run("Set-Location $folder", ("folder", _folder)).Succeeded();
    }

    public override void Dispose()
    {
        base.Dispose();
        Directory.Delete(_folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    [Theory]
    [InlineData("-Path a/sandbox-admin")]
    [InlineData("-Path a/gather -Name sandbox-admin")]
    public void A_name_that_a_context_has_is_warned_of_and_the_connection_works(string how)
    {
        var result = Run($"Connect-OSImageCluster {how}");
        Assert.Single(result.Succeeded());
        var warning = Assert.Single(result.Warnings);
        Assert.Contains("'sandbox-admin' is also a context", warning, StringComparison.Ordinal);
        Assert.Contains("-Name", warning, StringComparison.Ordinal);
        Assert.Single(Run("Get-OSImage").Succeeded());
    }

    [Theory]
    [InlineData("Disconnect-OSImageCluster sandbox-admin")]
    [InlineData("Disconnect-OSImageCluster -Cluster ./a/sandbox-admin/")]
    [InlineData("Disconnect-OSImageCluster -All")]
    [InlineData("Get-OSImageCluster -ListAvailable | Where-Object Path | Disconnect-OSImageCluster")]
    public void The_error_for_an_ambiguous_name_says_how_to_close_the_connection_and_that_helps(string close)
    {
        Run("Connect-OSImageCluster -Path a/sandbox-admin -WarningAction Ignore > $null; Connect-OSImageCluster sandbox-alice > $null").Succeeded();
        var error = Run("Get-OSImage -First 1 -Cluster sandbox-admin").Error;
        AssertError(error, "AmbiguousCluster", ErrorCategory.InvalidData, "sandbox-admin");
        Assert.Contains("Disconnect-OSImageCluster 'sandbox-admin'", error.ToString(), StringComparison.Ordinal);
        Assert.Contains(Path.Combine(_folder, "a/sandbox-admin"), error.ToString(), StringComparison.Ordinal);
        Run(close).Succeeded();
        Assert.Equal(3, Run("Get-OSImage -First 3 -Cluster sandbox-admin").Succeeded().Count);
    }

    [Fact]
    public void A_context_that_is_listed_is_that_context_whatever_else_has_its_name()
    {
        Run("Connect-OSImageCluster -Path a/sandbox-admin -WarningAction Ignore > $null").Succeeded();
        Assert.Equal(
            3,
            Run("Get-OSImage -First 3 -Cluster (Get-OSImageCluster -ListAvailable | Where-Object { $_.Name -eq 'sandbox-admin' -and -not $_.Path })").Succeeded().Count);
        Assert.Equal(
            "a-sandbox-admin",
            Run("(Get-OSImage -Cluster (Get-OSImageCluster -ListAvailable | Where-Object Path)).Name").Succeeded()
                .Single()
                .ToString());
        Assert.Equal(
            Server.Store.Current.Images.Count + 1, Run("Get-OSImage -Cluster 'sandbox-ad*'").Succeeded().Count);
    }

    [Fact]
    public void Closing_all_closes_what_nobody_names_any_more()
    {
        Run("$live = Connect-OSImageCluster sandbox-alice; $one = Connect-OSImageCluster -Path a/gather; $null = Get-OSImage -Cluster b/gather; Disconnect-OSImageCluster -All").Succeeded();
        Assert.Equal("True True", Run("\"$($live.IsClosed) $($one.IsClosed)\"").Succeeded().Single().ToString());
        Assert.Equal("sandbox-admin", Run("(Get-OSImageCluster).Name").Succeeded().Single().ToString());
        Assert.Equal(["sandbox-admin", "sandbox-alice"], Names());
    }

    [Fact]
    public void Closing_one_by_its_name_leaves_the_others_open()
    {
        Run("$one = Connect-OSImageCluster -Path a/gather; $two = Connect-OSImageCluster -Path b/gather -Name two").Succeeded();
        Run("Disconnect-OSImageCluster two").Succeeded();
        Assert.Equal("False True", Run("\"$($one.IsClosed) $($two.IsClosed)\"").Succeeded().Single().ToString());
        Assert.Equal("sandbox-admin", Run("(Get-OSImageCluster).Name").Succeeded().Single().ToString());
        var error = Run("Disconnect-OSImageCluster two").Error;
        AssertError(error, "ConnectionNotFound", ErrorCategory.ObjectNotFound, "two");
        Assert.Contains("It has: gather.", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Contexts_and_connections_are_listed_and_each_name_can_be_read()
    {
        Run("Connect-OSImageCluster -Path a/gather -Name one > $null; Connect-OSImageCluster -Path b/gather > $null").Succeeded();
        Assert.Equal(["gather", "sandbox-admin", "sandbox-alice", "one"], Names());
        var listed = Run("Get-OSImageCluster -ListAvailable").Succeeded();
        Assert.Equal([true, false, false, false], listed.Select(cluster => cluster.Properties["IsCurrent"].Value));
        Assert.Equal(
            [Path.Combine(_folder, "b/gather"), null, null, Path.Combine(_folder, "a/gather")],
            listed.Select(cluster => cluster.Properties["Path"].Value));
        Assert.Equal(
            ["b-gather", "a-gather"],
            Run("Get-OSImageCluster -ListAvailable | Where-Object Path | ForEach-Object { (Get-OSImage -Cluster $_.Name).Name }").Succeeded().Select(name => name.ToString()));
        Assert.Contains(
            Path.Combine(_folder, "a"),
            string.Concat(Run("Get-OSImageCluster -ListAvailable | Out-String -Width 300").Succeeded()),
            StringComparison.Ordinal);
    }

    [Fact]
    public void The_live_connection_is_marked_and_listed_once()
    {
        Run("Connect-OSImageCluster sandbox-alice > $null").Succeeded();
        Assert.Equal(["sandbox-alice", "sandbox-admin"], Names());
        Run(
            "Connect-OSImageCluster -Server $server -Token $token -SkipCertificateCheck -WarningAction Ignore > $null",
            ("server", Server.Address.ToString()),
            ("token", Server.AdminToken)).Succeeded();
        Assert.Equal([Server.Address.ToString().TrimEnd('/'), "sandbox-admin", "sandbox-alice"], Names());
        Assert.Equal(
            3, Run("Get-OSImage -First 3 -Cluster (Get-OSImageCluster -ListAvailable)[0].Name").Succeeded().Count);
    }

    [Fact]
    public void Connections_are_listed_without_a_kubeconfig_and_beside_a_faulty_one()
    {
        Run("Connect-OSImageCluster -Path a/gather > $null").Succeeded();
        var faulty = Path.Combine(_folder, "kubeconfig");
        File.WriteAllText(faulty, "contexts: 5");
        Environment.SetEnvironmentVariable("KUBECONFIG", faulty);
        var result = Run("Get-OSImageCluster -ListAvailable");
        Assert.Equal("gather", Assert.Single(result.Output).Properties["Name"].Value);
        AssertError(result.Error, "InvalidKubeconfig", ErrorCategory.ParserError, faulty);
        HideKubeconfig();
        Assert.Equal(["gather"], Names());
    }

    [Fact]
    public void Another_archive_of_the_same_file_name_gets_a_name_of_its_own()
    {
        Run("Connect-OSImageCluster -Path a/gather > $null").Succeeded();
        var result = Run("(Connect-OSImageCluster -Path b/gather).Name");
        Assert.Equal("gather-2", result.Succeeded().Single().ToString());
        Assert.Contains("'gather-2'", Assert.Single(result.Warnings), StringComparison.Ordinal);
        Assert.Equal(
            ["a-gather", "b-gather"],
            Run("(Get-OSImage -Cluster gather).Name; (Get-OSImage -Cluster gather-2).Name").Succeeded()
                .Select(name => name.ToString()));
        var again = Run("(Connect-OSImageCluster -Path a/gather/).Name");
        Assert.Equal("gather", again.Succeeded().Single().ToString());
        Assert.Empty(again.Warnings);
    }

    [Fact]
    public void A_name_that_is_chosen_and_taken_is_refused()
    {
        Run("Connect-OSImageCluster -Path a/gather -Name customer > $null").Succeeded();
        var error = Run("Connect-OSImageCluster -Path b/gather -Name customer").Error;
        AssertError(error, "NameInUse", ErrorCategory.ResourceExists, "customer");
        Assert.Contains("Disconnect-OSImageCluster 'customer'", error.ToString(), StringComparison.Ordinal);
        Assert.Equal(
            "b-gather",
            Run("Disconnect-OSImageCluster customer; $null = Connect-OSImageCluster -Path b/gather -Name customer; (Get-OSImage -Cluster customer).Name").Succeeded().Single().ToString());
    }

    [Fact]
    public void A_live_cluster_of_the_name_of_a_collected_one_is_warned_of()
    {
        Run("Connect-OSImageCluster -Path a/sandbox-admin -WarningAction Ignore > $null").Succeeded();
        var result = Run("Connect-OSImageCluster -Kubeconfig $kubeconfig > $null");
        Assert.Contains(
            Path.Combine(_folder, "a/sandbox-admin"), Assert.Single(result.Warnings), StringComparison.Ordinal);
        Assert.Empty(
            Run("Disconnect-OSImageCluster ./a/sandbox-admin; Connect-OSImageCluster -Kubeconfig $kubeconfig > $null").Warnings);
    }

    [Theory]
    [InlineData("./gathr")]
    [InlineData("a/gathr")]
    [InlineData("gather.tar.gz")]
    [InlineData("./nosuch*")]
    public void A_path_where_nothing_lies_is_told_as_a_path(string path)
    {
        var error = Run("Get-OSImage -Cluster $path", ("path", path)).Error;
        AssertError(error, "PathNotFound", ErrorCategory.ObjectNotFound, path.TrimStart('.'));
        HideKubeconfig();
        Assert.StartsWith(
            "PathNotFound,", Run("Get-OSImage -Cluster $path").Error.FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nosuch")]
    [InlineData("default/api-example-com:6443/admin")]
    public void A_name_that_is_no_path_is_told_as_a_context(string name) =>
        AssertError(
            Run("Get-OSImage -Cluster $name", ("name", name)).Error,
            "ContextNotFound",
            ErrorCategory.ObjectNotFound,
            name);

    [Theory]
    [InlineData("./a/gather")]
    [InlineData("a")]
    public void A_file_that_is_given_as_a_context_is_told_of(string text)
    {
        var error = Run("Connect-OSImageCluster $text", ("text", text)).Error;
        AssertError(error, "ContextNotFound", ErrorCategory.ObjectNotFound, text);
        Assert.Contains($"Connect-OSImageCluster -Path '{text}'", error.ToString(), StringComparison.Ordinal);
        HideKubeconfig();
        Assert.Contains("-Path", Run("Connect-OSImageCluster $text").Error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("-Path", Run("Connect-OSImageCluster nosuch").Error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("./a/gather, (Get-Item ./a/gather)")]
    [InlineData("a/gather, ./a/gather/")]
    [InlineData("./a/gather, a/../a/gather, $one, one")]
    [InlineData("one, 'o*'")]
    public void A_cluster_that_is_named_twice_is_read_once(string clusters)
    {
        Run("$one = Connect-OSImageCluster -Path a/gather -Name one").Succeeded();
        Assert.Single(Run($"Get-OSImage -Cluster {clusters}").Succeeded());
    }

    [Fact]
    public void A_context_and_a_folder_of_its_name_are_two()
    {
        Assert.Equal(
            Server.Store.Current.Images.Count + 1,
            Run("Set-Location a; Get-OSImage -Cluster sandbox-admin, ./sandbox-admin").Succeeded().Count);
    }

    [Fact]
    public void Tab_suggests_contexts_connections_and_paths_for_a_cluster()
    {
        Run("Connect-OSImageCluster -Path a/gather -Name customer > $null; Connect-OSImageCluster -Path b/gather > $null").Succeeded();
        File.WriteAllText(Path.Combine(_folder, "images.tar.gz"), "");
        File.WriteAllText(Path.Combine(_folder, "notes.txt"), "");
        var tab = new Tab(Shell);
        foreach (var cmdlet in (string[])["Get-OSImage", "Watch-OSImage", "Export-OSImage -Path x", "Update-OSImage x"])
        {
            Assert.Equal(["gather", "sandbox-admin", "sandbox-alice", "customer"], tab.Complete($"{cmdlet} -Cluster "));
            Assert.Equal(["./a", "./b", "./images.tar.gz"], tab.Complete($"{cmdlet} -Cluster ./"));
            Assert.Equal(["a/gather", "a/sandbox-admin"], tab.Complete($"{cmdlet} -Cluster a/"));
            Assert.Equal([$"{_folder}/a/gather"], tab.Complete($"{cmdlet} -Cluster {_folder}/a/G"));
        }

        Assert.Equal(["customer", "gather"], tab.Complete("Disconnect-OSImageCluster "));
        Assert.Equal(["sandbox-admin", "sandbox-alice"], tab.Complete("Connect-OSImageCluster "));
    }

    private IEnumerable<string> Names() =>
        Run("Get-OSImageCluster -ListAvailable").Succeeded()
            .Select(cluster => (string)cluster.Properties["Name"].Value);
}
