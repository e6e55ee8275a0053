using System.Management.Automation;
using System.Management.Automation.Runspaces;
using OpenShiftImage.Client.Tests;

namespace OpenShiftImage.Tests;

/// <summary>What a script gave, stream by stream.</summary>
internal sealed record ShellResult(
    IReadOnlyList<PSObject> Output,
    IReadOnlyList<ErrorRecord> Errors,
    IReadOnlyList<string> Warnings,
    IReadOnlyList<string> Verbose,
    RuntimeException? Terminating)
{
    /// <summary>What was told of how far it had come.</summary>
    public IReadOnlyList<ProgressRecord> Progress { get; init; } = [];

    /// <summary>The only error, which may have ended the script.</summary>
    public ErrorRecord Error => Terminating?.ErrorRecord ?? Assert.Single(Errors);

    /// <summary>Asserts that nothing failed, and gives what came out.</summary>
    public IReadOnlyList<PSObject> Succeeded()
    {
        Assert.Null(Terminating);
        Assert.Empty(Errors.Select(error => error.ToString()));
        return Output;
    }
}

/// <summary>A runspace of the real engine into which the staged module is imported, as a user would.</summary>
internal sealed class ModuleShell : IDisposable
{
    public ModuleShell()
    {
        var state = InitialSessionState.CreateDefault2();
        if (OperatingSystem.IsWindows())
        {
            state.ExecutionPolicy = Microsoft.PowerShell.ExecutionPolicy.Bypass;
        }

        Runspace = RunspaceFactory.CreateRunspace(Host, state);
        Runspace.Open();
        Run($"Import-Module '{ManifestPath}' -ErrorAction Stop").Succeeded();
    }

    public static string ManifestPath => StagedModule.Manifest;

    public TestHost Host { get; } = new();

    public Runspace Runspace { get; }

    public PowerShell Create(string script)
    {
        var shell = PowerShell.Create(Runspace);
        return shell.AddScript(script, useLocalScope: false);
    }

    public ShellResult Run(string script, params (string Name, object? Value)[] variables)
    {
        foreach (var (name, value) in variables)
        {
            Runspace.SessionStateProxy.SetVariable(name, value);
        }

        using var shell = Create(script);
        var output = new PSDataCollection<PSObject>();
        RuntimeException? terminating = null;
        try
        {
            shell.Invoke(null, output);
        }
        catch (RuntimeException e)
        {
            terminating = e;
        }

        return new ShellResult(
            [.. output],
            [.. shell.Streams.Error],
            [.. shell.Streams.Warning.Select(warning => warning.Message)],
            [.. shell.Streams.Verbose.Select(verbose => verbose.Message)],
            terminating)
        {
            Progress = [.. shell.Streams.Progress],
        };
    }

    /// <summary>Gives the cmdlets of this runspace a clock that stands still until it is moved.</summary>
    public SteppedTime StopClock()
    {
        var clock = new SteppedTime();
        Run(
            """
            $clocks = (Get-Command Get-OSImage).ImplementingType.Assembly.GetType('OpenShiftImage.Pipeline.CommandClock')
            $clocks.GetMethod('Set').Invoke($null, @([runspace]::DefaultRunspace, $clock))
            Remove-Variable clock, clocks
            """,
            ("clock", clock)).Succeeded();
        return clock;
    }

    public void Dispose() => Runspace.Dispose();
}
