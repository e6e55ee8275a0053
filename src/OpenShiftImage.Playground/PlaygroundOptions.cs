using System.CommandLine;
using OpenShiftImage.Sandbox;
using OpenShiftImage.Sandbox.Hosting;

namespace OpenShiftImage.Playground;

/// <summary>What the command line asks for.</summary>
internal sealed record PlaygroundOptions
{
    /// <summary>The script to run instead of a prompt.</summary>
    public string? Command { get; private init; }

    /// <summary>The script file to run instead of a prompt.</summary>
    public string? File { get; private init; }

    /// <summary>The arguments of the script file.</summary>
    public IReadOnlyList<string> Arguments { get; private init; } = [];

    /// <summary>How the sandbox is set up.</summary>
    public SandboxOptions Sandbox { get; private init; } = new();

    /// <summary>The kubeconfig of a real cluster; null for the sandbox.</summary>
    public string? Kubeconfig { get; private init; }

    /// <summary>The context of that kubeconfig; null for its current one.</summary>
    public string? Context { get; private init; }

    /// <summary>Reads the command line.</summary>
    /// <returns>
    /// The options; null and the exit code when the command line is wrong, which has been told, or asks for help.
    /// </returns>
    public static (PlaygroundOptions? Options, int ExitCode) Parse(string[] args)
    {
        var command = new RootCommand(
            "A PowerShell prompt with the OpenShiftImage module and sandbox clusters to try it on.");
        var script = new Option<string?>("--command", "-c")
        {
            Description = "Runs the script and exits",
            HelpName = "SCRIPT",
        };
        var file = new Option<string?>("--file", "-f")
        {
            Description = "Runs the script file, with what follows as its arguments, and exits",
            HelpName = "PATH [ARGS...]",
        };
        var kubeconfig = new Option<string?>("--kubeconfig")
        {
            Description = "Uses a real cluster instead of the sandbox",
            HelpName = "PATH",
        };
        var context = new Option<string?>("--context")
        {
            Description = "Context of that kubeconfig; otherwise the current one",
            HelpName = "NAME",
        };
        foreach (var option in (Option[])[script, file, kubeconfig, context])
        {
            command.Options.Add(option);
        }

        command.Validators.Add(result =>
        {
            if (result.GetValue(context) is not null && result.GetValue(kubeconfig) is null)
            {
                result.AddError("--context needs --kubeconfig.");
            }
        });
        var sandbox = new SandboxCommandLine(command);
        var (own, arguments) = SplitAfterFile(args);
        var (parsed, exitCode) = SandboxCommandLine.Parse(command, own);
        return parsed is null ? (null, exitCode) : (new PlaygroundOptions
        {
            Command = parsed.GetValue(script),
            File = parsed.GetValue(file),
            Arguments = arguments,
            Sandbox = sandbox.Read(parsed),
            Kubeconfig = parsed.GetValue(kubeconfig),
            Context = parsed.GetValue(context),
        }, 0);
    }

    /// <summary>Parts what is the Playground's from what is the script's: all that follows the script file.</summary>
    private static (string[] Own, string[] Arguments) SplitAfterFile(string[] args)
    {
        for (var i = 0; i + 1 < args.Length; i++)
        {
            var name = args[i].TrimStart('-').ToUpperInvariant();
            if (args[i].StartsWith('-') && name is "COMMAND" or "C")
            {
                // Its value may look like an option.
                i++;
            }
            else if (args[i].StartsWith('-') && name is "FILE" or "F")
            {
                return (args[..(i + 2)], args[(i + 2)..]);
            }
        }

        return (args, []);
    }
}
