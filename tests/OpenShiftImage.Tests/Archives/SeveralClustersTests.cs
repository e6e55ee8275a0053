using System.Management.Automation;
using Microsoft.AspNetCore.Http;
using OpenShiftImage.Sandbox;

namespace OpenShiftImage.Tests.Archives;

/// <summary>Several clusters are read side by side, and one that fails leaves the others alone.</summary>
public sealed class SeveralClustersTests(CollectedSandbox sandbox) : CollectedTest(sandbox)
{
    private const string Images = "/apis/image.openshift.io/v1/images";

    [Fact]
    public void Objects_of_all_come_and_know_their_cluster()
    {
        var count = Sandbox.Names.Count;
        var groups =
            Run("Get-OSImage -Cluster $live, $folder, $tar, $zip, $list | Group-Object Cluster -NoElement").Succeeded();
        Assert.Equal(5, groups.Count);
        Assert.All(groups, group => Assert.Equal(count, group.Properties["Count"].Value));
        Assert.Equal(
            5,
            Run("Get-OSImage $name -Cluster $live, $folder, $tar, $zip, $list", ("name", Sandbox.Names[0])).Succeeded().Count);
        Assert.Equal(
            2 * 2,
            Run(
                "$names | Get-OSImage -MetadataOnly -Cluster $live, $tar",
                ("names", Sandbox.Names.Take(2).ToArray())).Succeeded().Count);
        Assert.Equal(count, Run("Get-OSImage -Cluster $live, $live").Succeeded().Count);
    }

    [Fact]
    public void First_and_Skip_count_over_all()
    {
        Assert.Equal(3, Run("Get-OSImage -First 3 -Cluster $live, $tar, $zip").Succeeded().Count);
        Assert.Equal(
            (3 * Sandbox.Names.Count) - 5, Run("Get-OSImage -Skip 5 -Cluster $live, $tar, $zip").Succeeded().Count);
        Assert.Single(Run("Get-OSImage -Cluster $live, $tar | Select-Object -First 1").Succeeded());
    }

    [Fact]
    public void A_name_that_one_has_not_is_an_error_of_that_one()
    {
        var folder = Directory.CreateTempSubdirectory("osimage-several-").FullName;
        File.WriteAllText(
            Path.Combine(folder, "one.yaml"),
            "apiVersion: image.openshift.io/v1\nkind: Image\nmetadata: {name: one}\n");
        var result = Run(
            $"$one = Connect-OSImageCluster -Path '{folder}' -Name single; Get-OSImage {Sandbox.Names[0]} -Cluster $one, $tar");
        Directory.Delete(folder, recursive: true);
        Assert.Single(result.Output);
        AssertError(result.Error, "NotFound", ErrorCategory.ObjectNotFound);
        Assert.StartsWith("single (", result.Error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_that_is_cut_in_the_middle_of_its_list_is_one_error_and_the_others_come_whole()
    {
        await using var dying = await SandboxServer.StartAsync(new SandboxOptions { Images = 40 });
        await using var other = await SandboxServer.StartAsync(new SandboxOptions { Images = 30 });
        dying.Intercept = context =>
        {
            if (context.Request.Query.ContainsKey("continue"))
            {
                context.Abort();
                return Task.FromResult(true);
            }

            return Task.FromResult(false);
        };
        Run($"$dying = Connect-OSImageCluster -Kubeconfig '{dying.KubeconfigPath}' -RetryTimeoutSeconds 0; $other = Connect-OSImageCluster -Kubeconfig '{other.KubeconfigPath}' -RetryTimeoutSeconds 0").Succeeded();
        var result = Run("Get-OSImage -PageSize 10 -Cluster $live, $dying, $other, $tar");
        var error = Assert.Single(result.Errors);
        Assert.Null(result.Terminating);
        Assert.Same(Run("$dying").Output.Single().BaseObject, error.TargetObject);
        Assert.Equal(ErrorCategory.ConnectionError, error.CategoryInfo.Category);
        Assert.StartsWith("sandbox-admin", error.ToString(), StringComparison.Ordinal);
        var counts = result.Output.GroupBy(image => image.Properties["Cluster"].Value)
            .ToDictionary(group => group.Key.ToString()!, group => group.Count());
        Assert.Equal((2 * Sandbox.Names.Count) + 30 + 10, counts.Values.Sum());
        Assert.Equal([10, 30, Sandbox.Names.Count, Sandbox.Names.Count], counts.Values.Order());
    }

    [Fact]
    public void No_more_are_read_at_the_same_time_than_the_limit_says()
    {
        var (now, most, gate) = (0, 0, new object());
        Sandbox.Server.Intercept = async context =>
        {
            if (context.Request.Path == Images)
            {
                lock (gate)
                {
                    most = Math.Max(most, ++now);
                }

                await Task.Yield();
                lock (gate)
                {
                    now--;
                }
            }

            return false;
        };
        Run($"$several = 1..4 | ForEach-Object {{ Connect-OSImageCluster -Kubeconfig '{Sandbox.Server.KubeconfigPath}' }}").Succeeded();
        Assert.Equal(
            4 * Sandbox.Names.Count,
            Run("Get-OSImage -ThrottleLimit 1 -PageSize 100 -Cluster $several").Succeeded().Count);
        Assert.Equal(1, most);
    }

    [Fact]
    public void Two_are_read_side_by_side()
    {
        // Neither answers before the other has been asked.
        var both = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var asked = 0;
        Sandbox.Server.Intercept = async context =>
        {
            if (context.Request.Path == Images)
            {
                if (Interlocked.Increment(ref asked) == 2)
                {
                    both.SetResult();
                }

                await both.Task.WaitAsync(TimeSpan.FromSeconds(30));
            }

            return false;
        };
        Run($"$several = 1..2 | ForEach-Object {{ Connect-OSImageCluster -Kubeconfig '{Sandbox.Server.KubeconfigPath}' }}; $both = $several").Succeeded();
        asked = 0;
        Assert.Equal(2 * Sandbox.Names.Count, Run("Get-OSImage -PageSize 100 -Cluster $both").Succeeded().Count);
    }

    [Theory]
    [InlineData("-Limit 5")]
    [InlineData("-Limit 5 -ContinueVariable next")]
    [InlineData("-Continue abc")]
    [InlineData("-ResourceVersion 5")]
    [InlineData("-IncludeTotalCount")]
    public void What_is_about_one_list_is_refused_for_several(string parameters)
    {
        var result = Run($"Get-OSImage {parameters} -Cluster $live, $tar");
        AssertError(result.Error, "SeveralClusters", ErrorCategory.InvalidArgument);
        Assert.Empty(result.Output);
    }

    [Fact]
    public void A_change_takes_one_cluster()
    {
        Assert.StartsWith(
            "ParameterArgumentTransformationError,",
            Run("Update-OSImage a -Label a=b -Cluster $live, $tar").Error.FullyQualifiedErrorId,
            StringComparison.Ordinal);
        Assert.Empty(Sandbox.Server.Requests);
    }

    [Fact]
    public void The_table_shows_the_cluster_where_several_are_read()
    {
        string Table(string clusters) =>
            string.Concat(Run($"Get-OSImage -First 30 -Cluster {clusters} | Out-String -Width 150").Succeeded());
        Assert.Contains(
            "Cluster",
            Table("$live, $tar").Split('\n')
                .First(line => line.Contains("Reference", StringComparison.OrdinalIgnoreCase)),
            StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(
            "Cluster",
            Table("$tar").Split('\n').First(line => line.Contains("Reference", StringComparison.OrdinalIgnoreCase)),
            StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_watch_follows_several_and_says_which_has_ended()
    {
        await using var other = await SandboxServer.StartAsync(new SandboxOptions { Images = 5 });
        other.Intercept = async context =>
        {
            if (context.Request.Query.ContainsKey("watch"))
            {
                context.Response.StatusCode = StatusCodes.Status403Forbidden;
                context.Response.ContentType = "application/json";
                await context.Response.WriteAsync(
                    "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"status\":\"Failure\",\"reason\":\"Forbidden\",\"message\":\"images are forbidden\",\"code\":403}");
                return true;
            }

            return false;
        };
        Run($"$other = Connect-OSImageCluster -Kubeconfig '{other.KubeconfigPath}' -RetryTimeoutSeconds 0").Succeeded();
        var result = WatchWhileLiveWaits("$other, $live, $tar", shell => shell.Streams.Error.Count == 2);
        Assert.Equal(Sandbox.Names.Count, result.Output.Count);
        Assert.Contains(
            result.Errors,
            error => error.FullyQualifiedErrorId.StartsWith("NotSupportedOffline,", StringComparison.Ordinal)
                && error.ToString().StartsWith("tar", StringComparison.Ordinal));
        Assert.Contains(
            result.Errors, error => error.FullyQualifiedErrorId.StartsWith("Forbidden,", StringComparison.Ordinal));
        Assert.Equal(2, result.Errors.Count);
    }

    [Fact]
    public async Task A_watch_brings_the_events_of_both()
    {
        await using var other = await SandboxServer.StartAsync(new SandboxOptions { Images = 5 });
        Run($"$other = Connect-OSImageCluster -Kubeconfig '{other.KubeconfigPath}' -RetryTimeoutSeconds 0").Succeeded();
        var counts =
            Run($"Watch-OSImage -SendInitialEvents -Count {Sandbox.Names.Count + 5} -Cluster $other, $live | Group-Object {{ $_.Cluster.Server }} | ForEach-Object Count").Succeeded();
        Assert.Equal([5, Sandbox.Names.Count], counts.Select(count => (int)count.BaseObject).Order());
    }

    [Fact]
    public async Task A_watch_that_ends_for_one_warns_and_the_other_lives_on()
    {
        await using var other = await SandboxServer.StartAsync(new SandboxOptions { Images = 5 });
        other.Intercept = async context =>
        {
            if (context.Request.Query.ContainsKey("watch"))
            {
                context.Response.ContentType = "application/json";
                await context.Response.CompleteAsync();
                return true;
            }

            return false;
        };
        Run($"$other = Connect-OSImageCluster -Kubeconfig '{other.KubeconfigPath}' -RetryTimeoutSeconds 0").Succeeded();
        var result = WatchWhileLiveWaits("$other, $live", shell => shell.Streams.Warning.Count > 0, "-NoReconnect");
        Assert.Equal(Sandbox.Names.Count, result.Output.Count);
        Assert.Empty(result.Errors);
        Assert.Contains(
            result.Warnings, warning => warning.Contains("has ended; the others go on", StringComparison.Ordinal));
    }

    [Fact]
    public void What_is_faulty_in_one_is_an_error_of_that_cluster_which_names_the_entry()
    {
        var folder = Directory.CreateTempSubdirectory("osimage-several-").FullName;
        File.WriteAllText(
            Path.Combine(folder, "faulty.yaml"), "kind: Image\napiVersion: image.openshift.io/v1\nmetadata: [\n");
        File.WriteAllText(
            Path.Combine(folder, "one.yaml"),
            "apiVersion: image.openshift.io/v1\nkind: Image\nmetadata: {name: one}\n");
        var result = Run(
            $"$one = Connect-OSImageCluster -Path '{folder}' -Name single; Get-OSImage -Cluster $one, $tar");
        Directory.Delete(folder, recursive: true);
        Assert.Equal(Sandbox.Names.Count + 1, result.Output.Count);
        Assert.Same(Run("$one").Output.Single().BaseObject, result.Error.TargetObject);
        Assert.StartsWith("single (", result.Error.ToString(), StringComparison.Ordinal);
        Assert.Contains("faulty.yaml", result.Error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void An_export_from_several_has_a_folder_for_each()
    {
        var folder = Directory.CreateTempSubdirectory("osimage-several-").FullName;
        var result = Run(
            $"Export-OSImage -Name {Sandbox.Names[0]}, nosuch, {Sandbox.Names[1]} -Path '{folder}' -PassThru -Cluster $tar, $live, $zip -Clean | ForEach-Object {{ $_.Directory.Name }}");
        Assert.Equal(
            ["sandbox-admin", "sandbox-admin", "tar", "tar", "zip", "zip"],
            result.Output.Select(name => name.ToString()).Order(StringComparer.Ordinal));
        Assert.Equal(3, result.Errors.Count);
        Assert.All(result.Errors, error => AssertError(error, "NotFound", ErrorCategory.ObjectNotFound));
        Assert.All(result.Errors, error => Assert.Equal("nosuch", error.TargetObject));
        Assert.Equal(6, Directory.GetFiles(folder, "*.yaml", SearchOption.AllDirectories).Length);
        Assert.Equal(2, Run($"Get-OSImage -Cluster '{folder}/zip'").Succeeded().Count);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void Clusters_of_one_name_get_folders_with_a_number()
    {
        var folder = Directory.CreateTempSubdirectory("osimage-several-").FullName;
        Run($"$again = Connect-OSImageCluster -Path '{Sandbox.Zip}' -Name TAR-1 > $null; $same = Connect-OSImageCluster -Kubeconfig '{Sandbox.Server.KubeconfigPath}'").Succeeded();
        Run($"Export-OSImage -Name {Sandbox.Names[0]} -Path '{folder}/' -Cluster $live, $same").Succeeded();
        Assert.Equal(
            ["sandbox-admin", "sandbox-admin-2"],
            Directory.GetDirectories(folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void An_export_from_several_goes_to_no_single_file_and_one_that_fails_leaves_the_others()
    {
        var folder = Directory.CreateTempSubdirectory("osimage-several-").FullName;
        AssertError(
            Run($"Export-OSImage -Name {Sandbox.Names[0]} -Path '{folder}/all.yaml' -Cluster $tar, $live").Error,
            "SeveralClusters",
            ErrorCategory.InvalidArgument);
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder));
        var error = Run(
            $"'{Sandbox.Names[0]}', '{Sandbox.Names[1]}' | Export-OSImage -Path '{folder}' -Cluster $tar, './nosuch.tar.gz'").Error;
        AssertError(error, "PathNotFound", ErrorCategory.ObjectNotFound);
        Assert.Equal("./nosuch.tar.gz", error.TargetObject);
        Assert.Equal(2, Directory.GetFiles(Path.Combine(folder, "tar")).Length);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void An_Image_of_another_cluster_does_not_replace_one_of_the_same_name()
    {
        var folder = Directory.CreateTempSubdirectory("osimage-several-").FullName;
        var result = Run($"Get-OSImage {Sandbox.Names[0]} -Cluster $tar, $zip | Export-OSImage '{folder}'");
        AssertError(result.Error, "FileAlreadyWritten", ErrorCategory.InvalidArgument);
        Run($"Get-OSImage {Sandbox.Names[0]} -Cluster $tar, $zip | Export-OSImage '{folder}/both.yaml'; Get-OSImage {Sandbox.Names[0]} -Cluster $tar, $tar | Export-OSImage '{folder}'").Succeeded();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task A_wait_is_for_all_clusters_at_the_same_time()
    {
        await using var other = await SandboxServer.StartAsync(new SandboxOptions { Images = 5 });
        Run($"$other = Connect-OSImageCluster -Kubeconfig '{other.KubeconfigPath}' -RetryTimeoutSeconds 0; $null = New-OSImage -Name everywhere -DockerImageReference a/b:c -Cluster $other").Succeeded();
        Run("$null = New-OSImage -Name everywhere -DockerImageReference a/b:c -Cluster $live").Succeeded();
        Assert.Equal(
            2,
            Run("Wait-OSImage everywhere -Cluster $live, $other | ForEach-Object { $_.Cluster.Server } | Sort-Object -Unique").Succeeded().Count);
        Run("Remove-OSImage everywhere -Cluster $live -Confirm:$false -WarningAction Ignore").Succeeded();
        var result = Run("Wait-OSImage everywhere -TimeoutSeconds 1 -Cluster $live, $other, $tar");
        Assert.Same(Run("$other").Output.Single().BaseObject, Assert.Single(result.Output).Properties["Cluster"].Value);
        Assert.Equal(
            ["NotSupportedOffline", "WaitTimeout"],
            result.Errors.Select(error => error.FullyQualifiedErrorId.Split(',')[0]).Order(StringComparer.Ordinal));
        Assert.Contains(
            result.Errors,
            error => error.TargetObject is "everywhere"
                && error.ToString().StartsWith("sandbox-admin", StringComparison.Ordinal));
    }

    [Fact]
    public void Several_names_take_one_pass_over_an_archive()
    {
        var names = string.Join(", ", Sandbox.Names.Take(5));
        foreach (var script in (string[])[
            $"Get-OSImage {names} -Cluster $tar -Verbose",
            $"Export-OSImage -Name {names} -Path ([IO.Path]::GetTempFileName()) -Format Yaml -Cluster $tar -Verbose",
        ])
        {
            Assert.Single(Run(script).Verbose, message => message.StartsWith("Images of ", StringComparison.Ordinal));
        }
    }

    /// <summary>Watches clusters; the live one says nothing before something is so.</summary>
    private ShellResult WatchWhileLiveWaits(string clusters, Func<PowerShell, bool> isTime, string more = "")
    {
        var told = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Sandbox.Server.Intercept = async context =>
        {
            if (context.Request.Query.ContainsKey("watch"))
            {
                await told.Task.WaitAsync(TimeSpan.FromSeconds(60));
            }

            return false;
        };
        using var shell = Shell.Create(
            $"Watch-OSImage {more} -SendInitialEvents -Count {Sandbox.Names.Count} -Cluster {clusters}");
        shell.Streams.Error.DataAdded += (_, _) => Look();
        shell.Streams.Warning.DataAdded += (_, _) => Look();
        var output = shell.Invoke();
        return new ShellResult(
            [.. output],
            [.. shell.Streams.Error],
            [.. shell.Streams.Warning.Select(warning => warning.Message)],
            [],
            null);

        void Look()
        {
            if (isTime(shell))
            {
                told.TrySetResult();
            }
        }
    }
}
