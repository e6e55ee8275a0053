using System.Management.Automation;

namespace OpenShiftImage.Tests.Analysis;

/// <summary>Measure-OSImage, as a user has it.</summary>
public sealed class MeasureTests(UsageState state) : UsageTest(state)
{
    private const string Line =
        " | ForEach-Object { \"$($_.Name): $($_.Images) $($_.Layers) $($_.Size) $($_.UniqueSize) $($_.SharedSize)\" }";

    private const string Figures =
        " | ForEach-Object { \"$($_.Images) $($_.Size) $($_.UniqueSize) $($_.SharedSize)\" }";

    private const string Total = "Total: 7 8 380 380 0";
    private const string Registry = "image-registry.example:5000";

    public static TheoryData<string, string[]> Groupings => new()
    {
        { "", ["Managed: 5 6 250 250 0", "Imported: 2 2 130 130 0", Total] },
        { "-Total", [Total] },
        { "-GroupBy Managed", ["Managed: 5 6 250 250 0", "Imported: 2 2 130 130 0"] },
        { "-GroupBy Managed -Total", ["Managed: 5 6 250 250 0", "Imported: 2 2 130 130 0", Total] },
        { "-GroupBy Registry", [$"{Registry}: 5 6 250 250 0", "quay.io: 2 2 130 130 0"] },
        {
            "-GroupBy Repository",
            [$"{Registry}/shop/app: 5 6 250 250 0", "quay.io/lab/young: 1 1 70 70 0", "quay.io/lab/loose: 1 1 60 60 0"]
        },
        { "-GroupBy Namespace", ["shop: 5 6 250 250 0", "<none>: 2 2 130 130 0"] },
        { "-GroupBy ImageStream", ["shop/app: 5 6 250 250 0", "<none>: 2 2 130 130 0"] },
        { "-GroupBy Platform", ["amd64: 5 6 250 250 0", "<none>: 1 1 70 70 0", "arm64: 1 1 60 60 0"] },
        { "-GroupBy Verdict", ["Keep: 5 6 280 180 100", "Prune: 2 3 200 100 100"] },
        { "-GroupBy Image -Top 2", [$"{UsageState.Digest(7)}: 1 1 70 70 0", $"{UsageState.Digest(6)}: 1 1 60 60 0"] },
        { "-GroupBy Image -Top 1 -Total", [$"{UsageState.Digest(7)}: 1 1 70 70 0", Total] },
        { "-Label team", ["<none>: 5 6 350 250 100", "web: 2 3 130 30 100"] },
        { "-Label no-such", ["<none>: 7 8 380 380 0"] },
    };

    [Theory]
    [MemberData(nameof(Groupings))]
    public void Images_are_put_together_and_each_layer_counts_once(string parameters, string[] expected)
    {
        Assert.Equal(expected, Lines($"Measure-OSImage {parameters}" + Line));
        Assert.Equal(expected, Lines($"Get-OSImage | Measure-OSImage {parameters}" + Line));
        Assert.Equal(expected, Lines($"Get-OSImage -Cluster $archive | Measure-OSImage {parameters} 3> $null" + Line));
        Assert.Equal(expected, Lines($"Measure-OSImage -Cluster $archive {parameters} 3> $null" + Line));
    }

    [Fact]
    public void Clusters_are_measured_against_each_other()
    {
        Assert.Equal(["7 380 380 0"], Lines("Measure-OSImage -GroupBy Cluster" + Figures));
        foreach (var script in new[]
        {
            "Measure-OSImage -GroupBy Cluster -Cluster $live, $archive",
            "Get-OSImage -Cluster $live, $archive | Measure-OSImage -GroupBy Cluster",
            "(Get-OSImage -Cluster $live, $archive), (Get-OSImage -Cluster $live) | Measure-OSImage -GroupBy Cluster",
        })
        {
            Assert.Equal(["7 380 0 380", "7 380 0 380"], Lines(script + Figures));
        }

        Assert.Equal(
            [Total],
            Lines("Measure-OSImage -GroupBy Cluster -Cluster $live, $archive -Total | Where-Object IsTotal" + Line));
    }

    [Theory]
    [InlineData("Measure-OSImage -Total -Cluster $live, $archive")]
    [InlineData("Get-OSImage -Cluster $live, $archive | Measure-OSImage -Total")]
    public void Each_of_several_clusters_has_its_own_figures(string script)
    {
        var totals = Run(script).Succeeded();
        Assert.Equal([380L, 380L], totals.Select(total => total.Properties["Size"].Value));
        Assert.Equal(2, totals.Select(total => total.Properties["Cluster"].Value).Distinct().Count());
    }

    [Fact]
    public void What_the_pipeline_gives_is_measured_alone()
    {
        const string Some = "Get-OSImage -LabelSelector team=web | ";
        Assert.Equal(["Total: 2 3 130 130 0"], Lines(Some + "Measure-OSImage -Total" + Line));
        Assert.Equal(["Keep: 2 3 130 130 0"], Lines(Some + "Measure-OSImage -GroupBy Verdict" + Line));
        Assert.Equal(
            ["Total: 1 2 110 110 0"], Lines("$i = Get-OSImage 0101; $i, $i, $i | Measure-OSImage -Total" + Line));
        Assert.Equal(["Total: 1 2 110 110 0"], Lines("Measure-OSImage (Get-OSImage 0101) -Total" + Line));
    }

    [Fact]
    public void Shares_are_parts_of_all_bytes()
    {
        var shares = Run("Measure-OSImage -GroupBy Managed -Total").Succeeded()
            .Select(item => (double)item.Properties["Share"].Value);
        Assert.Equal([250.0 / 380, 130.0 / 380, 1], shares);
    }

    [Fact]
    public void What_does_not_go_together_is_refused()
    {
        var cluster = Run("Get-OSImage | Measure-OSImage -Cluster $live");
        AssertError(cluster.Error, "ClusterWithInput", ErrorCategory.InvalidArgument);
        Assert.Empty(cluster.Output);
        foreach (var input in new[] { "", "Get-OSImage | " })
        {
            var label = Run(input + "Measure-OSImage -Label team -GroupBy Managed");
            AssertError(label.Error, "LabelWithGroupBy", ErrorCategory.InvalidArgument);
            Assert.Empty(label.Output);
        }

        Assert.IsType<ParameterBindingException>(Run("Measure-OSImage -Top 0").Error.Exception, exactMatch: false);
        Assert.IsType<ParameterBindingException>(
            Run("Measure-OSImage -GroupBy Nothing").Error.Exception, exactMatch: false);
    }

    [Theory]
    [InlineData("@() | Measure-OSImage")]
    [InlineData("Get-OSImage no-such* | Measure-OSImage -GroupBy Verdict")]
    [InlineData("@() | Measure-OSImage -GroupBy Cluster -Total")]
    public void Nothing_from_the_pipeline_gives_nothing(string script) => Assert.Empty(Lines(script));

    [Theory]
    [InlineData("Measure-OSImage -GroupBy Verdict", "/api/v1/pods")]
    [InlineData("Measure-OSImage", "/apis/image.openshift.io/v1/images")]
    public void A_stop_ends_it_at_once(string script, string path) => StopAt(script, path);

    [Fact]
    public void Only_what_a_grouping_needs_is_read()
    {
        Run("Measure-OSImage -GroupBy Registry > $null").Succeeded();
        Assert.Equal(["images"], Resources());
        State.Server.ClearRequests();
        Run("Measure-OSImage -GroupBy Namespace > $null").Succeeded();
        Assert.Equal(["imagestreams", "images"], Resources());
    }

    private IEnumerable<string> Resources() =>
        State.Server.Requests.Select(request => request.Target.Split('?')[0].Split('/')[^1]).Distinct();

    [Fact]
    public void A_cluster_with_Images_is_refused_at_the_first_of_them()
    {
        Run("$all = Get-OSImage; $given = 0").Succeeded();
        AssertError(
            Run("$all | ForEach-Object { $given++; $_ } | Measure-OSImage -Cluster $live").Error,
            "ClusterWithInput",
            ErrorCategory.InvalidArgument);
        Assert.Equal(["1"], Lines("$given"));
    }
}
