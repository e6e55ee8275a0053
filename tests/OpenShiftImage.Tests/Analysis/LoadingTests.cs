namespace OpenShiftImage.Tests.Analysis;

/// <summary>
/// What analyses Images is loaded when it is first used: importing the module stays as quick as it was.
/// </summary>
public sealed class LoadingTests(UsageState state) : IClassFixture<UsageState>
{
    [Theory]
    [InlineData("Get-OSImageUsage", "")]
    [InlineData("Measure-OSImage", "")]
    [InlineData("Get-OSImageBase", "")]
    [InlineData("Compare-OSImage", "$image $image -Property Env -IncludeEqual")]
    [InlineData("Test-OSImage", "")]
    [InlineData("ConvertTo-OSImageSarif", "")]
    [InlineData("Export-OSImageReport", "([IO.Path]::GetTempFileName()) -Force")]
    public void The_analysis_is_loaded_by_the_first_cmdlet_that_needs_it(string cmdlet, string arguments)
    {
        var environment = new Dictionary<string, string> { ["KUBECONFIG"] = state.Server.KubeconfigPath };
        var said = FreshProcess.Run(environment, "run", ModuleShell.ManifestPath, $$"""
            function Test-Loaded {
                [AppDomain]::CurrentDomain.GetAssemblies().GetName().Name -contains 'OpenShiftImage.Analysis'
            }

            Get-Command -Module OpenShiftImage > $null
            Get-Command {{cmdlet}} > $null
            "named $(Test-Loaded)"
            $image = Get-OSImage -First 1
            "got $(Test-Loaded)"
            {{cmdlet}} {{arguments}} > $null
            "used $(Test-Loaded)"
            """);
        Assert.Equal(["named False", "got False", "used True"], said);
    }
}
