using System.Management.Automation;

namespace OpenShiftImage.Tests.Analysis;

/// <summary>Compare-OSImage, as a user has it.</summary>
public sealed class CompareTests(LayerState state) : LayerTest(state)
{
    private const string Line = " | ForEach-Object { \"$($_.Property) $($_.Key) $($_.SideIndicator) $($_.Bytes)\" }";

    private static readonly string[] s_rows =
    [
        "Identity Name <> ", "Identity Reference <> ", "Identity Size <> ", "Layer 3 <= 30", "Layer 3 => 40",
        "Layer 4 => 50", "Env V <> ", "Label age <> ",
    ];

    [Theory]
    [InlineData("Compare-OSImage (Get-OSImage 0303) (Get-OSImage 0404)")]
    [InlineData("Compare-OSImage 0303 0404")]
    [InlineData("Compare-OSImage quay.io/lab/app:1 lab/app:2")]
    [InlineData("Compare-OSImage 0303 (Get-OSImage 0404)")]
    [InlineData("Get-OSImage 0404 | Compare-OSImage 0303")]
    [InlineData("'0404' | Compare-OSImage -ReferenceObject (Get-OSImage 0303 -Cluster $archive)")]
    [InlineData("Compare-OSImage 0303 0404 -Cluster $archive")]
    [InlineData("Compare-OSImage (Get-OSImage 0303 -Cluster $archive) 0404")]
    [InlineData("Get-OSImage 0404 | Export-OSImage $file; Import-OSImage $file | Compare-OSImage 0303")]
    [InlineData("(Get-OSImage 0505).DockerImageManifests[0] | ForEach-Object { Compare-OSImage $_ 0404 }")]
    public void An_Image_or_whatever_names_one_is_compared(string script)
    {
        Run("$file = Join-Path ([IO.Path]::GetTempPath()) \"compare-$([guid]::NewGuid()).yaml\"").Succeeded();
        Assert.Equal(s_rows, Lines(script + Line));
        Run("Remove-Item $file -ErrorAction Ignore").Succeeded();
    }

    [Fact]
    public void Each_of_several_is_compared_with_the_reference_which_is_read_once()
    {
        Assert.Equal(
            ["Label age => ", "Label age => "],
            Lines("'0303', '0404' | Compare-OSImage 0101 -Property Label" + Line));
        var digest = UsageState.Digest(1);
        Assert.Single(
            State.Server.Requests, request => request.Target.EndsWith("/images/" + digest, StringComparison.Ordinal));
        Assert.Equal(
            [UsageState.Digest(3), UsageState.Digest(4)],
            Lines("Compare-OSImage 0101 '0303', '0404' -Property Label | ForEach-Object DifferenceImage"));
    }

    [Fact]
    public void Images_that_were_given_are_not_read_again()
    {
        Run("$a, $b = Get-OSImage '0303', '0404'").Succeeded();
        State.Server.ClearRequests();
        Assert.NotEmpty(Lines("Compare-OSImage $a $b" + Line));
        Assert.Empty(State.Server.Requests);
    }

    [Fact]
    public void Clusters_are_compared()
    {
        Assert.Empty(Lines("Compare-OSImage (Get-OSImage 0303) (Get-OSImage 0303 -Cluster $archive)" + Line));
        Assert.Empty(Lines("Get-OSImage 0303 -Cluster $live, $archive | Compare-OSImage 0303" + Line));
    }

    [Fact]
    public void Properties_choose_and_what_is_equal_comes_when_asked_for()
    {
        Assert.Equal(["Env V <> "], Lines("Compare-OSImage 0303 0404 -Property Env" + Line));
        Assert.Equal(
            ["Env SAME == ", "Env V <> "], Lines("Compare-OSImage 0303 0404 -Property Env -IncludeEqual" + Line));
        Assert.Equal(
            ["Layer 1 == 10", "Layer 2 == 20", "Layer 3 => 30"],
            Lines("Compare-OSImage 0202 0303 -Property Layer -IncludeEqual" + Line));
        Assert.IsType<ParameterBindingException>(
            Run("Compare-OSImage 0303 0404 -Property Nothing").Error.Exception, exactMatch: false);
    }

    [Fact]
    public void A_list_and_a_member_are_told_apart()
    {
        var result = Run("Compare-OSImage 0505 0606" + Line);
        Assert.Equal(
            ["Identity Name <> ", "Identity Reference <> ", "Identity Size => ", "Platform linux/amd64 <= 100"],
            result.Succeeded().Select(row => row.ToString()));
        var warning = Assert.Single(result.Warnings).ToString();
        Assert.Contains("is a manifest list", warning, StringComparison.Ordinal);
        Assert.Contains($"member for the same platform is '{UsageState.Digest(6)}'", warning, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_not_found_is_one_error_and_the_others_go_on()
    {
        var several = Run("Compare-OSImage 0303 nosuch, '0404' -Property Env" + Line);
        AssertError(several.Error, "NotFound", ErrorCategory.ObjectNotFound);
        Assert.Equal(["Env V <> "], several.Output.Select(row => row.ToString()));
        var reference = Run("'0303', '0404', '0101' | Compare-OSImage nosuch");
        AssertError(Assert.Single(reference.Errors), "NotFound", ErrorCategory.ObjectNotFound);
        Assert.Empty(reference.Output);
    }

    [Fact]
    public void What_cannot_be_one_Image_is_refused()
    {
        AssertError(
            Run("Compare-OSImage '0303', '0404' 0101").Error, "SeveralReferences", ErrorCategory.InvalidArgument);
        AssertError(
            Run("Compare-OSImage (Get-OSImage 0303) (Get-OSImage 0404) -Cluster $archive").Error,
            "ClusterWithInput",
            ErrorCategory.InvalidArgument);
        AssertError(Run("Compare-OSImage '03*' 0404").Error, "WildcardInName", ErrorCategory.InvalidArgument);
        AssertError(Run("Compare-OSImage 0303 '04*'").Error, "WildcardInName", ErrorCategory.InvalidArgument);
        Assert.IsType<ParameterBindingException>(Run("Compare-OSImage $null 0404").Error.Exception, exactMatch: false);
    }

    [Fact]
    public void The_table_is_side_by_side_and_shows_where_a_long_text_differs()
    {
        Run("""
            $a, $b = Get-OSImage '0303', '0404'
            $a, $b | ForEach-Object { $_.Metadata.Annotations = [Collections.Generic.Dictionary[string, string]]::new() }
            $a.Metadata.Annotations['long'] = ('x' * 100) + "one`n$([char]27)[31m"
            $b.Metadata.Annotations['long'] = ('x' * 100) + 'two'
            Compare-OSImage $a $b | Out-Default
            """).Succeeded();
        var lines = Shell.Host.Shown.Split('\n').Select(line => line.TrimEnd()).ToList();
        Assert.Contains("   Property: Layer of 030303030303 and 040404040404 (2 shared, 30 B)", lines);
        Assert.Contains(lines, line => line.StartsWith("KEY ", StringComparison.Ordinal)
            && line.Split(' ', StringSplitOptions.RemoveEmptyEntries)
                .SequenceEqual(["KEY", "REFERENCE", "SIDE", "DIFFERENCE", "BYTES"]));
        Assert.Contains(
            lines,
            line => line.StartsWith("V ", StringComparison.Ordinal) && line.Contains("<>", StringComparison.Ordinal));
        Assert.Contains(
            lines,
            line => line.Contains("one\\n", StringComparison.Ordinal)
                && line.EndsWith("two", StringComparison.Ordinal));
        Assert.DoesNotContain('\u001b', Shell.Host.Shown);
        Assert.All(lines, line => Assert.InRange(line.Length, 0, 80));
    }
}
