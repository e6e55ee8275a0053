using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using OpenShiftImage.Kubernetes.Kubeconfig;
using OpenShiftImage.Primitives;

namespace OpenShiftImage.Kubernetes.Plugins;

/// <summary>
/// The command of a credential plugin: found as kubectl finds it, run in the session's location, its output bounded.
/// </summary>
internal sealed class PluginCommand
{
    private const int MaxOutput = 1 << 20;
    private const int MaxErrorText = 10_000;

    /// <summary>
    /// How long what a plugin has written may still take to arrive when the plugin has ended and a child of it keeps
    /// the stream open.
    /// </summary>
    private static readonly TimeSpan s_settle = TimeSpan.FromMilliseconds(200);

    private readonly string? _installHint;
    private readonly IReadOnlyList<string> _arguments;
    private readonly IReadOnlyList<(string Name, string Value)> _environment;
    private readonly Func<string>? _getLocation;

    private PluginCommand(
        string name,
        string? installHint,
        IReadOnlyList<string> arguments,
        IReadOnlyList<(string Name, string Value)> environment,
        Func<string>? getLocation) =>
        (Name, _installHint, _arguments, _environment, _getLocation)
            = (name, installHint, arguments, environment, getLocation);

    /// <summary>The command: a bare name, or a full path.</summary>
    public string Name { get; }

    /// <summary>Reads the <c>exec</c> of a user.</summary>
    /// <exception cref="ConfigurationException">There is no command.</exception>
    public static PluginCommand Create(KubeconfigNode exec, string userName, Func<string>? getLocation)
    {
        var command = exec.Text("command")
            ?? throw exec.File.Invalid($"the exec plugin of the user '{userName}' has no command");
        return new PluginCommand(
            IsPath(command) ? exec.FilePath("command")! : command,
            exec.Text("installHint"),
            exec.List("args"),
            [.. exec.Children("env").Select(variable => (
                variable.Text("name")
                    ?? throw exec.File.Invalid($"a variable of the exec plugin of the user '{userName}' has no name"),
                variable.Text("value") ?? ""))],
            getLocation);
    }

    /// <summary>Runs the command and returns what it wrote to its output.</summary>
    /// <exception cref="ConfigurationException">It may not run, cannot be started, failed, or did not end in
    /// time.</exception>
    public async Task<string> RunAsync(
        string execInfo, bool interactive, TimeSpan timeout, TimeProvider time, CancellationToken cancellationToken)
    {
        var location = _getLocation?.Invoke() ?? Environment.CurrentDirectory;
        var path = ExecutablePath.Find(Name);
        await PluginPolicy.RequireAsync(location, Name, path, cancellationToken).ConfigureAwait(false);
        var where = IsPath(Name) ? "that can be run" : "on the PATH";
        var start = new ProcessStartInfo(
            path ?? throw Failed($"it cannot be started: there is no '{Name}' {where}.{Hint}"))
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            // What a plugin asks for stands on its error stream; a person must see it.
            RedirectStandardError = !interactive,
            RedirectStandardInput = !interactive,
            WorkingDirectory = Directory.Exists(location) ? location : "",
        };
        foreach (var argument in _arguments)
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var (name, value) in _environment)
        {
            start.Environment[name] = value;
        }

        start.Environment["KUBERNETES_EXEC_INFO"] = execInfo;
        using var deadline = new TimeLimit(timeout, time, cancellationToken);
        using var process = Start(start);
        if (!interactive)
        {
            process.StandardInput.Close();
        }

        var output = new BoundedOutput(process.StandardOutput.BaseStream, MaxOutput);
        var errors = interactive ? null : new BoundedOutput(process.StandardError.BaseStream, MaxErrorText);
        try
        {
            await Task.WhenAny(process.WaitForExitAsync(deadline.Token), output.Overflowed).ConfigureAwait(false);
            deadline.Token.ThrowIfCancellationRequested();
            if (!output.Overflowed.IsCompleted)
            {
                await output.SettleAsync(s_settle, deadline.Token).ConfigureAwait(false);
            }

            // Also where it had ended before all that it wrote was read.
            if (output.Overflowed.IsCompleted)
            {
                process.Kill(entireProcessTree: true);
                throw Failed($"it wrote more than {MaxOutput >> 20} MiB.");
            }

            if (process.ExitCode == 0)
            {
                return output.Text;
            }

            if (errors is not null)
            {
                await errors.SettleAsync(s_settle, deadline.Token).ConfigureAwait(false);
            }

            var code = process.ExitCode.ToString(CultureInfo.InvariantCulture);
            throw Failed($"it ended with {code}{Said(errors)}");
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            cancellationToken.ThrowIfCancellationRequested();
            var seconds = timeout.TotalSeconds.ToString("0", CultureInfo.InvariantCulture);
            throw Failed($"it did not end within {seconds} seconds{Said(errors)}");
        }
        finally
        {
            // A child of the plugin may keep its streams open; nobody reads them any more.
            process.StandardOutput.Dispose();
            if (!interactive)
            {
                process.StandardError.Dispose();
            }
        }
    }

    public ConfigurationException Failed(string why) => new(
        ConfigurationException.CredentialFailed, $"The credential plugin '{Name}' gave no credential: {why}", Name);

    private string Hint => _installHint is null ? "" : " " + _installHint;

    private static bool IsPath(string command) =>
        command.Contains('/') || command.Contains(Path.DirectorySeparatorChar);

    private static string Said(BoundedOutput? errors) =>
        errors is null ? ": see above."
        : errors.Text.Trim() is { Length: > 0 } text ? ": " + text
        : ", and said nothing.";

    private Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Exception e) when (e is Win32Exception or FileNotFoundException)
        {
            throw Failed($"it cannot be started: {e.Message}.{Hint}");
        }
    }
}
