using System.Management.Automation;
using System.Runtime.InteropServices;
using System.Text;
using OpenShiftImage.Playground;
using OpenShiftImage.Sandbox;

// As shells have it: 128 and the number of SIGINT.
const int Interrupted = 130;

PlaygroundOptions options;
try
{
    options = PlaygroundOptions.Parse(args);
}
catch (FormatException e)
{
    Console.Error.WriteLine($"{e.Message}\n\n{PlaygroundOptions.Usage}");
    return 2;
}

if (options.Help)
{
    Console.WriteLine(PlaygroundOptions.Usage);
    return 0;
}

Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
if (options.File is not null && !File.Exists(options.File))
{
    Console.Error.WriteLine($"There is no file '{options.File}'.");
    return 1;
}

await using var sandbox = options.Kubeconfig is null ? await SandboxServer.StartAsync(new SandboxOptions { Images = options.Images }) : null;
using var session = new PlaygroundSession();
// Whoever ends the program, nothing stays behind.
int? endedBy = null;
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
using var hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, End);
void End(PosixSignalContext context)
{
    context.Cancel = true;
    endedBy = context.Signal == PosixSignal.SIGTERM ? 143 : 129;
    session.Stop();
    sandbox?.DisposeAsync().AsTask().Wait(TimeSpan.FromSeconds(3));
    Environment.Exit(endedBy.Value);
}

try
{
    var kubeconfig = sandbox?.KubeconfigPath ?? Path.GetFullPath(options.Kubeconfig!);
    // So that contexts can be named with -Cluster, and programs started from the prompt find the same cluster.
    Environment.SetEnvironmentVariable("KUBECONFIG", kubeconfig);
    session.Require("Import-Module", ("Name", PlaygroundSession.FindModule()));
    session.Require("Connect-OSImageCluster", [("Kubeconfig", kubeconfig), .. options.Context is { } context ? [("Context", context)] : Array.Empty<(string, object)>()]);
}
catch (Exception e) when (e is RuntimeException or FileNotFoundException)
{
    Console.Error.WriteLine(e.Message);
    return 1;
}

if (options.Command is not null || options.File is not null)
{
    Console.CancelKeyPress += (_, e) =>
    {
        e.Cancel = true;
        session.Stop();
    };
    var succeeded = session.Run(options.Command ?? ScriptCall(options));
    return endedBy ?? session.ExitCode ?? (session.WasStopped ? Interrupted : succeeded ? 0 : 1);
}

Console.WriteLine(sandbox is null
    ? $"Connected to the cluster of {options.Kubeconfig}. What you do here is real."
    : $"Connected to a sandbox with {sandbox.Store.Current.Images.Count} Images, which goes when you leave.");
Console.WriteLine("Try: Get-OSImage -First 10     Get-OSImage -LabelSelector app=web     Watch-OSImage     Get-Help Get-OSImage     exit\n");
return Prompt.Run(session);

static string ScriptCall(PlaygroundOptions options)
{
    // As pwsh -File: what looks like a parameter is one, everything else is text.
    static string Quote(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
    var arguments = options.Arguments.Select(argument =>
        argument.Length > 1 && argument[0] == '-' && char.IsLetter(argument[1]) ? argument : Quote(argument));
    // A script's exit ends the script; its code is passed on.
    return $"& {Quote(Path.GetFullPath(options.File!))} {string.Join(' ', arguments)}; if (-not $? -and $LASTEXITCODE) {{ exit $LASTEXITCODE }}";
}
