using System.Diagnostics;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using OpenShiftImage.Tests;

namespace OpenShiftImage.Benchmarks;

/// <summary>The PowerShell engine with the staged module.</summary>
public sealed class Engine : IDisposable
{
    private readonly Runspace _runspace = RunspaceFactory.CreateRunspace(InitialSessionState.CreateDefault2());

    public Engine()
    {
        // As in pwsh: one thread for all that is typed.
        _runspace.ThreadOptions = PSThreadOptions.ReuseThread;
        _runspace.Open();
    }

    /// <summary>Runs a script to its end and gives how long it took, in milliseconds.</summary>
    public double Time(string script)
    {
        using var shell = Create(script);
        var began = Stopwatch.GetTimestamp();
        shell.Invoke();
        var elapsed = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        return shell.Streams.Error.Count == 0
            ? elapsed
            : throw new InvalidOperationException(shell.Streams.Error[0].ToString());
    }

    /// <summary>Runs one command, without the compilation of a script, and gives how long it took, in milliseconds.</summary>
    public double TimeCommand(string command, params (string Name, object Value)[] parameters)
    {
        using var shell = PowerShell.Create(_runspace);
        shell.AddCommand(command);
        foreach (var (name, value) in parameters)
        {
            shell.AddParameter(name, value);
        }

        var began = Stopwatch.GetTimestamp();
        shell.Invoke();
        return shell.Streams.Error.Count == 0
            ? Stopwatch.GetElapsedTime(began).TotalMilliseconds
            : throw new InvalidOperationException(shell.Streams.Error[0].ToString());
    }

    /// <summary>Runs a script with arguments and gives what it writes.</summary>
    public IReadOnlyList<T> Invoke<T>(string script, params object[] arguments)
    {
        using var shell = Create(script);
        foreach (var argument in arguments)
        {
            shell.AddArgument(argument);
        }

        var output = shell.Invoke<T>();
        return shell.Streams.Error.Count == 0
            ? output
            : throw new InvalidOperationException(shell.Streams.Error[0].ToString());
    }

    public PowerShell Create(string script)
    {
        var shell = PowerShell.Create(_runspace);
        return shell.AddScript(script);
    }

    public void Import() => Time($"Import-Module '{StagedModule.Manifest}' -ErrorAction Stop");

    public void Dispose() => _runspace.Dispose();
}
