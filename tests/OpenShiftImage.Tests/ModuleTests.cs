using System.Management.Automation;
using System.Reflection;
using System.Reflection.Emit;

namespace OpenShiftImage.Tests;

/// <summary>The module as a whole: what it exports, loads, shows and explains.</summary>
public sealed class ModuleTests(SandboxFixture fixture) : ModuleTest(fixture)
{
    internal static readonly string[] s_commands =
    [
        "Compare-OSImage",
        "Connect-OSImageCluster",
        "ConvertFrom-OSImageYaml",
        "ConvertTo-OSImageSarif",
        "ConvertTo-OSImageYaml",
        "Disconnect-OSImageCluster",
        "Export-OSImage", "Export-OSImageReport", "Get-OSImage", "Get-OSImageBase", "Get-OSImageCluster",
        "Get-OSImageUsage", "Import-OSImage", "Measure-OSImage", "New-OSImage",
        "Remove-OSImage", "Set-OSImage", "Test-OSImage", "Update-OSImage", "Wait-OSImage", "Watch-OSImage",
    ];

    [Fact]
    public void The_manifest_exports_every_cmdlet_that_there_is()
    {
        Assert.Equal(
            s_commands,
            Run("Get-Command -Module OpenShiftImage | ForEach-Object Name").Succeeded()
                .Select(name => name.ToString())
                .Order());
        var cmdlets = Run(
            "(Get-Module OpenShiftImage).ImplementingAssembly.GetTypes() | ForEach-Object { $_.GetCustomAttributes([System.Management.Automation.CmdletAttribute], $false) } | ForEach-Object { $_.VerbName + '-' + $_.NounName }");
        Assert.Equal(s_commands, cmdlets.Succeeded().Select(name => name.ToString()).Order());
    }

    [Fact]
    public void The_types_can_be_named() =>
        Assert.Equal(true, Run("(Get-OSImage -First 1) -is [OpenShiftImage.Image]").Succeeded()[0].BaseObject);

    [Fact]
    public void It_can_be_removed_and_imported_again()
    {
        for (var i = 0; i < 2; i++)
        {
            Run($"Connect-OSImageCluster -Kubeconfig $kubeconfig > $null; Get-OSImage -First 1 > $null; Remove-Module OpenShiftImage; Import-Module '{ModuleShell.ManifestPath}'").Succeeded();
        }

        Assert.Single(Run("Connect-OSImageCluster -Kubeconfig $kubeconfig > $null; Get-OSImage -First 1").Succeeded());
    }

    [Fact]
    public void The_key_of_an_Image_is_its_name_in_every_runspace_and_goes_with_the_module()
    {
        const string Key =
            "(Get-OSImage -First 1), (Get-OSImage -First 1 -MetadataOnly) | ForEach-Object { $_.PSStandardMembers.DefaultKeyPropertySet.ReferencedPropertyNames }";
        Assert.Collection(
            Run("$VerbosePreference = 'Continue'; Get-OSImage -First 1 > $null").Verbose,
            line => Assert.Equal($"Cluster: sandbox-admin ({Server.Address}), as admin", line),
            line => Assert.StartsWith("GET ", line, StringComparison.Ordinal));
        Assert.Equal(["Name", "Name"], Run(Key).Succeeded().Select(name => name.ToString()));
        Assert.Equal(
            "OpenShiftImage", Assert.Single(Run("Get-Module OpenShiftImage*").Succeeded()).Properties["Name"].Value);
        Assert.Empty(Run("Remove-Module OpenShiftImage; Get-Module -All OpenShiftImage*").Succeeded());
        Run($"Import-Module '{ModuleShell.ManifestPath}'").Succeeded();
        Assert.Equal(["Name", "Name"], Run(Key).Succeeded().Select(name => name.ToString()));
    }

    [Fact]
    public void Another_version_in_the_same_process_is_refused_by_name_and_version_and_the_first_goes_on()
    {
        var folder = Directory.CreateTempSubdirectory("openshiftimage-version-").FullName;
        foreach (var file in Directory.EnumerateFiles(Path.GetDirectoryName(ModuleShell.ManifestPath)!))
        {
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        }

        var other = new PersistedAssemblyBuilder(
            new AssemblyName("OpenShiftImage.Client") { Version = new Version(9, 8, 7, 6) }, typeof(object).Assembly);
        other.DefineDynamicModule("OpenShiftImage.Client");
        other.Save(Path.Combine(folder, "OpenShiftImage.Client.dll"));
        var error = Run($"Import-Module '{Path.Combine(folder, "OpenShiftImage.psd1")}'").Error;
        Assert.Contains("OpenShiftImage.Client, Version=9.8.7.6", error.ToString(), StringComparison.Ordinal);
        Assert.Contains("already loaded", error.ToString(), StringComparison.Ordinal);
        Assert.Single(Run("Get-OSImage -First 1").Succeeded());
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void A_part_that_is_missing_is_named()
    {
        var folder = Directory.CreateTempSubdirectory("openshiftimage-broken-").FullName;
        foreach (var file in Directory.EnumerateFiles(Path.GetDirectoryName(ModuleShell.ManifestPath)!))
        {
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        }

        var said = FreshProcess.Run(
            ProcessEnvironment,
            "run",
            Path.Combine(folder, "OpenShiftImage.psd1"),
            "try { Get-OSImage -First 1 } catch { $_.FullyQualifiedErrorId; \"$_\" }");
        Assert.Equal("FileNotReadable,OpenShiftImage.Commands.GetOSImageCommand", said[0]);
        Assert.Contains(
            Path.Combine(folder, "Dependencies", "OpenShiftImage.Kubernetes.dll"), said[1], StringComparison.Ordinal);
        Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [InlineData("before", 1)]
    [InlineData("after", 2)]
    public void Another_YamlDotNet_in_the_process_disturbs_nothing(string order, int lists)
    {
        var said = Coexist(order);
        Assert.Equal(lists, said.Count(line => line == $"images {Server.Store.Current.Images.Count}"));
        Assert.Contains("own 13.0.0.0", said);
        Assert.Contains("YamlDotNet 13.0.0.0 Default", said);
        Assert.Contains("YamlDotNet 18.0.0.0 OpenShiftImage.Dependencies", said);
        Assert.Contains("OpenShiftImage.Kubernetes 0.1.0.0 OpenShiftImage.Dependencies", said);
        Assert.Single(
            said,
            line => line.StartsWith("OpenShiftImage.Client ", StringComparison.Ordinal)
                && line.EndsWith(" Default", StringComparison.Ordinal));
    }

    [Fact]
    public void Importing_loads_our_own_assemblies_only()
    {
        var said = Coexist("import");
        Assert.Equal(["OpenShiftImage", "OpenShiftImage.Client"], said.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void No_exported_type_mentions_the_dependencies()
    {
        var mentioned = Run("""
            $module = (Get-Module OpenShiftImage).ImplementingAssembly
            $client = [OpenShiftImage.Image].Assembly
            $module, $client | ForEach-Object { $_.GetReferencedAssemblies().Name }
            """).Succeeded().Select(name => name.ToString()!).ToList();
        Assert.Contains("OpenShiftImage.Client", mentioned);
        Assert.DoesNotContain(mentioned, name => name is "YamlDotNet" or "OpenShiftImage.Kubernetes");
    }

    [Fact]
    public void The_table_fits_eighty_columns_and_shows_control_characters()
    {
        var name = Create(metadata: ",\"creationTimestamp\":null");
        Run("Get-OSImage -First 40 | Out-Default").Succeeded();
        Answer(
            200,
            "application/json",
            "{\"metadata\":{\"name\":\"evil\\u001b[31m\"},\"dockerImageReference\":\"\\u0007\"}");
        Run($"Get-OSImage {name} | Out-Default").Succeeded();
        var lines = Shell.Host.Shown.Split('\n');
        Assert.All(lines, line => Assert.InRange(line.TrimEnd('\r').Length, 0, 80));
        Assert.Equal(
            ["NAME", "REFERENCE", "SIZE", "LAYERS", "PLATFORM", "SIGNED", "AGE"],
            lines.First(line => line.StartsWith("NAME", StringComparison.Ordinal))
                .Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(40, lines.Count(line => System.Text.RegularExpressions.Regex.IsMatch(line, "^[0-9a-f]{12} ")));
        Assert.Contains(lines, line => line.StartsWith("evil\\x1b[31m", StringComparison.Ordinal));
        Assert.DoesNotContain('\u001b', Shell.Host.Shown);
        Assert.DoesNotContain('\a', Shell.Host.Shown);
    }

    [Theory]
    [InlineData("Get-OSImage -First 1 -MetadataOnly", "NAME")]
    [InlineData("Watch-OSImage -SendInitialEvents -Count 1", "TYPE")]
    [InlineData("Get-OSImage -Limit 1 -AsPage", "COUNT")]
    [InlineData("Connect-OSImageCluster -Kubeconfig $kubeconfig", "Context")]
    [InlineData("(Get-OSImage 'sha256:*' | Where-Object LayerCount)[0].DockerImageLayers", "DIGEST")]
    [InlineData("(Get-OSImage | Where-Object IsManifestList)[0].DockerImageManifests", "DIGEST")]
    [InlineData(
        "New-OSImage -Name gone -DockerImageReference a/b:c > $null; Remove-OSImage gone -Confirm:$false -PassThru",
        "NAME")]
    public void Everything_that_comes_out_has_a_view(string script, string heading)
    {
        Run(script + " | Out-Default").Succeeded();
        Assert.Contains(
            Shell.Host.Shown.Split('\n'),
            line => line.StartsWith(heading, StringComparison.Ordinal)
                || line.TrimStart().StartsWith(heading, StringComparison.Ordinal));
    }

    private List<string> Coexist(string order) => FreshProcess.Run(ProcessEnvironment, order, ModuleShell.ManifestPath);
}
