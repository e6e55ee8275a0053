using System.Management.Automation;
using System.Management.Automation.Language;
using System.Management.Automation.Runspaces;
using OpenShiftImage.Playground.Hosting;

namespace OpenShiftImage.Playground;

/// <summary>A runspace with the staged module imported, in which commands run one after the other.</summary>
internal sealed class PlaygroundSession : IDisposable
{
    private readonly PlaygroundHost _host = new();
    private readonly Runspace _runspace;
    private PowerShell? _running;

    public PlaygroundSession()
    {
        var state = InitialSessionState.CreateDefault2();
        if (OperatingSystem.IsWindows())
        {
            state.ExecutionPolicy = Microsoft.PowerShell.ExecutionPolicy.Bypass;
        }

        _runspace = RunspaceFactory.CreateRunspace(_host, state);
        _runspace.Open();
    }

    /// <summary>The code that a script has asked to exit with; null when none has.</summary>
    public int? ExitCode => _host.ExitCode;

    /// <summary>Whether the last script was stopped, by Ctrl+C.</summary>
    public bool WasStopped { get; private set; }

    /// <summary>Gives the folder of the module that the build has staged.</summary>
    /// <exception cref="FileNotFoundException">There is none above this program.</exception>
    public static string FindModule()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var manifest = Path.Combine(folder.FullName, "out", "OpenShiftImage", "OpenShiftImage.psd1");
            if (File.Exists(manifest))
            {
                return manifest;
            }
        }

        throw new FileNotFoundException("The module is not staged: out/OpenShiftImage/OpenShiftImage.psd1 is not there. Run 'dotnet build' first.");
    }

    /// <summary>Runs a command whose failure ends the program.</summary>
    /// <exception cref="RuntimeException">It failed.</exception>
    public void Require(string command, params (string Name, object Value)[] parameters)
    {
        using var shell = PowerShell.Create(_runspace);
        shell.AddCommand(command);
        foreach (var (name, value) in parameters)
        {
            shell.AddParameter(name, value);
        }

        shell.AddParameter("ErrorAction", ActionPreference.Stop).Invoke();
    }

    /// <summary>Runs a script; output and errors go to the console.</summary>
    /// <returns>Whether it ran without ending in a terminating error.</returns>
    public bool Run(string script)
    {
        WasStopped = false;
        using var shell = PowerShell.Create(_runspace);
        shell.AddScript(RethrowingLast(script), useLocalScope: false);
        shell.Commands.Commands[0].MergeMyResults(PipelineResultTypes.Error, PipelineResultTypes.Output);
        shell.AddCommand("Out-Default");
        _running = shell;
        try
        {
            shell.Invoke();
            return true;
        }
        catch (PipelineStoppedException)
        {
            WasStopped = true;
            return true;
        }
        catch (RuntimeException e)
        {
            Report(e);
            return false;
        }
        finally
        {
            _running = null;
        }
    }

    /// <summary>Stops the command that runs, if one does.</summary>
    public void Stop() => _running?.BeginStop(null, null);

    public void Dispose() => _runspace.Dispose();

    /// <summary>
    /// Makes an error that ends the last statement end the script: by itself the engine reports such an error and calls the
    /// script done. Statements with script blocks are left as they are, since inside a try their own statements would end too.
    /// </summary>
    private static string RethrowingLast(string script)
    {
        var ast = Parser.ParseInput(script, out _, out var errors);
        if (errors.Length > 0 || ast.EndBlock?.Statements is not [.., PipelineBaseAst last] || last.Find(node => node is ScriptBlockExpressionAst, true) is not null)
        {
            return script;
        }

        var (start, end) = (last.Extent.StartOffset, last.Extent.EndOffset);
        return $"{script[..start]}try {{ {script[start..end]} }} catch {{ throw }}{script[end..]}";
    }

    private void Report(RuntimeException e)
    {
        if (e is ParseException)
        {
            _host.UI.WriteErrorLine(e.Message);
            return;
        }

        using var shell = PowerShell.Create(_runspace);
        shell.AddCommand("Out-Default");
        shell.Invoke(new object[] { e.ErrorRecord });
    }
}
