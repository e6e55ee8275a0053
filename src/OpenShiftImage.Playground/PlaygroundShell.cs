using System.Management.Automation.Language;
using System.Management.Automation.Runspaces;
using Microsoft.PowerShell;

namespace OpenShiftImage.Playground;

/// <summary>PowerShell's own console, with the staged module imported and connected.</summary>
internal static class PlaygroundShell
{
    private const string StartFunction = "Start-Playground";

    /// <summary>Gets the manifest of the module that the build has staged.</summary>
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

        throw new FileNotFoundException(
            "The module is not staged: out/OpenShiftImage/OpenShiftImage.psd1 is not there. Run 'dotnet build' first.");
    }

    /// <summary>Runs what the options ask for: a script, a file, or a prompt until <c>exit</c> is typed.</summary>
    /// <returns>The exit code.</returns>
    public static int Run(PlaygroundOptions options)
    {
        var state = InitialSessionState.CreateDefault2();
        if (OperatingSystem.IsWindows())
        {
            state.ExecutionPolicy = ExecutionPolicy.Bypass;
        }

        state.ImportPSModule([FindModule()]);
        state.Commands.Add(new SessionStateFunctionEntry(StartFunction, StartScript(options)));
        state.StartupScripts.Add(StartFunction);
        string[] arguments = options switch
        {
            { Command: { } script } => ["-Command", LastStatement.Rethrow(script)],
            { File: { } file } => ["-File", Path.GetFullPath(file), .. options.Arguments],
            _ => [],
        };
        // No profile: what is in a user's own can write files, and change what the examples do.
        // Without a terminal nobody answers: what asks fails, and says so.
        string[] interaction = arguments.Length > 0 && Console.IsInputRedirected ? ["-NonInteractive"] : [];
        return ConsoleShell.Start(
            state, bannerText: null, helpText: null, ["-NoProfile", "-NoLogo", .. interaction, .. arguments]);
    }

    private static string StartScript(PlaygroundOptions options)
    {
        var context = options.Context is { } name
            ? $" -Context '{CodeGeneration.EscapeSingleQuotedStringContent(name)}'"
            : "";
        // The console goes on after a startup script that has failed.
        return $$"""
            try { $null = Connect-OSImageCluster -Kubeconfig $env:KUBECONFIG{{context}} -ErrorAction Stop }
            catch { [Console]::Error.WriteLine("$_"); [Environment]::Exit(1) }
            if ([Console]::IsOutputRedirected) { $PSStyle.OutputRendering = 'PlainText' }
            if (Get-Module PSReadLine) { Set-PSReadLineOption -HistorySaveStyle SaveNothing }
            Remove-Item Function:{{StartFunction}}
            """;
    }
}
