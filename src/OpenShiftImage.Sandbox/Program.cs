using System.CommandLine;
using System.Runtime.InteropServices;
using OpenShiftImage.Sandbox;
using OpenShiftImage.Sandbox.Hosting;

var command = new RootCommand("A local server of OpenShift's Image API, in memory.");
var portOption = SandboxCommandLine.NumberOption(
    "--port", "N", "Loopback port to listen on; 0 for any that is free", 0, 65535, 0);
var kubeconfigOption = new Option<string?>("--kubeconfig")
{
    Description = "Where to write the kubeconfig; otherwise in a temporary folder that goes with the server",
    HelpName = "PATH",
};
command.Options.Add(portOption);
command.Options.Add(kubeconfigOption);
var sandboxCommandLine = new SandboxCommandLine(command);
var (parsed, exitCode) = SandboxCommandLine.Parse(command, args);
if (parsed is null)
{
    return exitCode;
}

var options = sandboxCommandLine.Read(parsed) with
{
    Port = parsed.GetValue(portOption),
    KubeconfigPath = parsed.GetValue(kubeconfigOption),
};
SandboxServer server;
try
{
    server = await SandboxServer.StartAsync(options);
}
catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException)
{
    Console.Error.WriteLine($"The sandbox cannot start: {e.Message}");
    return 1;
}

await using (server)
{
    Console.WriteLine($"Images:     {server.Store.Current.Images.Count}");
    Console.WriteLine($"Listening:  {server.Address.GetLeftPart(UriPartial.Authority)}");
    Console.WriteLine($"Kubeconfig: {server.KubeconfigPath}");
    Console.WriteLine("Ctrl+C ends it.");
    var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
    void End(PosixSignalContext context)
    {
        context.Cancel = true;
        ended.TrySetResult();
    }

    using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
    using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
    await ended.Task;
}

return 0;
