using System.Management.Automation;

namespace OpenShiftImage.Tests.Analysis;

/// <summary>Get-OSImageBase, as a user has it.</summary>
public sealed class BaseTests(LayerState state) : LayerTest(state)
{
    private const string Line =
        " | ForEach-Object { \"$($_.Name.Substring(7, 2)) $(if ($_.Base) { $_.Base.Substring(7, 2) }) $($_.SharedLayers)+$($_.AddedLayers) $($_.AddedBytes)\" }";

    private static readonly string[] s_all =
        ["01  0+1 10", "02 01 1+1 20", "03 02 2+1 30", "04 02 2+2 90", "05  + ", "06  0+1 60", "07  0+1 10"];

    [Theory]
    [InlineData("Get-OSImageBase")]
    [InlineData("Get-OSImage | Get-OSImageBase")]
    [InlineData("Get-OSImageBase -Cluster $archive")]
    [InlineData("Get-OSImage -Cluster $archive | Get-OSImageBase")]
    [InlineData("Get-OSImageBase -Among (Get-OSImage)")]
    [InlineData("(Get-OSImage).Name | Get-OSImageBase")]
    [InlineData("Get-OSImageBase (Get-OSImage) -Among (Get-OSImage -Cluster $archive)")]
    public void Each_Image_has_its_base(string script) => Assert.Equal(s_all, Lines(script + Line));

    [Theory]
    [InlineData("Get-OSImageBase 0404")]
    [InlineData("Get-OSImageBase lab/app:2")]
    [InlineData("Get-OSImageBase -Name 0404 -Cluster $archive")]
    [InlineData("Get-OSImage 0404 | Get-OSImageBase")]
    [InlineData("Get-OSImageBase 0404 -Among (Get-OSImage '0101', '0202')")]
    public void One_is_looked_for_in_all(string script) => Assert.Equal(["04 02 2+2 90"], Lines(script + Line));

    [Fact]
    public void Among_others_there_is_another_base()
    {
        Assert.Equal(["04 01 1+3 110"], Lines("Get-OSImageBase 0404 -Among (Get-OSImage '0101', '0606')" + Line));
        Assert.Equal(["04 07 1+3 110"], Lines("Get-OSImageBase 0404 -Among (Get-OSImage 0707)" + Line));
        Assert.Equal(["04  0+4 120"], Lines("Get-OSImageBase 0404 -Among @()" + Line));
    }

    [Fact]
    public void A_row_tells_the_references_the_equals_and_the_cluster_and_names_its_Image()
    {
        Assert.Equal(
            ["quay.io/lab/node:20 quay.io/lab/ubi:9 2 sandbox-admin"],
            Lines(
                "Get-OSImageBase 0202 | ForEach-Object { \"$($_.Reference) $($_.BaseReference) $($_.Candidates) $($_.Cluster.Name)\" }"));
        Assert.Equal([UsageState.Digest(2)], Lines("Get-OSImageBase 0202 | Get-OSImage | ForEach-Object Name"));
        Assert.Equal(["True"], Lines("(Get-OSImageBase 0505).IsManifestList"));
        Assert.Equal(
            ["Layer 2"],
            Lines(
                "Get-OSImageBase 0202 | ForEach-Object { Compare-OSImage $_.Base $_.Name -Property Layer } | ForEach-Object { \"$($_.Property) $($_.Key)\" }"));
    }

    [Fact]
    public void Images_that_were_given_take_one_list_and_nothing_where_the_others_were_given_too()
    {
        Run("$a = Get-OSImage '0303', '0404'; $all = Get-OSImage").Succeeded();
        State.Server.ClearRequests();
        Assert.Equal(2, Lines("$a | Get-OSImageBase" + Line).Length);
        Assert.Single(State.Server.Requests);
        State.Server.ClearRequests();
        Assert.Equal(2, Lines("$a | Get-OSImageBase -Among $all" + Line).Length);
        Assert.Empty(State.Server.Requests);
    }

    [Fact]
    public void Each_of_several_clusters_has_bases_of_its_own()
    {
        var clusters = Run("Get-OSImageBase -Cluster $live, $archive").Succeeded();
        Assert.Equal(14, clusters.Count);
        Assert.Equal(2, clusters.Select(row => row.Properties["Cluster"].Value).Distinct().Count());
        Assert.Equal(14, Lines("Get-OSImage -Cluster $live, $archive | Get-OSImageBase" + Line).Length);
        Assert.Equal(["04 02 2+2 90", "04 02 2+2 90"], Lines("Get-OSImageBase 0404 -Cluster $live, $archive" + Line));
    }

    [Fact]
    public void What_is_not_found_is_an_error_of_its_own()
    {
        var result = Run("Get-OSImageBase nosuch, '0404'" + Line);
        AssertError(result.Error, "NotFound", ErrorCategory.ObjectNotFound);
        Assert.Equal(["04 02 2+2 90"], result.Output.Select(row => row.ToString()));
        AssertError(Run("Get-OSImageBase '04*'").Error, "WildcardInName", ErrorCategory.InvalidArgument);
        AssertError(
            Run("Get-OSImage | Get-OSImageBase -Cluster $archive").Error,
            "ClusterWithInput",
            ErrorCategory.InvalidArgument);
        var several = Run("Get-OSImageBase nosuch -Cluster $live, $archive");
        Assert.Equal(2, several.Errors.Count);
        Assert.Empty(several.Output);
    }

    [Theory]
    [InlineData("@() | Get-OSImageBase")]
    [InlineData("Get-OSImage nosuch* | Get-OSImageBase")]
    public void Nothing_from_the_pipeline_gives_nothing(string script) => Assert.Empty(Lines(script));

    [Fact]
    public void The_table_tells_of_a_list_that_it_is_one()
    {
        Run("Get-OSImageBase | Out-Default").Succeeded();
        var lines = Shell.Host.Shown.Split('\n')
            .Select(line => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Trim())
            .ToList();
        Assert.Contains("NAME REFERENCE BASE BASEREFERENCE ADDEDLAYERS ADDEDBYTES", lines);
        Assert.Contains("020202020202 …/lab/node:20 010101010101 …/lab/ubi:9 1 20 B", lines);
        Assert.Contains("050505050505 …/lab/app:all (a list)", lines);
    }

    [Fact]
    public void A_cluster_with_Images_is_refused_at_the_first_of_them()
    {
        Run("$all = Get-OSImage; $given = 0").Succeeded();
        AssertError(
            Run("$all | ForEach-Object { $given++; $_ } | Get-OSImageBase -Cluster $live").Error,
            "ClusterWithInput",
            ErrorCategory.InvalidArgument);
        Assert.Equal(["1"], Lines("$given"));
    }
}
