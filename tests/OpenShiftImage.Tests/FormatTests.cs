using System.Globalization;
using System.Xml.Linq;

namespace OpenShiftImage.Tests;

/// <summary>What people see: tables within eighty columns, all of an Image in a list, nothing that a terminal obeys.</summary>
public sealed class FormatTests(SandboxFixture fixture) : ModuleTest(fixture)
{
    /// <summary>The engine alone has no Format-List and no Format-Wide: a type of its own has that view and no other.</summary>
    private string As(string kind)
    {
        var folder = Directory.CreateTempSubdirectory("openshiftimage-views-").FullName;
        var views = XDocument.Load(
            Path.Combine(Path.GetDirectoryName(ModuleShell.ManifestPath)!, "OpenShiftImage.Format.ps1xml"));
        views.Descendants("View")
            .Where(view => view.Element("Name")!.Value != "OpenShiftImage.Image." + kind)
            .ToList()
            .ForEach(view => view.Remove());
        views.Descendants("TypeName").Single().Value = "Tests.Image." + kind;
        views.Save(Path.Combine(folder, "Views.Format.ps1xml"));
        File.WriteAllText(
            Path.Combine(folder, "Views.psd1"), "@{ ModuleVersion = '1.0'; FormatsToProcess = 'Views.Format.ps1xml' }");
        Run("Import-Module $views", ("views", Path.Combine(folder, "Views.psd1"))).Succeeded();
        Directory.Delete(folder, recursive: true);
        return $"ForEach-Object {{ $_.PSObject.TypeNames.Insert(0, 'Tests.Image.{kind}'); $_ }}";
    }

    [Fact]
    public void The_list_tells_what_oc_describe_tells()
    {
        var image =
            Run("(Get-OSImage | Where-Object { $_.IsSigned -and $_.LayerCount -and $_.Labels.Count })[0]").Output[0];
        var shown = Show("$image | " + As("list"), ("image", image));
        foreach (var label in (string[])[
            "DockerImageReference", "Name", "CreationTimestamp", "Created", "Labels", "Annotations", "Size",
            "DockerImageLayers", "Signatures", "Author", "Platform", "Entrypoint", "Cmd", "WorkingDir", "User",
            "ExposedPorts", "Volumes", "DockerLabels", "Env",
        ])
        {
            Assert.Contains(
                shown,
                line => line.StartsWith(label, StringComparison.Ordinal)
                    && line.Contains(" : ", StringComparison.Ordinal));
        }

        var text = string.Concat(shown.Select(line => line.Trim()));
        var layers = Run("$image.DockerImageLayers.Name", ("image", image)).Succeeded()
            .Select(layer => layer.ToString()!)
            .ToList();
        Assert.All(layers, layer => Assert.Contains(layer, text, StringComparison.Ordinal));
        Assert.Contains($"in {layers.Count} layers", text, StringComparison.Ordinal);
        Assert.Contains("identity: ", text, StringComparison.Ordinal);
        Assert.Contains("Trusted: True", text, StringComparison.Ordinal);
        Assert.DoesNotContain(shown, line => line.StartsWith("DockerImageManifests", StringComparison.Ordinal));
    }

    [Fact]
    public void The_list_of_a_manifest_list_tells_its_members()
    {
        var shown = Show("(Get-OSImage | Where-Object IsManifestList)[0] | " + As("list"));
        Assert.Contains(
            shown,
            line => line.StartsWith("DockerImageManifests", StringComparison.Ordinal)
                && line.Contains("amd64", StringComparison.Ordinal));
        Assert.DoesNotContain(shown, line => line.StartsWith("DockerImageLayers", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Get-OSImage")]
    [InlineData("Get-OSImage -First 20", "wide")]
    [InlineData("Get-OSImage -First 20", "list")]
    [InlineData("Get-OSImage -First 20 -MetadataOnly")]
    [InlineData("Get-OSImage -PageSize 100 -AsPage")]
    [InlineData("Watch-OSImage -SendInitialEvents -Count 20")]
    [InlineData("Connect-OSImageCluster -Kubeconfig $kubeconfig")]
    [InlineData("Get-OSImage | ForEach-Object DockerImageLayers")]
    [InlineData("Get-OSImage | ForEach-Object DockerImageManifests")]
    [InlineData("Get-OSImage | ForEach-Object Signatures")]
    [InlineData("(Get-OSImage | ForEach-Object Signatures).Conditions")]
    public void Everything_fits_eighty_columns(string script, string? view = null) =>
        Assert.All(Show(view is null ? script : $"{script} | {As(view)}"), line => Assert.InRange(line.Length, 0, 80));

    [Fact]
    public void What_a_terminal_would_obey_is_shown_in_every_view()
    {
        const string Evil = "\\u001b[31mred\\u0007\\n\\u202e";
        var json = "{\"metadata\":{\"name\":\"e\",\"labels\":{\"a\":\"@\"},\"annotations\":{\"@\":\"@\"}},\"dockerImageReference\":\"@\",\"dockerImageLayers\":[{\"name\":\"@\",\"size\":1,\"mediaType\":\"@\"}],"
            + "\"signatures\":[{\"metadata\":{\"name\":\"@\"},\"type\":\"@\",\"imageIdentity\":\"@\",\"conditions\":[{\"type\":\"@\",\"status\":\"@\",\"message\":\"@\"}]}],\"dockerImageMetadata\":{\"Author\":\"@\",\"Architecture\":\"@\",\"Config\":{\"Env\":[\"@\"],\"Cmd\":[\"@\"],\"User\":\"@\",\"Labels\":{\"@\":\"@\"},\"ExposedPorts\":{\"@\":{}}}}}";
        Answer(200, "application/json", json.Replace("@", Evil, StringComparison.Ordinal));
        Run("$i = Get-OSImage e; $i | Out-Default; $i.DockerImageLayers | Out-Default; $i.Signatures | Out-Default; $i.Signatures.Conditions | Out-Default; $i | " + As("list") + " | Out-Default").Succeeded();
        Assert.Contains("\\x1b[31mred", Shell.Host.Shown, StringComparison.Ordinal);
        Assert.Equal([], Shell.Host.Shown.Where(c => c is '\u001b' or '\a' or '\u202e'));
    }

    [Theory]
    [InlineData("en-US", 1_500_000L, "1.4 MB")]
    [InlineData("de-DE", 1_500_000L, "1,4 MB")]
    [InlineData("en-US", 999L, "999 B")]
    [InlineData("en-US", 1000L, "1.0 KB")]
    [InlineData("en-US", 1023L * 1024, "1.0 MB")]
    [InlineData("en-US", 104_857_600L, "100 MB")]
    [InlineData("en-US", 0L, "0 B")]
    public void Sizes_and_dates_are_in_the_users_culture(string culture, long bytes, string expected)
    {
        var shown = Run(
            """
            $before = [cultureinfo]::CurrentCulture
            [cultureinfo]::CurrentCulture = $culture
            try {
                $layer = [OpenShiftImage.ImageLayer]::new()
                $layer.Size = $bytes
                $layer.TableText.Size
                $image = [OpenShiftImage.Image]::new()
                $image.Metadata = [OpenShiftImage.ObjectMeta]::new()
                $image.Metadata.CreationTimestamp = $then
                $image.ListText.CreationTimestamp
                $then.ToLocalTime().ToString('g')
            }
            finally { [cultureinfo]::CurrentCulture = $before }
            """,
            ("culture", CultureInfo.GetCultureInfo(culture)),
            ("bytes", bytes),
            ("then", new DateTime(2020, 5, 31, 0, 0, 0, DateTimeKind.Utc))).Succeeded()
                .Select(item => item.ToString()!)
                .ToList();
        Assert.Equal(expected, shown[0]);
        Assert.InRange(shown[0].Length, 1, 7);
        Assert.Matches($"^{System.Text.RegularExpressions.Regex.Escape(shown[2])} \\(stored [0-9]+y ago\\)$", shown[1]);
    }

    private List<string> Show(string script, params (string Name, object? Value)[] variables)
    {
        Run(script + " | Out-Default", variables).Succeeded();
        return [.. Shell.Host.Shown.Split('\n').Select(line => line.TrimEnd('\r'))];
    }
}
