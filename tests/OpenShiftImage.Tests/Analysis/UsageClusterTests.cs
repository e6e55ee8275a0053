using System.Management.Automation;

namespace OpenShiftImage.Tests.Analysis;

/// <summary>Get-OSImageUsage on archives, on several clusters, and on references that nobody can read.</summary>
public sealed class UsageClusterTests(UsageState state) : UsageTest(state)
{
    private readonly string _folder = Directory.CreateTempSubdirectory("osimage-invalid-").FullName;

    public override void Dispose()
    {
        base.Dispose();
        Directory.Delete(_folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    [Fact]
    public void An_archive_that_does_not_say_when_it_was_collected_is_warned_of_unless_the_time_is_given()
    {
        var warned = Run("Get-OSImageUsage 0101 -Cluster $archive");
        Assert.Single(warned.Succeeded());
        Assert.Contains(
            warned.Warnings,
            warning => warning.Contains("does not say when it was collected", StringComparison.Ordinal)
                && warning.Contains("-AsOf", StringComparison.Ordinal));
        Assert.DoesNotContain(Run("Get-OSImageUsage 0101 -Cluster $archive -AsOf 2026-06-01").Warnings,
            warning => warning.Contains("when it was collected", StringComparison.Ordinal));
        Assert.Empty(Run("Get-OSImageUsage 0101").Warnings);
    }

    [Theory]
    [InlineData("Get-OSImageUsage", ": ages are counted to now. -AsOf takes the time")]
    [InlineData("Export-OSImageReport images.html", ": ages are counted to now. -AsOf takes the time")]
    [InlineData(
        "Measure-OSImage -GroupBy Verdict", ": ages are counted to now. Export-OSImageReport -AsOf takes the time")]
    public void The_warning_says_how_this_command_is_told_the_time(string command, string advice)
    {
        Shell.Runspace.SessionStateProxy.Path.SetLocation(_folder);
        Assert.Contains(
            Run(command + " -Cluster $archive").Warnings,
            warning => warning.Contains(advice, StringComparison.Ordinal));
    }

    [Fact]
    public void Ages_are_counted_by_the_clock_of_the_command()
    {
        Assert.NotEmpty(Lines("Get-OSImageUsage -Verdict Prune"));
        Shell.StopClock();
        foreach (var cluster in new[] { "$live", "$archive" })
        {
            // In 1970 everything is young.
            Assert.Empty(Lines($"Get-OSImageUsage -Verdict Prune -Cluster {cluster} 3> $null"));
            Assert.Empty(Lines(
                $"Measure-OSImage -GroupBy Verdict -Cluster {cluster} 3> $null | Where-Object Name -eq Prune"));
        }
    }

    [Fact]
    public void Kinds_that_an_archive_has_not_are_warned_of_and_told_with_each_verdict()
    {
        var result = Run("Get-OSImageUsage 0404 -Cluster $archive -AsOf 2026-06-01");
        var warning = Assert.Single(result.Warnings);
        foreach (var kind in new[] { "limitranges", "replicasets", "deploymentconfigs", "builds", "cronjobs" })
        {
            Assert.Contains(kind, warning, StringComparison.Ordinal);
        }

        Assert.DoesNotContain("pods", warning, StringComparison.Ordinal);
        var message = result.Succeeded().Single().Properties["Message"].Value.ToString();
        Assert.Contains("used by no workload that was collected (there are no", message, StringComparison.Ordinal);
        Assert.DoesNotContain("limitranges", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_document_that_cannot_be_read_ends_the_verdicts()
    {
        File.WriteAllText(Path.Combine(_folder, "images.json"), """
            {"kind":"ImageList","apiVersion":"image.openshift.io/v1","items":[{"metadata":{"name":"a"}}]}
            """);
        File.WriteAllText(
            Path.Combine(_folder, "pod.json"), """{"kind":"Pod","apiVersion":"v1","metadata":{"name":5}}""");
        var result = Run("Get-OSImageUsage -Cluster $folder -AsOf 2026-06-01", ("folder", _folder));
        Assert.Empty(result.Output);
        Assert.Equal(
            ["InvalidDocument", "InvalidArchive"],
            result.Errors.Select(error => error.FullyQualifiedErrorId.Split(',')[0]));
    }

    [Fact]
    public void A_document_that_cannot_be_read_on_one_of_several_is_about_that_cluster()
    {
        File.WriteAllText(Path.Combine(_folder, "images.json"), """
            {"kind":"ImageList","apiVersion":"image.openshift.io/v1","items":[{"metadata":{"name":"a"}}]}
            """);
        File.WriteAllText(
            Path.Combine(_folder, "pod.json"), """{"kind":"Pod","apiVersion":"v1","metadata":{"name":5}}""");
        var result = Run(
            "$bad = Connect-OSImageCluster -Path $folder -Name bad; "
                + "Get-OSImageUsage 0404 -Cluster $archive, $bad -AsOf 2026-06-01",
            ("folder", _folder));
        Assert.Single(result.Output);
        Assert.Equal(2, result.Errors.Count);
        Assert.All(
            result.Errors,
            error => Assert.StartsWith("bad (", error.TargetObject.ToString(), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("-KeepTagRevisions ''")]
    [InlineData("-KeepTagRevisions 1.5")]
    [InlineData("-AsOf 20261101")]
    [InlineData("-Namespace 'shop*'")]
    [InlineData("-Namespace 'a/b'")]
    public void What_the_engine_would_read_as_something_else_is_refused(string parameters)
    {
        var result = Run($"Get-OSImageUsage -Cluster $archive {parameters}");
        Assert.Empty(result.Output);
        Assert.Single(result.Errors);
    }

    [Fact]
    public void Several_clusters_are_told_apart()
    {
        var result = Run(
            "Get-OSImageUsage -Cluster $live, $archive -AsOf 2026-06-01 -Verdict Prune | Group-Object Cluster");
        Assert.Equal([2, 2], result.Succeeded().Select(group => (int)group.Properties["Count"].Value));
        var mixed = Run("(Get-OSImage 0404 -Cluster $live), (Get-OSImage 0606 -Cluster $archive)"
            + " | Get-OSImageUsage -AsOf 2026-06-01");
        Assert.Equal(2, mixed.Succeeded().Select(usage => usage.Properties["Cluster"].Value).Distinct().Count());
    }

    [Fact]
    public void One_of_several_that_fails_leaves_the_others()
    {
        var result = Run("Get-OSImageUsage 0101 -Cluster $archive, no-such-context -AsOf 2026-06-01");
        Assert.Single(result.Output);
        Assert.Single(result.Errors);
    }

    [Fact]
    public void References_that_nobody_can_read_are_all_named_and_end_it()
    {
        var connect = Connect("Bad Image", "quay.io/shop/App", "quay.io/shop/app:ü");
        var result = Run(connect + "Get-OSImageUsage -AsOf 2026-06-01 -IncludeUnknown");
        AssertError(result.Error, "InvalidReference", ErrorCategory.InvalidData);
        Assert.Empty(result.Output);
        foreach (var text in new[]
        {
            "pod/p0 namespace=shop: spec.containers[0].image: invalid image reference \"Bad Image\": invalid reference "
                + "format",
            "pod/p1 namespace=shop", "\"quay.io/shop/App\": repository name must be lowercase", "pod/p2 namespace=shop",
        })
        {
            Assert.Contains(text, result.Error.ToString(), StringComparison.Ordinal);
        }

        Assert.Contains(
            "-IgnoreInvalidReference", result.Error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        var passed = Run("Get-OSImageUsage -AsOf 2026-06-01 -IgnoreInvalidReference -Verbose");
        Assert.Equal(7, passed.Succeeded().Count);
        Assert.Equal(3, passed.Verbose.Count(line => line.StartsWith("Passed over: pod/p", StringComparison.Ordinal)));
    }

    [Fact]
    public void An_archive_without_image_streams_says_so_with_each_verdict()
    {
        var connect = Connect("quay.io/a/b");
        File.Delete(Path.Combine(_folder, "imagestreams.json"));
        var usage = Run(connect + "Get-OSImageUsage 0404 -AsOf 2026-06-01").Succeeded().Single();
        Assert.StartsWith(
            "in no image stream that was collected; used by no workload that was collected (there are no imagestreams,",
            usage.Properties["Message"].Value.ToString(),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Images_of_no_cluster_are_looked_for_apart_from_those_of_another()
    {
        var result = Run("[OpenShiftImage.Image]@{ Metadata = @{ Name = (Get-OSImage 0404).Name } }, "
            + "(Get-OSImage 0606 -Cluster $archive) | Get-OSImageUsage -AsOf 2026-06-01");
        Assert.Equal(
            ["sha256:04", "sha256:06"],
            result.Succeeded().Select(usage => usage.Properties["Name"].Value.ToString()![..9]).Order());
    }

    /// <summary>Returns the script that connects to an archive of the state with other pods.</summary>
    private string Connect(params string[] images)
    {
        foreach (var file in Directory.EnumerateFiles(State.Folder))
        {
            File.Copy(file, Path.Combine(_folder, Path.GetFileName(file)), overwrite: true);
        }

        UsageState.WritePods(_folder, images);
        return $"Connect-OSImageCluster -Path '{_folder}' > $null; ";
    }
}
