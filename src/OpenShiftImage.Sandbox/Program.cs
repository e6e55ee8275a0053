using System.Globalization;
using System.Runtime.InteropServices;
using OpenShiftImage.Sandbox;

const string Usage = """
    A local server of OpenShift's Image API, in memory.

    usage: dotnet run --project src/OpenShiftImage.Sandbox -- [--port N] [--images N] [--kubeconfig PATH] [--compact-after SECONDS] [--control] [--latency MS]

      --port N            loopback port to listen on (default: any that is free)
      --images N          number of Images to start with (default: 250)
      --kubeconfig PATH   where to write the kubeconfig (default: a temporary folder that goes with the server)
      --compact-after S   seconds for which the history of changes is kept (default: 600)
      --control           POST /control/compact makes all history expire at once
      --latency MS        milliseconds that are added to each answer (default: 0)
    """;

var options = new SandboxOptions();
for (var i = 0; i < args.Length; i++)
{
    var value = i + 1 < args.Length ? args[i + 1] : null;
    switch (args[i])
    {
        case "--port" when int.TryParse(value, CultureInfo.InvariantCulture, out var port) && port is >= 0 and < 65536:
            options = options with { Port = port };
            i++;
            break;
        case "--images" when int.TryParse(value, CultureInfo.InvariantCulture, out var images) && images >= 0:
            options = options with { Images = images };
            i++;
            break;
        case "--kubeconfig" when value is not null:
            options = options with { KubeconfigPath = value };
            i++;
            break;
        case "--compact-after" when double.TryParse(value, CultureInfo.InvariantCulture, out var seconds) && seconds >= 0:
            options = options with { CompactAfter = TimeSpan.FromSeconds(seconds) };
            i++;
            break;
        case "--latency" when double.TryParse(value, CultureInfo.InvariantCulture, out var latency) && latency is >= 0 and <= 60_000:
            options = options with { Latency = TimeSpan.FromMilliseconds(latency) };
            i++;
            break;
        case "--control":
            options = options with { Control = true };
            break;
        case "--help" or "-h":
            Console.WriteLine(Usage);
            return 0;
        default:
            Console.Error.WriteLine($"'{args[i]}' is not an option, or lacks its value.\n\n{Usage}");
            return 2;
    }
}

SandboxServer server;
try
{
    server = await SandboxServer.StartAsync(options);
}
catch (IOException e)
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
