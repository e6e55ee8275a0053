using System.Runtime.InteropServices;
using System.Text;
using OpenShiftImage.Playground;

// As shells have it: 128 and the number of the signal.
const int HungUp = 129;
const int Interrupted = 130;
const int Terminated = 143;

var (options, usageExitCode) = PlaygroundOptions.Parse(args);
if (options is null)
{
    return usageExitCode;
}

if (options.File is not null && !File.Exists(options.File))
{
    Console.Error.WriteLine($"There is no file '{options.File}'.");
    return 1;
}

if (LastStatement.FindSyntaxErrors(options.Command) is { Count: > 0 } errors)
{
    // The console, when its output is redirected, exits without a word.
    errors.ForEach(Console.Error.WriteLine);
    return 1;
}

Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
PlaygroundClusters? clusters;
try
{
    clusters = options.Kubeconfig is null ? await PlaygroundClusters.StartAsync(options.Sandbox) : null;
}
catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException)
{
    Console.Error.WriteLine($"The sandbox cannot start: {e.Message}");
    return 1;
}

// Whoever ends the program, a script with [Environment]::Exit too, nothing stays behind.
AppDomain.CurrentDomain.ProcessExit += (_, _) => clusters?.DisposeAsync().AsTask().Wait(TimeSpan.FromSeconds(3));
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, _ => Environment.Exit(Terminated));
using var hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, _ => Environment.Exit(HungUp));
var isPrompt = options is { Command: null, File: null };
var isInterrupted = false;
// What runs is stopped by PowerShell's console, and ends so; but not when the console reads its input from elsewhere.
using var end = new Timer(_ => Environment.Exit(Interrupted));
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, _ =>
{
    isInterrupted = true;
    if (!isPrompt)
    {
        end.Change(TimeSpan.FromSeconds(2), Timeout.InfiniteTimeSpan);
    }
});

// So that contexts can be named with -Cluster, and programs started from the prompt find the same clusters.
Environment.SetEnvironmentVariable("KUBECONFIG", clusters?.KubeconfigPath ?? Path.GetFullPath(options.Kubeconfig!));
// PowerShell's console would tell its maker of its use, and look for newer versions.
Environment.SetEnvironmentVariable("POWERSHELL_TELEMETRY_OPTOUT", "1");
Environment.SetEnvironmentVariable("POWERSHELL_UPDATECHECK", "Off");
// It keeps in the user's folders what it has found out about modules.
Environment.SetEnvironmentVariable("PSModuleAnalysisCachePath", OperatingSystem.IsWindows() ? "nul" : "/dev/null");
if (isPrompt)
{
    Console.WriteLine(clusters is null
        ? $"Connected to the cluster of {options.Kubeconfig}. What you do here is real."
        : $"""
            Connected to a sandbox with {clusters.Prod.Store.Current.Images.Count} Images, which goes when you leave.
            Contexts: sandbox-admin (current), sandbox-alice, prod, staging, readonly
            """);
    Console.WriteLine(
        "Try: Get-OSImage -First 10     Get-OSImage -LabelSelector app=web     Watch-OSImage     "
            + "Get-Help Get-OSImage     exit\n");
}

var exitCode = PlaygroundShell.Run(options);
return isInterrupted && !isPrompt && exitCode is 0 or 1 ? Interrupted : exitCode;
