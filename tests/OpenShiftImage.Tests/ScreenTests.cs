using System.Management.Automation.Host;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace OpenShiftImage.Tests;

/// <summary>
/// What a terminal of so many columns shows, held to text files in tests/Screens. To make them anew, and then look at what has changed:
/// OPENSHIFTIMAGE_SCREENS=write dotnet test tests/OpenShiftImage.Tests --filter ScreenTests
/// </summary>
public sealed partial class ScreenTests(SandboxFixture fixture) : ModuleTest(fixture)
{
    [Theory]
    [InlineData(80)]
    [InlineData(100)]
    [InlineData(120)]
    [InlineData(200)]
    public void A_terminal_shows_what_the_file_has(int columns)
    {
        var folder = Path.Combine(Path.GetDirectoryName(ModuleShell.ManifestPath)!, "..", "..", "tests", "Screens");
        foreach (var image in JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "images.json")))!.AsArray())
        {
            Run("New-OSImage -InputObject $json -ErrorAction Ignore > $null", ("json", image!.ToJsonString()));
        }

        Shell.Host.UI.RawUI.BufferSize = new Size(columns, 50);
        Run(File.ReadAllText(Path.Combine(folder, "Screen.ps1"))).Succeeded();
        var lines = Shell.Host.Shown.Split('\n')
            .Select(line => Age().Replace(line.TrimEnd(), "~~~~"))
            .Where(line => line.Length > 0)
            .ToList();
        Assert.All(lines, line => Assert.InRange(line.Length, 1, columns));

        var file = Path.Combine(folder, $"{columns}.txt");
        if (Environment.GetEnvironmentVariable("OPENSHIFTIMAGE_SCREENS") == "write")
        {
            File.WriteAllLines(file, lines);
        }

        Assert.Equal(File.ReadAllLines(file), lines);
    }

    [GeneratedRegex("[ 0-9]{3}[smhdy]$")]
    private static partial Regex Age();
}
