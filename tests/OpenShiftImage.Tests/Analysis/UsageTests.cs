using System.Management.Automation;
using OpenShiftImage.Sandbox;

namespace OpenShiftImage.Tests.Analysis;

/// <summary>Get-OSImageUsage, as a user has it.</summary>
public sealed class UsageTests(UsageState state) : UsageTest(state)
{
    private const string Short = " | ForEach-Object { $_.Name.Substring(7, 2) + ' ' + $_.Verdict + ' ' + $_.Reason }";

    private static readonly string[] s_all =
    [
        "01 Keep TagInUse", "02 Keep TagRevision", "03 Keep TagRevision", "04 Prune BeyondTagRevisions",
        "05 Keep DigestInUse", "06 Prune NoImageStream", "07 Keep YoungImage",
    ];

    [Theory]
    [InlineData("Get-OSImageUsage")]
    [InlineData("Get-OSImage | Get-OSImageUsage")]
    [InlineData("(Get-OSImage).Name | Get-OSImageUsage")]
    [InlineData("Get-OSImageUsage -InputObject (Get-OSImage)")]
    [InlineData("Get-OSImageUsage -Cluster $archive -AsOf 2026-06-01")]
    [InlineData("Get-OSImage -Cluster $archive | Get-OSImageUsage -AsOf 2026-06-01")]
    [InlineData("Get-OSImageUsage -Verdict Keep, Prune")]
    public void Each_Image_has_its_verdict_and_its_reason(string script) => Assert.Equal(s_all, Lines(script + Short));

    [Fact]
    public void A_usage_tells_the_evidence()
    {
        var usage = Run("Get-OSImageUsage 0404").Succeeded().Single();
        Assert.Equal(
            "position 4 of 5 in shop/app:latest, beyond -KeepTagRevisions 3; used by no workload",
            usage.Properties["Message"].Value);
        Assert.Equal("image-registry.example:5000/shop/app", usage.Properties["Reference"].Value);
        Assert.Equal((140L, 40L), (usage.Properties["Size"].Value, usage.Properties["UniqueSize"].Value));
        Assert.Same(Run("$live").Output.Single().BaseObject, usage.Properties["Cluster"].Value);
        Assert.Equal(["shop/app:latest 4 5 Prune BeyondTagRevisions"],
            Lines("(Get-OSImageUsage 0404).Tags"
                + " | ForEach-Object { \"$_ $($_.Position) $($_.Of) $($_.Verdict) $($_.Reason)\" }"));
        Assert.Equal(["Pod shop/p0 Running spec.containers[0].image True"],
            Lines("(Get-OSImageUsage 0101).Workloads"
                + " | ForEach-Object { \"$_ $($_.Phase) $($_.Place) $($_.IsCounted)\" }"));
        Assert.Equal(["RunningPod"], Lines("(Get-OSImageUsage 0606).Risk"));
        Assert.Equal(["in no image stream; used by Pod shop/p1"], Lines("(Get-OSImageUsage 0606).Message"));
    }

    [Fact]
    public void What_a_usage_lists_can_be_indexed_and_counted()
    {
        var usage = Run("$usage = Get-OSImageUsage '0404', '0303' | Select-Object -First 1; $usage").Succeeded()
            .Single();
        foreach (var property in new[] { "Tags", "Workloads", "ListedBy" })
        {
            Assert.IsType<Array>(usage.Properties[property].Value, exactMatch: false);
        }

        Assert.Equal(["3"], Lines("$usage.Tags[0].Position"));
        Assert.Equal(["3"], Lines("$usage.Tags[-1].Position"));
        Assert.Equal(["1"], Lines("$usage.Tags.Count"));
    }

    [Fact]
    public void Only_chosen_verdicts_are_written()
    {
        Assert.Equal([s_all[3], s_all[5]], Lines("Get-OSImageUsage -Verdict Prune" + Short));
        Assert.Equal([s_all[5]], Lines("Get-OSImageUsage '0606', '0707' -Verdict Prune" + Short));
        Assert.Empty(Lines("Get-OSImageUsage -Verdict Unknown"));
        Assert.Equal(["99 Unknown NoImage"], Lines("Get-OSImageUsage -Verdict Unknown -IncludeUnknown" + Short));
        Assert.Equal([.. s_all, "99 Unknown NoImage"], Lines("Get-OSImageUsage -IncludeUnknown" + Short));
        Assert.Equal(
            [.. s_all[..1], "99 Unknown NoImage"], Lines("Get-OSImageUsage '0101', '9999' -IncludeUnknown" + Short));
    }

    [Theory]
    [InlineData("DIGEST", 1)]
    [InlineData("01010101", 1)]
    [InlineData("sha256:0101", 1)]
    [InlineData("0101010101010101010101010101010101010101010101010101010101010101", 1)]
    [InlineData("quay.io/lab/loose@DIGEST", 1)]
    [InlineData("quay.io/lab/loose:1.0", 6)]
    [InlineData("lab/loose", 6)]
    [InlineData("lab/loose*", 6)]
    [InlineData("quay.io/lab/loo*", 6)]
    [InlineData("LOOSE*", 6)]
    [InlineData("sha256:0606*", 6)]
    [InlineData("ap[p]", 1, 2, 3, 4, 5)]
    [InlineData("shop/app:*", 1, 2, 3, 4, 5)]
    [InlineData("*/young", 7)]
    [InlineData("sha256:[0]70*", 7)]
    public void Names_have_many_forms(string name, params int[] numbers)
    {
        name = name.Replace("DIGEST", UsageState.Digest(1), StringComparison.Ordinal);
        Assert.Equal(numbers.Select(UsageState.Digest), Lines($"(Get-OSImageUsage '{name}').Name"));
        Assert.Equal(numbers.Select(UsageState.Digest), Lines($"('{name}' | Get-OSImageUsage).Name"));
    }

    [Fact]
    public void A_pattern_may_fit_nothing() => Assert.Empty(Lines("Get-OSImageUsage no-such*"));

    [Theory]
    [InlineData("no-such")]
    [InlineData("quay.io/no/such:image")]
    [InlineData("0909")]
    [InlineData("9999")]
    public void A_name_that_no_Image_has_is_an_error_and_the_others_come(string name)
    {
        var result = Run($"Get-OSImageUsage '{name}', '0101'");
        Assert.Single(result.Output);
        AssertError(result.Error, "NotFound", ErrorCategory.ObjectNotFound);
        Assert.Equal(name, result.Error.TargetObject);
    }

    [Fact]
    public void The_options_of_oc_decide()
    {
        Assert.Equal(s_all[1], Lines("Get-OSImageUsage 0202 -KeepTagRevisions 2" + Short).Single());
        Assert.Equal(["03 Prune BeyondTagRevisions"], Lines("Get-OSImageUsage 0303 -KeepTagRevisions 2" + Short));
        Assert.Equal(["06 Keep NotManaged"], Lines("Get-OSImageUsage 0606 -ManagedOnly" + Short));
        foreach (var age in new[] { "96h", "([timespan]'2.00:00:00')" })
        {
            Assert.Equal(
                ["04 Keep YoungImageStream"],
                Lines($"Get-OSImageUsage 0404 -KeepYoungerThan {age} -AsOf 2026-01-02" + Short));
        }

        Assert.Equal(
            ["06 Prune NoImageStream"],
            Lines("Get-OSImageUsage 0606 -KeepYoungerThan 2:00:00 -AsOf 2026-01-02" + Short));
        Assert.Equal(["04 Keep WithinSizeLimit"], Lines("Get-OSImageUsage 0404 -PruneOverSizeLimit" + Short));
    }

    [Theory]
    [InlineData("-KeepYoungerThan 60")]
    [InlineData("-KeepYoungerThan 60d")]
    [InlineData("-KeepYoungerThan -1h")]
    [InlineData("-KeepTagRevisions -1")]
    [InlineData("-Verdict Maybe")]
    [InlineData("-Namespace ''")]
    [InlineData("-Namespace a, b")]
    public void What_makes_no_sense_is_refused(string parameters) =>
        Assert.IsType<ParameterBindingException>(
            Run("Get-OSImageUsage " + parameters).Error.Exception, exactMatch: false);

    [Theory]
    [InlineData("-PruneOverSizeLimit -KeepTagRevisions 3")]
    [InlineData("-PruneOverSizeLimit -KeepYoungerThan 1h")]
    [InlineData("-PruneOverSizeLimit:$false -KeepYoungerThan 1h")]
    public void Sizes_and_what_is_kept_do_not_go_together(string parameters)
    {
        var result = Run("Get-OSImageUsage " + parameters);
        AssertError(result.Error, "PruneOverSizeLimitWithKeep", ErrorCategory.InvalidArgument);
        Assert.Empty(result.Output);
        Assert.Empty(State.Server.Requests);
    }

    [Fact]
    public void A_limit_that_is_given_as_false_keeps_everything_and_warns()
    {
        var result = Run("Get-OSImageUsage -PruneOverSizeLimit:$false");
        Assert.All(result.Succeeded(), usage => Assert.Equal("Keep", usage.Properties["Verdict"].Value.ToString()));
        Assert.Contains(
            "-PruneOverSizeLimit:$false means to oc", Assert.Single(result.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void One_namespace_is_read_alone_and_loses_no_Image()
    {
        var result = Run("Get-OSImageUsage -Namespace shop");
        Assert.All(
            result.Succeeded(), usage => Assert.Equal("NamespaceOnly", usage.Properties["Reason"].Value.ToString()));
        var pods = State.Server.Requests.Where(request => request.Target.Contains("/pods", StringComparison.Ordinal));
        Assert.StartsWith("/api/v1/namespaces/shop/pods?", Assert.Single(pods).Target, StringComparison.Ordinal);
        Assert.Equal(["Prune"], Lines("(Get-OSImageUsage 0404 -Namespace shop).Tags.Verdict"));
    }

    [Fact]
    public void Verbose_tells_the_command_of_oc()
    {
        var verbose = Run("Get-OSImageUsage -Verbose -ManagedOnly -KeepYoungerThan 96h > $null").Verbose;
        Assert.Contains(verbose, line => line.EndsWith(
            "oc adm prune images --keep-tag-revisions=3 --keep-younger-than=5760m --all=false",
            StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("pods", "pods of the API group ''")]
    [InlineData("limitranges", "limitranges of the API group ''")]
    [InlineData("deployments", "deployments of the API group 'apps'")]
    [InlineData("deploymentconfigs", "deploymentconfigs of the API group 'apps.openshift.io'")]
    [InlineData("images", null)]
    public async Task What_may_not_be_read_ends_the_verdicts(string resource, string? right)
    {
        await using var server = await SandboxServer.StartAsync(
            new SandboxOptions { StateFolder = State.Folder, ForbiddenResources = [resource] });
        var result = Run(
            $"Connect-OSImageCluster -Kubeconfig '{server.KubeconfigPath}' > $null; Get-OSImageUsage -IncludeUnknown");
        AssertError(result.Error, "Forbidden", ErrorCategory.PermissionDenied);
        Assert.Empty(result.Output);
        Assert.Contains(resource, result.Error.ToString(), StringComparison.Ordinal);
        if (right is not null)
        {
            Assert.Contains(
                $"The right to list {right} in all namespaces is missing",
                result.Error.ToString(),
                StringComparison.Ordinal);
            Assert.Contains(
                "about_OSImagePermissions", result.Error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("Get-OSImageUsage", "/api/v1/pods")]
    [InlineData("Get-OSImage | Get-OSImageUsage -Verdict Prune", "/apis/apps/v1/replicasets")]
    public void A_stop_ends_it_at_once(string script, string path) => StopAt(script, path);

    [Theory]
    [InlineData("@() | Get-OSImageUsage")]
    [InlineData("Get-OSImage no-such* | Get-OSImageUsage")]
    [InlineData("@() | Get-OSImageUsage -IncludeUnknown")]
    public void Nothing_from_the_pipeline_gives_nothing(string script)
    {
        Assert.Empty(Lines(script));
        Assert.DoesNotContain(
            State.Server.Requests, request => request.Target.Contains("/pods", StringComparison.Ordinal));
    }

    [Fact]
    public void An_enumeration_is_there_to_branch_on()
    {
        Assert.Equal(["True"], Lines("(Get-OSImageUsage 0606).Verdict -eq [OpenShiftImage.ImageVerdict]::Prune"));
        Assert.Equal(
            ["True"], Lines("(Get-OSImageUsage 0606).Risk.HasFlag([OpenShiftImage.ImageUsageRisks]::RunningPod)"));
        Assert.Equal(["OpenShiftImage.ImageUsage"], Lines("(Get-OSImageUsage 0606).GetType().FullName"));
    }
}
