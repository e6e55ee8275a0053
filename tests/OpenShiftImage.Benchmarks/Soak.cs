using System.Diagnostics;
using System.Globalization;
using OpenShiftImage.Api;
using OpenShiftImage.Client.Tests.Faults;
using OpenShiftImage.Configuration;
using OpenShiftImage.Sandbox;
using OpenShiftImage.Transport;
using OpenShiftImage.Watching;

namespace OpenShiftImage.Benchmarks;

/// <summary>A watch that must lose nothing and tell nothing twice while every connection is cut once a second.</summary>
public static class Soak
{
    public static async Task<bool> RunAsync(TimeSpan length)
    {
        await using var server = await SandboxServer.StartAsync(
            new SandboxOptions { Images = 50, CompactAfter = TimeSpan.FromHours(1) });
        using var handler = new SocketsHttpHandler
        {
            SslOptions = { RemoteCertificateValidationCallback = (_, _, _, _) => true },
        };
        await using var proxy = new FaultProxy(server.Address, handler);
        var configuration = new ClusterConfiguration
        {
            Server = proxy.Address,
            Credential = new TokenCredential(server.AdminToken),
        };
        using var watched = new ClusterConnection(configuration);
        using var written = new ClusterConnection(new ClusterConfiguration
        {
            Server = server.Address,
            Credential = new TokenCredential(server.AdminToken),
            SkipCertificateCheck = true,
        });
        var observer = new Counter();
        var view = server.Store.Current.Images.ToDictionary(
            image => image.Name,
            image => image.Revision.ToString(CultureInfo.InvariantCulture),
            StringComparer.Ordinal);
        var told = new HashSet<string>(StringComparer.Ordinal);
        var (twice, eventsOut) = (0, 0);
        using var stop = new CancellationTokenSource();
        var watcher = new ImageWatcher(watched.CreateApi(observer), new WatchSettings(), observer);
        await watcher.PrimeAsync();
        var watching = Task.Run(async () =>
        {
            try
            {
                await foreach (var item in watcher.WatchAsync(stop.Token))
                {
                    eventsOut++;
                    twice += told.Add($"{item.Type} {item.Name} {item.Image.Metadata!.ResourceVersion}") ? 0 : 1;
                    if (item.Type == ImageEventType.Deleted)
                    {
                        view.Remove(item.Name!);
                    }
                    else
                    {
                        view[item.Name!] = item.Image.Metadata!.ResourceVersion!;
                    }
                }
            }
            catch (OperationCanceledException)
            {
            }
        });

        var began = Stopwatch.GetTimestamp();
        var cutting = CutAsync(proxy, stop.Token);
        var eventsIn = await WriteAsync(written.CreateApi(), () => Stopwatch.GetElapsedTime(began) < length);
        for (var i = 0; i < 100 && eventsOut < eventsIn; i++)
        {
            await Task.Delay(200);
        }

        await stop.CancelAsync();
        await watching;
        var cuts = await cutting;
        var truth = server.Store.Current.Images.ToDictionary(
            image => image.Name,
            image => image.Revision.ToString(CultureInfo.InvariantCulture),
            StringComparer.Ordinal);
        var same = truth.Count == view.Count && truth.All(pair => view.GetValueOrDefault(pair.Key) == pair.Value);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{Stopwatch.GetElapsedTime(began).TotalSeconds:0} s, {cuts} cuts, {observer.Reconnections} reconnections: {eventsIn} events in, {eventsOut} out, {twice} twice; the view is {(same ? "right" : "WRONG")}; working set {Process.GetCurrentProcess().WorkingSet64 >> 20} MB."));
        return same && twice == 0 && eventsIn == eventsOut;
    }

    private static async Task<int> CutAsync(FaultProxy proxy, CancellationToken cancellationToken)
    {
        var cuts = 0;
        try
        {
            while (true)
            {
                await Task.Delay(1000, cancellationToken);
                proxy.CutAll();
                cuts++;
            }
        }
        catch (OperationCanceledException)
        {
            return cuts;
        }
    }

    /// <summary>Creates, changes and deletes, and gives the number of events that this makes.</summary>
    private static async Task<int> WriteAsync(ImageApi api, Func<bool> goesOn)
    {
        var events = 0;
        for (var i = 0; goesOn(); i++)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"soak-{i}");
            await api.CreateAsync(
                new Image { Metadata = new ObjectMeta { Name = name }, DockerImageReference = "quay.io/a/b:c" });
            await api.PatchAsync(
                name, new ImagePatch(PatchType.Merge, """{"metadata":{"labels":{"a":"b"}}}"""u8.ToArray()));
            events += 2;
            if (i % 3 != 0)
            {
                await api.DeleteAsync(name);
                events++;
            }

            await Task.Delay(15);
        }

        return events;
    }

    private sealed class Counter : IRequestObserver
    {
        public int Reconnections { get; private set; }

        public RequestDetail Detail => RequestDetail.None;

        public ValueTask HeadersAsync(string text, CancellationToken cancellationToken) => ValueTask.CompletedTask;

        public ValueTask WarnAsync(string message, CancellationToken cancellationToken) => ValueTask.CompletedTask;

        public ValueTask CompletedAsync(RequestSummary summary, CancellationToken cancellationToken) =>
            ValueTask.CompletedTask;

        public ValueTask RetryingAsync(string message, CancellationToken cancellationToken)
        {
            Reconnections++;
            return ValueTask.CompletedTask;
        }

        public ValueTask FailedAsync(OpenShiftImageException failure, CancellationToken cancellationToken) =>
            ValueTask.CompletedTask;

        public ValueTask InformAsync(string message, CancellationToken cancellationToken) => ValueTask.CompletedTask;
    }
}
