using System.Globalization;
using System.Management.Automation;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using Microsoft.AspNetCore.Http;

namespace OpenShiftImage.Tests.Analysis;

/// <summary>Export-OSImageReport, as a user has it.</summary>
public sealed partial class ReportTests : UsageTest
{
    private static readonly string[] s_allSections =
        ["Totals", "Registries and repositories", "Bytes by namespace", "Ages", "Shared layers", "Prune"];

    private readonly string _folder = Directory.CreateTempSubdirectory("osimage-report-").FullName;

    public ReportTests(UsageState state)
        : base(state) =>
        Shell.Runspace.SessionStateProxy.Path.SetLocation(_folder);

    private string Page => Path.Combine(_folder, "images.html");

    public override void Dispose()
    {
        base.Dispose();
        Directory.Delete(_folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-Cluster $archive 3> $null")]
    public void A_cluster_has_all_sections(string parameters)
    {
        Run("Export-OSImageReport images.html " + parameters).Succeeded();
        var page = Read();
        Assert.Equal(s_allSections, Headings(page, "h2"));
        Assert.Contains("would remove 2 of 7 Images and free 100 B.", page.Value, StringComparison.Ordinal);
        Assert.Contains(
            "oc adm prune images --keep-tag-revisions=3 --keep-younger-than=60m", page.Value, StringComparison.Ordinal);
        Assert.Equal(["images.html"], Files());
    }

    [Fact]
    public void Times_on_the_page_are_by_the_clock_of_the_command()
    {
        Shell.StopClock();
        Run("Export-OSImageReport images.html").Succeeded();
        Assert.Contains("Ages are counted to1970-01-01 00:00 UTC", Read().Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Images_and_objects_are_read_once()
    {
        Run("Export-OSImageReport images.html -Csv").Succeeded();
        var read = State.Server.Requests.Select(request => request.Target.Split('?')[0]).ToList();
        Assert.Contains("/apis/image.openshift.io/v1/images", read);
        Assert.Equal(read.Distinct().Order(StringComparer.Ordinal), read.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Input_fills_the_sections_that_it_can_and_no_cluster_is_asked()
    {
        (string Input, string[] Sections)[] cases =
        [
            ("Get-OSImage", ["Totals", "Registries and repositories", "Ages", "Shared layers"]),
            ("Get-OSImage -Limit 500 -AsPage", ["Totals", "Registries and repositories", "Ages", "Shared layers"]),
            ("Get-OSImageUsage", ["Totals", "Prune"]),
            ("Measure-OSImage -GroupBy Namespace", ["Totals", "Bytes by namespace"]),
            ("Measure-OSImage -Label team -Total", ["Totals", "Bytes by label team"]),
            (
                "(Measure-OSImage -GroupBy ImageStream), (Get-OSImageUsage), (Get-OSImage 0101)",
                ["Totals", "Registries and repositories", "Bytes by image stream", "Ages", "Prune"]
            ),
        ];
        foreach (var (input, sections) in cases)
        {
            Run($"$given = {input}").Succeeded();
            State.Server.ClearRequests();
            Run("$given | Export-OSImageReport images.html -Force").Succeeded();
            Assert.Equal(sections, Headings(Read(), "h2"));
            Run("Export-OSImageReport images.html -InputObject $given -Force").Succeeded();
            Assert.Equal(sections, Headings(Read(), "h2"));
            Assert.Empty(State.Server.Requests);
        }
    }

    [Fact]
    public void What_the_pipeline_does_not_give_is_not_replaced_by_the_cluster()
    {
        var result = Run("@() | Export-OSImageReport images.html");
        result.Succeeded();
        Assert.Contains("could not be read", Assert.Single(result.Warnings), StringComparison.Ordinal);
        Assert.Contains("could not be read", Read().Value, StringComparison.Ordinal);
        Assert.Contains("Nothing came through the pipeline", Read().Value, StringComparison.Ordinal);
        Assert.Empty(State.Server.Requests);
    }

    [Fact]
    public void What_no_report_is_made_of_is_one_error_a_type_and_leaves_the_page_of_before()
    {
        File.WriteAllText(Page, "before");
        var some = Run(
            "5, (Get-OSImage 0101), (Get-Date), 6, (Get-OSImage 0202), 7 | Export-OSImageReport images.html -Force");
        Assert.Equal(2, some.Errors.Count);
        Assert.All(some.Errors, error => AssertError(error, "InvalidInput", ErrorCategory.InvalidArgument));
        Assert.Equal(5, some.Errors[0].TargetObject);
        Assert.Contains("Get-OSImageUsage", some.Errors[0].ToString(), StringComparison.Ordinal);
        foreach (var input in new[] { "'quay.io/a/b'", "$null", "$nosuch.Images" })
        {
            AssertError(
                Run($"{input} | Export-OSImageReport images.html -Force").Error,
                "InvalidInput",
                ErrorCategory.InvalidArgument);
        }

        AssertError(
            Run("Export-OSImageReport images.html -InputObject $null -Force").Error,
            "InvalidInput",
            ErrorCategory.InvalidArgument);
        Assert.Equal("before", File.ReadAllText(Page));
    }

    [Theory]
    [InlineData("-Cluster $live", "ClusterWithInput")]
    [InlineData("-KeepTagRevisions 1", "UsageOptionWithInput")]
    [InlineData("-KeepYoungerThan 5h", "UsageOptionWithInput")]
    [InlineData("-IgnoreInvalidReference", "UsageOptionWithInput")]
    public void What_says_how_to_read_does_not_go_with_input(string parameters, string id)
    {
        Run("$given = 0").Succeeded();
        var result = Run(
            $"Get-OSImage | ForEach-Object {{ $given++; $_ }} | Export-OSImageReport images.html {parameters}");
        AssertError(result.Error, id, ErrorCategory.InvalidArgument);
        Assert.Equal("0", Assert.Single(Run("$given").Succeeded()).ToString());
        Assert.Empty(Files());
    }

    [Fact]
    public void A_file_that_is_there_is_left_unless_it_may_be_written_over()
    {
        File.WriteAllText(Page, "before");
        var refused = Run("Export-OSImageReport images.html");
        AssertError(refused.Error, "FileExists", ErrorCategory.ResourceExists);
        Assert.Contains("-Force", refused.Error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        Assert.Equal("before", File.ReadAllText(Page));
        Assert.Empty(State.Server.Requests);
        Run("Export-OSImageReport images.html -Force").Succeeded();
        Assert.Equal(s_allSections, Headings(Read(), "h2"));
        File.Delete(Page);
        File.WriteAllText(Path.Combine(_folder, "images-usage.csv"), "before");
        AssertError(
            Run("Export-OSImageReport images.html -Csv").Error, "FileExists", ErrorCategory.ResourceExists);
        Assert.Equal(["images-usage.csv"], Files());
    }

    [Theory]
    [InlineData("nowhere/images.html", "PathNotFound", ErrorCategory.ObjectNotFound)]
    [InlineData(".", "PathIsFolder", ErrorCategory.InvalidArgument)]
    [InlineData("\"a`0b.html\"", "InvalidPath", ErrorCategory.InvalidArgument)]
    [InlineData("-LiteralPath \"a`0b.html\"", "InvalidPath", ErrorCategory.InvalidArgument)]
    [InlineData("env:images", "NotInFileSystem", ErrorCategory.InvalidArgument)]
    public void A_path_that_takes_no_file_is_refused_before_anything_is_read(
        string path, string id, ErrorCategory category)
    {
        var result = Run($"Export-OSImageReport {path}");
        AssertError(result.Error, id, category);
        Assert.Empty(State.Server.Requests);
        Assert.Empty(Files());
    }

    [Fact]
    public async Task A_pipe_is_no_file_for_a_page()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        Run("mkfifo images.html").Succeeded();
        var run = Task.Run(() => Run("Export-OSImageReport images.html -Force").Error);
        // Opening a pipe without a reader for writing would wait without end.
        AssertError(await run.WaitAsync(TimeSpan.FromSeconds(60)), "NotRegularFile", ErrorCategory.InvalidArgument);
        Assert.Empty(State.Server.Requests);
    }

    [Fact]
    public void WhatIf_reads_and_writes_nothing()
    {
        Run("Export-OSImageReport images.html -Csv -WhatIf").Succeeded();
        Assert.Empty(Files());
        Assert.Empty(State.Server.Requests);
    }

    [Fact]
    public void The_files_come_back_the_page_first()
    {
        Assert.Equal(
            [
                "images.html", "images-images.csv", "images-repositories.csv", "images-ages.csv", "images-sharing.csv",
                "images-groups.csv", "images-usage.csv",
            ],
            Lines("Export-OSImageReport images.html -Csv -PassThru | ForEach-Object Name"));
        var usage = Run("Import-Csv images-usage.csv | Where-Object Verdict -eq Prune | Sort-Object Name").Succeeded();
        Assert.Equal(
            [UsageState.Digest(4), UsageState.Digest(6)], usage.Select(row => row.Properties["Name"].Value.ToString()));
        Assert.Equal("RunningPod", usage[1].Properties["Risk"].Value);
        Assert.Equal(["7"], Lines("@(Import-Csv images-images.csv).Count"));
    }

    [Fact]
    public void A_path_with_brackets_is_taken_literally()
    {
        Run("Export-OSImageReport -LiteralPath 'a[1].html'").Succeeded();
        Assert.Equal(["a[1].html"], Files());
    }

    [Fact]
    public void What_may_not_be_read_is_an_error_and_the_rest_is_reported_all_the_same()
    {
        Forbid("/api/v1/pods");
        var result = Run("Export-OSImageReport images.html");
        AssertError(result.Error, "Forbidden", ErrorCategory.PermissionDenied);
        var page = Read();
        Assert.Equal(s_allSections, Headings(page, "h2"));
        Assert.Contains("The right to list pods", page.Value, StringComparison.Ordinal);
        Assert.Contains("So no Image is called prunable here.", page.Value, StringComparison.Ordinal);
        Assert.DoesNotContain("would remove", page.Value, StringComparison.Ordinal);
        Assert.Contains("shop", page.Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_image_streams_nothing_is_said_of_namespaces_either()
    {
        Forbid("/apis/image.openshift.io/v1/imagestreams");
        var result = Run("Export-OSImageReport images.html");
        Assert.Single(result.Errors);
        var page = Read();
        Assert.Equal(2, Regex.Count(page.Value, "The right to list imagestreams"));
        Assert.DoesNotContain("<none>", page.Value, StringComparison.Ordinal);
    }

    [Fact]
    public void An_archive_without_pods_has_no_verdicts()
    {
        foreach (var file in new[] { "images.json", "imagestreams.json" })
        {
            File.Copy(Path.Combine(State.Folder, file), Path.Combine(_folder, file));
        }

        var result = Run("Export-OSImageReport images.html -Cluster $folder -AsOf 2026-06-01", ("folder", _folder));
        result.Succeeded();
        Assert.Contains("There are no pods in what was collected", Read().Value, StringComparison.Ordinal);
        Assert.DoesNotContain("would remove", Read().Value, StringComparison.Ordinal);
        Assert.Contains(result.Warnings, warning => Read().Value.Contains(warning, StringComparison.Ordinal));

        Run("Get-OSImageUsage -Cluster $folder -AsOf 2026-06-01 3> $null | Export-OSImageReport images.html -Csv -Force")
            .Succeeded();
        Assert.Contains("There are no pods in what was collected", Read().Value, StringComparison.Ordinal);
        Assert.DoesNotContain("would remove", Read().Value, StringComparison.Ordinal);
        Assert.DoesNotContain("Prunable", Read().Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Kinds_that_were_not_collected_are_told_of_what_comes_by_the_pipeline_too()
    {
        Run("Get-OSImageUsage -Cluster $archive -AsOf 2026-06-01 3> $null | Export-OSImageReport images.html")
            .Succeeded();
        Assert.Contains("would remove", Read().Value, StringComparison.Ordinal);
        Assert.Contains("in what was collected: they count as none", Read().Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Images_that_may_not_be_read_leave_no_page()
    {
        Forbid("/apis/image.openshift.io/v1/images");
        AssertError(Run("Export-OSImageReport images.html").Error, "Forbidden", ErrorCategory.PermissionDenied);
        Assert.Empty(Files());
    }

    [Fact]
    public void Several_clusters_have_a_part_each_and_one_that_fails_is_told_of()
    {
        Forbid("/apis/image.openshift.io/v1/images");
        var result = Run("Export-OSImageReport images.html -Cluster $archive, $live -WarningAction SilentlyContinue");
        AssertError(result.Error, "Forbidden", ErrorCategory.PermissionDenied);
        var page = Read();
        var names = Headings(page, "h2");
        Assert.Equal("Overview", names[0]);
        Assert.Contains("archive", names[1], StringComparison.Ordinal);
        Assert.Equal(3, names.Count);
        Assert.Equal(s_allSections, Headings(page, "h3"));
        Assert.Contains("not read", page.Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Options_of_the_prune_are_those_of_oc()
    {
        Run("Export-OSImageReport images.html -KeepTagRevisions 1 -KeepYoungerThan 5h -IgnoreInvalidReference")
            .Succeeded();
        Assert.Contains(
            "oc adm prune images --keep-tag-revisions=1 --keep-younger-than=300m --ignore-invalid-refs",
            Read().Value,
            StringComparison.Ordinal);
        Assert.Contains("would remove 4 of 7 Images", Read().Value, StringComparison.Ordinal);
    }

    [Fact]
    public void A_stop_ends_it_at_once_and_leaves_nothing()
    {
        StopAt("Export-OSImageReport images.html", "/api/v1/pods");
        Assert.Empty(Files());
    }

    [Fact]
    public void Recorded_states_are_reported_as_oc_judged_them()
    {
        var compared = 0;
        foreach (var folder in Directory.EnumerateDirectories(Path.Combine(DocsTests.Root, "tests/oracle/cases"))
            .Order(StringComparer.Ordinal)
            .Where(folder => File.Exists(Path.Combine(folder, "pods.json"))
                && File.Exists(Path.Combine(folder, "imagestreams.json"))
                && File.Exists(Path.Combine(folder, "images.json"))))
        {
            var run = JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "expected.json")))!["runs"]!.AsArray()
                .FirstOrDefault(run => (int)run!["exitCode"]! == 0 && run["alternatives"] is null
                    && run["args"]!.AsArray().All(argument => KeepOption().IsMatch((string)argument!)));
            if (run is null || compared == 12)
            {
                continue;
            }

            var options = string.Join(' ', run["args"]!.AsArray().Select(argument => KeepOption().Replace(
                (string)argument!, match => match.Groups["revisions"].Success
                    ? $"-KeepTagRevisions {match.Groups["value"]}"
                    : $"-KeepYoungerThan {match.Groups["value"]}")));
            Run(
                $"Export-OSImageReport images.html -Force -Cluster $folder -AsOf $now {options} 3> $null",
                ("folder", folder),
                ("now", DateTimeOffset.Parse(
                    (string)run["now"]!, CultureInfo.InvariantCulture).UtcDateTime)).Succeeded();
            Assert.Contains(
                $"would remove {run["prunedImages"]!.AsArray().Count} of ", Read().Value, StringComparison.Ordinal);
            compared++;
        }

        Assert.Equal(12, compared);
    }

    [GeneratedRegex("^--keep-((?<revisions>tag-revisions)|younger-than)=(?<value>[0-9a-z.]+)$")]
    private static partial Regex KeepOption();

    private static List<string> Headings(XElement page, string level) =>
        [.. page.Descendants().Where(element => element.Name.LocalName == level).Select(element => element.Value)];

    private void Forbid(string path) => State.Server.Intercept = async context =>
    {
        if (context.Request.Path.Value != path)
        {
            return false;
        }

        context.Response.StatusCode = 403;
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync("""
            {"kind":"Status","apiVersion":"v1","status":"Failure","reason":"Forbidden","code":403,"message":"no"}
            """);
        return true;
    };

    private XElement Read()
    {
        using var reader = XmlReader.Create(Page, new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore });
        return XDocument.Load(reader).Root!;
    }

    private IEnumerable<string?> Files() =>
        Directory.EnumerateFiles(_folder).Select(Path.GetFileName).Order(StringComparer.Ordinal);
}
