using System.Management.Automation;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace OpenShiftImage.Tests.Archives;

/// <summary>What reads gives the same of a cluster and of everything that was collected from it.</summary>
public sealed class ReadingTests(CollectedSandbox sandbox) : CollectedTest(sandbox)
{
    private static readonly string[] s_forms = ["folder", "tar", "zip", "list"];

    private static readonly string[] s_commands =
    [
        "Get-OSImage -Cluster $cluster",
        "Get-OSImage -PageSize 7 -Cluster $cluster",
        "Get-OSImage $names[3] -Cluster $cluster",
        "Get-OSImage $names[3].Substring(7, 12) -Cluster $cluster",
        "$names[5, 1] | Get-OSImage -Cluster $cluster",
        "Get-OSImage 'SHA256:[0-7]*' -Cluster $cluster",
        "Get-OSImage 'test-*' -Skip 1 -First 2 -Cluster $cluster",
        "Get-OSImage -LabelSelector app=web -Cluster $cluster",
        "Get-OSImage -l 'app in (web, db), tier!=back' -MetadataOnly -Cluster $cluster",
        "Get-OSImage -FieldSelector \"metadata.name=$($names[2])\" -Cluster $cluster",
        "Get-OSImage -First 3 -Cluster $cluster",
        "Get-OSImage -Skip 2 -First 3 -Cluster $cluster",
        "Get-OSImage -Skip 44 -First 30 -Cluster $cluster",
        "Get-OSImage -First 2 -IncludeTotalCount -Cluster $cluster",
        "Get-OSImage -First 0 -IncludeTotalCount -Cluster $cluster",
        "Get-OSImage -MetadataOnly -Cluster $cluster",
        "Get-OSImage $names[3] -MetadataOnly -Cluster $cluster",
        "Get-OSImage -Reference '*keycloak*' -Cluster $cluster",
        "Get-OSImage -Registry docker.io -First 4 -Cluster $cluster",
        "Get-OSImage -Limit 5 -ContinueVariable next -Cluster $cluster; Get-OSImage -Limit 500 -Continue $next -Cluster $cluster",
        "$page = Get-OSImage -Limit 20 -AsPage -Cluster $cluster; while ($page) { $page.Count; $page.Items; $page = if ($page.Continue) { $page | Get-OSImage -Cluster $cluster } }",
        "Get-OSImage -AsPage -PageSize 15 -Cluster $cluster | ForEach-Object Count",
        "(Get-OSImage -Cluster $cluster | Where-Object Size -gt 100MB | Sort-Object Size).Name",
    ];

    public static TheoryData<string, string> Table { get; } = Combine(s_commands);

    public static TheoryData<string> Forms { get; } = new(s_forms);

    [Theory]
    [MemberData(nameof(Table))]
    public void A_command_gives_the_same_of_a_cluster_and_of_what_was_collected(string command, string form)
    {
        Run("$cluster = $live", ("names", Sandbox.Names.ToArray())).Succeeded();
        var there = Describe(command);
        Assert.NotEmpty(there);
        Sandbox.Server.ClearRequests();
        Run($"$cluster = ${form}").Succeeded();
        Assert.Equal(there, Describe(command));
        Assert.Empty(Sandbox.Server.Requests);
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void The_text_has_the_same_values(string form)
    {
        foreach (var command in (string[])[
            $"Get-OSImage {Sandbox.Names[1]} -AsJson",
            $"Get-OSImage {Sandbox.Names[1]} -AsJson -MetadataOnly -Pretty",
            "Get-OSImage -AsJson -PageSize 20",
            "Get-OSImage -AsJson -Limit 5 -ContinueVariable next",
        ])
        {
            var there = Run($"{command} -Cluster $live").Succeeded().Select(ToValues).ToList();
            var here = Run($"{command} -Cluster ${form}").Succeeded().Select(ToValues).ToList();
            Assert.Equal(there.Count, here.Count);
            Assert.All(there.Zip(here), pair => Assert.True(JsonElement.DeepEquals(pair.First, pair.Second), command));
        }
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void An_export_by_name_writes_the_same_files(string form)
    {
        var folder = Directory.CreateTempSubdirectory("osimage-export-").FullName;
        try
        {
            foreach (var cluster in (string[])["live", form])
            {
                Run(
                    $"$names[0..2] | Export-OSImage -Path '{folder}/{cluster}/' -Cluster ${cluster}",
                    ("names", Sandbox.Names.ToArray())).Succeeded();
            }

            var there = Directory.GetFiles(Path.Combine(folder, "live")).Order(StringComparer.Ordinal).ToList();
            Assert.Equal(3, there.Count);
            Assert.All(
                there,
                file =>
                    Assert.Equal(
                        File.ReadAllText(file), File.ReadAllText(Path.Combine(folder, form, Path.GetFileName(file)))));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void What_was_exported_can_be_connected_to()
    {
        var folder = Directory.CreateTempSubdirectory("osimage-export-").FullName;
        try
        {
            foreach (var path in (string[])["all/", "all.yaml", "all.json"])
            {
                Run($"Get-OSImage -Cluster $tar | Export-OSImage -Path '{folder}/{path}'").Succeeded();
                Run($"$cluster = Connect-OSImageCluster -Path '{folder}/{path}'").Succeeded();
                Assert.Equal(
                    Describe("Get-OSImage -Cluster $live | Sort-Object Name"),
                    Describe("Get-OSImage -Cluster $cluster | Sort-Object Name"));
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void What_is_missing_is_the_same_error(string form)
    {
        foreach (var name in (string[])["no-such", "sha256:" + new string('f', 64), "quay.io/no/such:image"])
        {
            var there = Run($"Get-OSImage {name} -Cluster $live").Error;
            var here = Run($"Get-OSImage {name} -Cluster ${form}").Error;
            Assert.Equal(there.FullyQualifiedErrorId, here.FullyQualifiedErrorId);
            Assert.Equal(there.CategoryInfo.Category, here.CategoryInfo.Category);
            Assert.Equal(there.TargetObject, here.TargetObject);
        }
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void Completion_knows_the_names_and_labels(string form)
    {
        foreach (var line in (string[])["Get-OSImage sha256: -Cluster $", "Get-OSImage -LabelSelector ap -Cluster $"])
        {
            var at = line.IndexOf(" -Cluster", StringComparison.Ordinal);
            var (there, here) = (Complete(line + "live", at), Complete(line + form, at));
            Assert.NotEmpty(there);
            Assert.Equal(there, here);
        }
    }

    private string[] Complete(string line, int at) => [.. Run(
        $"(TabExpansion2 '{line}' {at}).CompletionMatches | ForEach-Object CompletionText").Succeeded()
            .Select(item => item.ToString())];

    [Fact]
    public void The_order_and_what_is_passed_over_are_told()
    {
        var verbose = Run("Get-OSImage -First 1 -Cluster $tar -Verbose; Get-OSImage -Cluster $folder -Verbose").Verbose;
        Assert.Contains(verbose, line => line.Contains("in the order of the archive", StringComparison.Ordinal));
        Assert.Contains(verbose, line => line.Contains("in the order of the files' paths", StringComparison.Ordinal));
        Assert.Contains(
            verbose,
            line =>
                line.Contains(
                    "event-filter.html is passed over: it is neither YAML nor JSON", StringComparison.Ordinal));
    }

    private static JsonElement ToValues(PSObject text)
    {
        var root = JsonNode.Parse(text.ToString())!;
        // The metadata of a list is the server's, and whether its items repeat what they are, the collector's.
        foreach (var item in root["items"]?.AsArray() ?? [])
        {
            item!.AsObject().Remove("kind");
            item.AsObject().Remove("apiVersion");
        }

        return JsonSerializer.SerializeToElement(root["items"] ?? root);
    }

    private static TheoryData<string, string> Combine(string[] commands)
    {
        var table = new TheoryData<string, string>();
        foreach (var command in commands)
        {
            foreach (var form in s_forms)
            {
                table.Add(command, form);
            }
        }

        return table;
    }
}
