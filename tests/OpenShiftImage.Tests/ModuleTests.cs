using System.Diagnostics;
using System.Management.Automation;

namespace OpenShiftImage.Tests;

/// <summary>The module as a whole: what it exports, loads, shows and explains.</summary>
public sealed class ModuleTests(SandboxFixture fixture) : ModuleTest(fixture)
{
    private static readonly string[] s_commands =
    [
        "Connect-OSImageCluster", "Disconnect-OSImageCluster", "Get-OSImage", "Get-OSImageCluster", "New-OSImage", "Remove-OSImage", "Set-OSImage",
        "Update-OSImage", "Wait-OSImage", "Watch-OSImage",
    ];

    [Fact]
    public void The_manifest_exports_every_cmdlet_that_there_is()
    {
        Assert.Equal(s_commands, Run("Get-Command -Module OpenShiftImage | ForEach-Object Name").Succeeded().Select(name => name.ToString()).Order());
        var cmdlets = Run("(Get-Module OpenShiftImage).ImplementingAssembly.GetTypes() | ForEach-Object { $_.GetCustomAttributes([System.Management.Automation.CmdletAttribute], $false) } | ForEach-Object { $_.VerbName + '-' + $_.NounName }");
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
            Run($"Connect-OSImageCluster > $null; Get-OSImage -First 1 > $null; Remove-Module OpenShiftImage; Import-Module '{ModuleShell.ManifestPath}'").Succeeded();
        }

        Assert.Single(Run("Connect-OSImageCluster > $null; Get-OSImage -First 1").Succeeded());
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
        Assert.Single(said, line => line.StartsWith("OpenShiftImage.Client ", StringComparison.Ordinal) && line.EndsWith(" Default", StringComparison.Ordinal));
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
        Assert.DoesNotContain(mentioned, name => name is "KubernetesClient" or "YamlDotNet" or "OpenShiftImage.Kubernetes");
    }

    [Fact]
    public void The_table_fits_eighty_columns_and_shows_control_characters()
    {
        var name = Create(metadata: ",\"creationTimestamp\":null");
        Run("Get-OSImage -First 40 | Out-Default").Succeeded();
        Answer(200, "application/json", "{\"metadata\":{\"name\":\"evil\\u001b[31m\"},\"dockerImageReference\":\"\\u0007\"}");
        Run($"Get-OSImage {name} | Out-Default").Succeeded();
        var lines = Shell.Host.Shown.Split('\n');
        Assert.All(lines, line => Assert.InRange(line.TrimEnd('\r').Length, 0, 80));
        Assert.Equal(["NAME", "REFERENCE", "SIZE", "LAYERS", "PLATFORM", "AGE"], lines.First(line => line.StartsWith("NAME", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(40, lines.Count(line => line.StartsWith("sha256:", StringComparison.Ordinal)));
        Assert.Contains(lines, line => line.StartsWith("evil\\x1b[31m", StringComparison.Ordinal));
        Assert.DoesNotContain('\u001b', Shell.Host.Shown);
        Assert.DoesNotContain('\a', Shell.Host.Shown);
    }

    [Theory]
    [InlineData("Get-OSImage -First 1 -MetadataOnly", "NAME")]
    [InlineData("Watch-OSImage -SendInitialEvents -Count 1", "TYPE")]
    [InlineData("Get-OSImage -Limit 1 -AsPage", "COUNT")]
    [InlineData("Connect-OSImageCluster", "CONTEXT")]
    [InlineData("(Get-OSImage 'sha256:*' | Where-Object LayerCount)[0].DockerImageLayers", "DIGEST")]
    [InlineData("(Get-OSImage | Where-Object IsManifestList)[0].DockerImageManifests", "DIGEST")]
    [InlineData("New-OSImage -Name gone -DockerImageReference a/b:c > $null; Remove-OSImage gone -Confirm:$false -PassThru", "NAME")]
    public void Everything_that_comes_out_has_a_view(string script, string heading)
    {
        Run(script + " | Out-Default").Succeeded();
        Assert.Contains(Shell.Host.Shown.Split('\n'), line => line.StartsWith(heading, StringComparison.Ordinal) || line.TrimStart().StartsWith(heading, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_cmdlet_is_explained()
    {
        foreach (var command in s_commands)
        {
            var help = Run($"Get-Help {command} -Full").Succeeded()[0];
            Assert.NotEqual(command, help.Properties["Synopsis"].Value.ToString()!.Trim().Split(' ')[0]);
            Assert.NotNull(help.Properties["description"].Value);
            Assert.NotNull(help.Properties["examples"].Value);
        }

        var common = PSCmdlet.CommonParameters.Concat(PSCmdlet.OptionalCommonParameters.Except(["WhatIf", "Confirm", "First", "Skip", "IncludeTotalCount"])).ToHashSet();
        var parameters = Run("Get-Command -Module OpenShiftImage | ForEach-Object { $c = $_; $c.Parameters.Keys | ForEach-Object { \"$($c.Name) $_\" } }").Succeeded()
            .Select(line => line.ToString()!).Where(line => !common.Contains(line.Split(' ')[1]));
        var explained = Run("Get-Command -Module OpenShiftImage | ForEach-Object { $c = $_; (Get-Help $c.Name -Full).parameters.parameter | Where-Object { $_.description.Text } | ForEach-Object { \"$($c.Name) $($_.name)\" } }").Succeeded();
        Assert.Equal(parameters.Order(StringComparer.Ordinal), explained.Select(line => line.ToString()!).Order(StringComparer.Ordinal));

        var remove = Run("(Get-Help Remove-OSImage).description | ForEach-Object Text").Succeeded();
        Assert.Contains("oc adm prune images", string.Join(' ', remove.Select(line => line.ToString())), StringComparison.Ordinal);
    }

    private static List<string> Coexist(string order)
    {
        var program = Path.Combine(
            AppContext.BaseDirectory.Replace("OpenShiftImage.Tests", "OpenShiftImage.Coexistence", StringComparison.Ordinal), "OpenShiftImage.Coexistence.dll");
        using var process = Process.Start(new ProcessStartInfo("dotnet", [program, order, ModuleShell.ManifestPath])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var errors = process.StandardError.ReadToEndAsync();
        var lines = process.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).ToList();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, errors.Result);
        return lines;
    }
}
