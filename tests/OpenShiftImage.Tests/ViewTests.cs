using System.Management.Automation;
using System.Management.Automation.Host;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace OpenShiftImage.Tests;

/// <summary>
/// That what one sees is what one can use: headings, times, mixed output, and objects that have been elsewhere.
/// </summary>
public sealed partial class ViewTests(SandboxFixture fixture) : ModuleTest(fixture)
{
    private const string Everything = """
        $images = Get-OSImage
        $image = ($images | Where-Object { $_.IsSigned -and $_.LayerCount -and $_.Labels.Count })[0]
        $list = ($images | Where-Object IsManifestList)[0]
        $managed = ($images | Where-Object { $_.Metadata.ManagedFields })[0]
        $metadata = (Get-OSImage -First 1 -MetadataOnly)[0]
        $happened = (Watch-OSImage -SendInitialEvents -Count 1)[0]
        $page = (Get-OSImage -PageSize 100 -AsPage)[0]
        $connection = Connect-OSImageCluster -Kubeconfig $kubeconfig
        New-OSImage -Name gone -DockerImageReference a/b:c > $null
        $deleted = Remove-OSImage gone -Confirm:$false -PassThru
        $objects = $image, $list, $metadata, $happened, $page, $connection, $deleted, $image.Metadata, $managed.Metadata.ManagedFields[0],
            $image.DockerImageLayers[0], $list.DockerImageManifests[0], $image.Signatures[0], $image.Signatures[0].Conditions[0],
            $image.Signatures[0].IssuedBy, $image.DockerImageMetadata, $image.DockerImageMetadata.Config, [OpenShiftImage.OwnerReference]::new(),
            [OpenShiftImage.ListMeta]::new(), [OpenShiftImage.SignatureSubject]::new(), [OpenShiftImage.Status]::new(),
            [OpenShiftImage.StatusDetails]::new(), [OpenShiftImage.StatusCause]::new()

        """;

    private const string OfSeveralClusters = """
        $usage = Get-OSImageUsage -Cluster $connection
        $objects += $usage[0], ($usage | Where-Object Tags)[0].Tags[0], ($usage | Where-Object Workloads)[0].Workloads[0],
            (Measure-OSImage -Cluster $connection)[0], (Test-OSImage -Cluster $connection)[0]
        $objects += (Compare-OSImage $image $images[-1] -Property Layer)[0], (Get-OSImageBase -Cluster $connection)[0]
        $both = @{ Cluster = $connection, (Connect-OSImageCluster -Kubeconfig $kubeconfig) }
        $objects += (Get-OSImage -First 1 @both), (Get-OSImage -First 1 -MetadataOnly @both),
            (Watch-OSImage -SendInitialEvents -Count 1 @both), (Get-OSImageUsage @both)[0], (Measure-OSImage @both)[0],
            (Test-OSImage @both)[0], (Get-OSImageBase @both)[0]
        $objects += [OpenShiftImage.ClusterContext].GetConstructors('NonPublic, Instance')[0].Invoke(@('prod', 'https://api.example.com', 'admin', $null, $true))

        """;

    private static readonly XDocument s_views = Load("OpenShiftImage.Format.ps1xml");
    private static readonly XDocument s_types = Load("OpenShiftImage.Types.ps1xml");

    [Fact]
    public void Every_heading_of_every_view_is_a_property_with_the_value_shown()
    {
        var objects = Run(Everything + OfSeveralClusters + "$objects").Succeeded()
            .DistinctBy(item => item.TypeNames[0])
            .ToDictionary(item => item.TypeNames[0]);
        var cells = s_views.Descendants("View").SelectMany(Cells).ToList();
        Assert.Equal(
            objects.Keys.Order(StringComparer.Ordinal),
            cells.Select(cell => cell.Type).Distinct().Order(StringComparer.Ordinal));
        foreach (var (type, heading, shown) in cells)
        {
            var byHeading = objects[type].Properties[heading];
            Assert.True(byHeading is not null, $"{type} has no property '{heading}'.");
            // An age is another one each time.
            Assert.Equal(
                heading == "AGE" ? "Age" : byHeading.Value?.ToString(),
                heading == "AGE" ? shown : objects[type].Properties[shown].Value?.ToString());
        }
    }

    [Fact]
    public void Views_read_properties_and_call_nothing() => Assert.All(
        s_views.Descendants("ScriptBlock"), block => Assert.Matches(PropertyOnly(), block.Value));

    [Theory]
    [InlineData("$images | Where-Object Signed", "$_.IsSigned")]
    [InlineData("$images | Where-Object Reference -like '*nginx*'", "$_.DockerImageReference -like '*nginx*'")]
    [InlineData("$images | Where-Object Platform -eq amd64", "$_.Architecture -eq 'amd64'")]
    [InlineData(
        "$images | Where-Object Platforms -contains arm64",
        "$_.Architecture -eq 'arm64' -or $_.DockerImageManifests.Architecture -contains 'arm64'")]
    [InlineData("$images | Where-Object Layers -gt 20", "$_.DockerImageLayers.Count -gt 20")]
    [InlineData("$images | Where-Object Age -gt '365.00:00'", "$_.CreationTimestamp -lt [datetime]::Now.AddDays(-365)")]
    public void A_filter_by_what_one_sees_finds_it(string filter, string expected)
    {
        var found = Run($"$images = Get-OSImage; ({filter}).Name").Succeeded().Select(name => name.ToString()).ToList();
        Assert.NotEmpty(found);
        Assert.InRange(found.Count, 1, 249);
        Assert.Equal(
            Run($"($images | Where-Object {{ {expected} }}).Name").Succeeded().Select(name => name.ToString()), found);
    }

    [Fact]
    public void Every_time_is_a_local_DateTime_that_Get_Date_and_sums_understand()
    {
        var times = Run(Everything + """
            $image.Created, $image.CreationTimestamp, $image.Metadata.CreationTimestamp, $managed.Metadata.ManagedFields[0].Time,
                $image.Signatures[0].Created, $image.Signatures[0].Conditions[0].LastProbeTime, $metadata.CreationTimestamp
            """).Succeeded();
        Assert.Equal(7, times.Count);
        Assert.All(times, time => Assert.Equal(DateTimeKind.Local, Assert.IsType<DateTime>(time.BaseObject).Kind));
        Assert.IsType<TimeSpan>(Run("[datetime]::Now - $image.Created").Succeeded()[0].BaseObject);
        Assert.Equal(
            true,
            Run("$image.Created -lt [datetime]::Now -and $image.CreationTimestamp -gt [datetime]::Now.AddYears(-50)").Succeeded()[0].BaseObject);
    }

    [Fact]
    public void Objects_of_many_kinds_take_ten_lines_each_at_most()
    {
        Run(Everything + "$objects | ForEach-Object { '= a text between' ; $_ } | Out-Default").Succeeded();
        var parts = Shell.Host.Shown.Split("= a text between");
        Assert.Equal(23, parts.Length);
        Assert.All(parts, part => Assert.InRange(part.Split('\n').Count(line => line.Trim().Length > 0), 0, 12));
        Assert.DoesNotContain("{\"", Shell.Host.Shown, StringComparison.Ordinal);
    }

    [Fact]
    public void A_list_of_many_kinds_shows_what_a_terminal_would_obey()
    {
        const string Evil = "\\u001b[31mred\\u0007\\u202e";
        var json = """
            {"metadata":{"name":"@","resourceVersion":"@"},"dockerImageReference":"@","dockerImageLayers":[{"name":"@","size":1,"mediaType":"@"}],
             "dockerImageManifests":[{"digest":"@","os":"@","architecture":"@","mediaType":"@"}],"dockerImageMetadata":{"Architecture":"@","Author":"@"},
             "signatures":[{"metadata":{"name":"@"},"type":"@","issuedBy":{"organization":"@","commonName":"@"},
               "conditions":[{"type":"@","status":"@","reason":"@","message":"@"}]}]}
            """;
        Answer(200, "application/json", json.Replace("@", Evil, StringComparison.Ordinal));
        Run("""
            $i = Get-OSImage e
            $parts = $i, $i.Metadata, $i.DockerImageLayers[0], $i.DockerImageManifests[0], $i.Signatures[0], $i.Signatures[0].Conditions[0],
                $i.Signatures[0].IssuedBy, $i.DockerImageMetadata
            $parts | Out-Default
            [array]::Reverse($parts)
            $parts | Out-Default
            """).Succeeded();
        Assert.Contains("\\x1b[31mred", Shell.Host.Shown, StringComparison.Ordinal);
        Assert.Equal([], Shell.Host.Shown.Where(c => c is '\u001b' or '\a' or '\u202e'));
    }

    [Fact]
    public void A_connection_does_not_spoil_the_table_that_follows()
    {
        Run("& { Connect-OSImageCluster -Kubeconfig $kubeconfig; Get-OSImage -First 1 } | Out-Default").Succeeded();
        var lines = Shell.Host.Shown.Split('\n');
        Assert.Contains(
            lines,
            line => line.StartsWith("Context ", StringComparison.Ordinal)
                && line.Contains(": sandbox-admin", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("NAME ", StringComparison.Ordinal));
    }

    [Fact]
    public void Objects_that_have_been_elsewhere_are_what_they_were()
    {
        var back = Run(Everything + """
            $objects = @($objects | Where-Object { $_ -isnot [OpenShiftImage.ClusterConnection] -and $_ -isnot [OpenShiftImage.ImagePage] -and $_.GetType().Name -ne 'DockerImageConfiguration' })
            foreach ($object in $objects + $images) {
                $again = [System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize($object, 1))
                $again.GetType() -eq $object.GetType() -and [convert]::ToBase64String($again.Utf8Json) -ceq [convert]::ToBase64String($object.Utf8Json)
            }
            """).Succeeded();
        Assert.True(back.Count > 250);
        Assert.All(back, same => Assert.Equal(true, same.BaseObject));
    }

    [Fact]
    public void Odd_texts_and_unknown_fields_survive_the_serializer()
    {
        const string Json =
            "{\"metadata\":{\"name\":\"x\",\"creationTimestamp\":\"2024-01-01T00:00:00.1234567890123+05:30\"},\"dockerImageMetadata\":{\"a\":\"\uffff\ufffe \ud83d\ude00 \\u001b _x0041_ \\u0000\"},\"new\":1.50}";
        Answer(200, "application/json", Json);
        Run("$read = Get-OSImage x").Succeeded();
        var again = Run("""
            $again = [System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize($read))
            $again -is [OpenShiftImage.Image]
            [System.Text.Encoding]::UTF8.GetString(([OpenShiftImage.Image]$again).Utf8Json)
            """).Succeeded();
        Assert.Equal(true, again[0].BaseObject);
        Assert.Equal(Json, again[1].BaseObject);
    }

    [Fact]
    public void A_deserialized_page_or_connection_keeps_its_view()
    {
        Run(Everything + """
            foreach ($object in $page, $connection) {
                $again = [System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize($object, 1))
                $again | Out-Default
            }
            """).Succeeded();
        Assert.Matches("(?m)^ *100 +150 ", Shell.Host.Shown);
        Assert.Contains(": sandbox-admin", Shell.Host.Shown, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_left_of_an_Image_without_its_JSON_is_refused()
    {
        Run("""
            $text = [System.Management.Automation.PSSerializer]::Serialize((Get-OSImage -First 1)[0])
            $broken = [System.Management.Automation.PSSerializer]::Deserialize(($text -replace '<BA N="Utf8Json">[^<]*</BA>'))
            """).Succeeded();
        Server.ClearRequests();
        AssertError(Run("New-OSImage -InputObject $broken").Error, "InvalidImage", ErrorCategory.InvalidArgument, null);
        var file = Path.Combine(Path.GetTempPath(), $"{NewName()}.json");
        Assert.Contains(
            "kept without its JSON",
            Run("$broken | Export-OSImage -LiteralPath $file", ("file", file)).Error.ToString(),
            StringComparison.Ordinal);
        Assert.False(File.Exists(file));
        Assert.Empty(Server.Requests);
    }

    [Theory]
    [InlineData("$images[0], $images[1] | Out-Default", "amd64|arm64|s390x|ppc64le")]
    [InlineData("$metadata | Out-Default", "sha256:")]
    [InlineData("$happened | Out-Default", "Added")]
    [InlineData("$page | Out-Default", "100 ")]
    [InlineData("$connection | Out-Default", "sandbox-admin")]
    [InlineData("$image.DockerImageLayers | Out-Default", " [KM]B application/")]
    [InlineData("$list.DockerImageManifests | Out-Default", "linux +amd64")]
    [InlineData("$image.Signatures | Out-Default", "Trusted=")]
    [InlineData(
        "Compare-OSImage $image $metadata.Name 3> $null | Out-Default",
        "Property: Identity of [0-9a-f]{12} and [0-9a-f]{12}")]
    [InlineData("Get-OSImageBase $image | Out-Default", "ADDEDBYTES")]
    public void Views_work_in_ConstrainedLanguage_mode(string script, string shown)
    {
        Run(Everything).Succeeded();
        Shell.Runspace.SessionStateProxy.LanguageMode = PSLanguageMode.ConstrainedLanguage;
        Run(script).Succeeded();
        Assert.Matches(shown, Shell.Host.Shown);
    }

    [Theory]
    [InlineData(80, "quay.io/a/b:1", "quay.io/a/b:1")]
    [InlineData(80, "image-registry.openshift-image-registry.svc:5000/team-a/web:3", "…/team-a/web:3")]
    [InlineData(
        120,
        "image-registry.openshift-image-registry.svc:5000/team-a/web:3",
        "image-registry.openshift-image-registry.svc:5000/team-a/web:3")]
    [InlineData(80, "quay.io/openshift-release-dev/ocp-v4.0-art-dev:1", "…/ocp-v4.0-art-dev:1")]
    [InlineData(80, "default-route-openshift-image-registry.apps.example.com/team-a/web:3", "…/team-a/web:3")]
    [InlineData(80, "registry.example.com/team-web/prometheus:2", "…/team-web/prometheus:2")]
    [InlineData(
        100,
        "registry.example.com/one/two/three/team-web/prometheus:2",
        "registry.example.com/…/team-web/prometheus:2")]
    [InlineData(80, "docker.io/library/a-very-long-name-of-an-application:2.0", "a-very-long-n…plication:2.0")]
    [InlineData(
        80,
        "docker.io/library/x@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
        "…/library/x@0123456789ab")]
    [InlineData(10, "docker.io/library/web:3", "…/web:3")]
    public void A_reference_is_shortened_so_that_the_name_stays(int columns, string reference, string shown)
    {
        Shell.Host.UI.RawUI.BufferSize = new Size(columns, 50);
        Assert.Equal(
            shown,
            Run(
                "$i = [OpenShiftImage.Image]::new(); $i.DockerImageReference = $reference; $i.TableText.Reference",
                ("reference", reference)).Succeeded()[0].BaseObject);
        Assert.Equal(reference, Run("$i.Reference").Succeeded()[0].BaseObject);
    }

    [Fact]
    public void The_summary_is_a_row_of_texts_numbers_and_times()
    {
        var row = Run("""
            $image = (Get-OSImage | Where-Object { $_.LayerCount -and $_.Labels.Count -gt 1 })[0]
            ($image.PSObject.Members['ImageSummary'].ReferencedPropertyNames | ForEach-Object { , $image.$_ })
            $image.LabelText
            """).Succeeded();
        Assert.All(
            row,
            cell =>
                Assert.True(
                    cell is null
                        || cell.BaseObject is string or long or int or bool or DateTime
                        || cell.BaseObject.GetType().Name == "ClusterConnection",
                    cell?.BaseObject.GetType().Name));
        Assert.Matches("^[^=,]+=[^=,]+(,[^=,]+=[^=,]+)+$", row[^1].ToString());
    }

    private static IEnumerable<(string Type, string Heading, string Shown)> Cells(XElement view)
    {
        var types = view.Element("ViewSelectedBy")!.Elements("TypeName").Select(type => type.Value).ToList();
        var headings = view.Descendants("TableColumnHeader").Select(header => header.Element("Label")!.Value);
        foreach (var (heading, cell) in headings.Zip(view.Descendants("TableColumnItem")))
        {
            yield return (types.Single(), heading, Property(cell));
        }

        var given = types.ToList();
        foreach (var entry in view.Descendants("ListEntry"))
        {
            var type = entry.Element("EntrySelectedBy")?.Value.Trim();
            if (type is not null)
            {
                given.Remove(type);
            }

            foreach (var item in entry.Descendants("ListItem"))
            {
                yield return (type ?? given.Single(), item.Element("Label")!.Value, Property(item));
            }
        }
    }

    private static string Property(XElement cell) =>
        (cell.Element("PropertyName")?.Value ?? cell.Element("ScriptBlock")!.Value.Split('.')[^1]).Replace(
            "DisplayName", "Name", StringComparison.Ordinal);

    private static XDocument Load(string file) =>
        XDocument.Load(Path.Combine(Path.GetDirectoryName(ModuleShell.ManifestPath)!, file));

    [GeneratedRegex(@"^\$_\.(TableText|ListText)\.\w+$")]
    private static partial Regex PropertyOnly();
}
