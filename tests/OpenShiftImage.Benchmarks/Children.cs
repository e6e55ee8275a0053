using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using OpenShiftImage.Api;
using OpenShiftImage.Watching;

namespace OpenShiftImage.Benchmarks;

/// <summary>What is measured in a process of its own; each prints its figures as JSON.</summary>
public static class Children
{
    public static async Task<int> RunAsync(string name, string[] arguments)
    {
        var kubeconfig = Environment.GetEnvironmentVariable("KUBECONFIG")!;
        var figures = name switch
        {
            "list" => await ListAsync(kubeconfig, int.Parse(arguments[0], CultureInfo.InvariantCulture)),
            "first-object" => await FirstObjectAsync(kubeconfig, int.Parse(arguments[0], CultureInfo.InvariantCulture)),
            "one" => await OneAsync(kubeconfig, int.Parse(arguments[0], CultureInfo.InvariantCulture)),
            "memory" => Memory(arguments[0]),
            "import" => Import(arguments[0]),
            "first-get" => FirstGet(arguments[0]),
            "first-bare-get" => await FirstBareGetAsync(kubeconfig, arguments[0]),
            "known" => await KnownAsync(kubeconfig),
            "analysis" => await Analyses.MeasureAsync(
                kubeconfig, int.Parse(arguments[0], CultureInfo.InvariantCulture)),
            "bases" => Analyses.MeasureBases(int.Parse(arguments[0], CultureInfo.InvariantCulture)),
            "analysis-memory" => Analyses.Memory(arguments[0]),
            "workloads" => await Archives.ReadWorkloadsAsync(kubeconfig),
            "archive" => Archives.Measure(
                arguments[0], arguments[1], int.Parse(arguments[2], CultureInfo.InvariantCulture)),
            "archive-memory" => Archives.Memory(arguments[0]),
            _ => throw new ArgumentException(name),
        };
        Console.WriteLine(JsonSerializer.Serialize(figures));
        return 0;
    }

    private static async Task<Dictionary<string, double>> ListAsync(string kubeconfig, int rounds)
    {
        using var baselines = new Baselines(kubeconfig);
        await baselines.AuthorizeAsync();
        using var connection = new ClusterConnection(baselines.Configuration);
        using var engine = new Engine();
        engine.Import();
        var times = new Dictionary<string, List<double>>(StringComparer.Ordinal);
        var count = 0;
        // The first round warms everything up and does not count.
        for (var round = 0; round <= rounds; round++)
        {
            async Task MeasureAsync(string what, Func<Task<double>> run)
            {
                GC.Collect();
                var time = await run();
                if (round > 0)
                {
                    (times.TryGetValue(what, out var all) ? all : times[what] = []).Add(time);
                }
            }

            await MeasureAsync("bare", async () => (await baselines.ListAsync(parse: false)).Milliseconds);
            await MeasureAsync("parse", async () =>
            {
                var result = await baselines.ListAsync(parse: true);
                count = result.Count;
                return result.Milliseconds;
            });
            await MeasureAsync("api", async () =>
            {
                var began = Stopwatch.GetTimestamp();
                var seen = 0;
                await foreach (var page in connection.CreateApi().ListAsync(new ListOptions { Limit = 500 }))
                {
                    seen += page.Items.Count;
                }

                return seen == count
                    ? Stopwatch.GetElapsedTime(began).TotalMilliseconds
                    : throw new InvalidOperationException($"{seen} of {count} Images");
            });
            await MeasureAsync("looked-at", () => TimeLookedAtAsync(connection));
            await MeasureAsync(
                "metadata-parse",
                async () => (await baselines.ListAsync(parse: true, Baselines.MetadataList)).Milliseconds);
            await MeasureAsync("cmdlet", () => Task.FromResult(engine.Time("Get-OSImage | Out-Null")));
            await MeasureAsync("metadata", () => Task.FromResult(engine.Time("Get-OSImage -MetadataOnly | Out-Null")));
            await MeasureAsync("client", async () => (await baselines.ListWithKubernetesClientAsync()).Milliseconds);
        }

        var figures = times.ToDictionary(pair => pair.Key, pair => Median(pair.Value), StringComparer.Ordinal);
        figures["count"] = count;
        return figures;
    }

    /// <summary>Returns the time of a list of which every Image is read whole: where putting the reading off costs.</summary>
    private static async Task<double> TimeLookedAtAsync(ClusterConnection connection)
    {
        var began = Stopwatch.GetTimestamp();
        var (bytes, signed, platforms) = (0L, 0, new HashSet<string?>());
        await foreach (var page in connection.CreateApi().ListAsync(new ListOptions { Limit = 500 }))
        {
            foreach (var image in page.Items)
            {
                bytes += image.Size ?? 0;
                signed += image.IsSigned ? 1 : 0;
                platforms.Add(image.Platform);
            }
        }

        return bytes > 0 && signed >= 0 && platforms.Count > 1
            ? Stopwatch.GetElapsedTime(began).TotalMilliseconds
            : throw new InvalidOperationException("The Images had nothing to look at.");
    }

    private static async Task<Dictionary<string, double>> FirstObjectAsync(string kubeconfig, int rounds)
    {
        using var baselines = new Baselines(kubeconfig);
        await baselines.AuthorizeAsync();
        using var engine = new Engine();
        engine.Import();
        return await AlternateAsync(
            rounds,
            ("page", () => baselines.GetAsync("/apis/image.openshift.io/v1/images?limit=500"), null),
            ("first", null, () => TimeToFirst(engine)));
    }

    /// <summary>Apart from the lists, whose requests the server still works on when they have been stopped.</summary>
    private static async Task<Dictionary<string, double>> OneAsync(string kubeconfig, int rounds)
    {
        using var baselines = new Baselines(kubeconfig);
        await baselines.AuthorizeAsync();
        using var engine = new Engine();
        engine.Import();
        var path = "/apis/image.openshift.io/v1/images/" + await baselines.FirstNameAsync();
        // Both from one thread of one script: what a host pays to hand a pipeline to that thread is neither's. Four times as many rounds come
        // first, until the code is compiled for good: with fewer the compiler is what is measured.
        var figures = engine.Invoke<double>(
            """
            param($baselines, $path, $rounds)
            for ($i = -4 * $rounds; $i -lt $rounds; $i++) {
                $get = $baselines.TimeGet($path)
                $began = [Diagnostics.Stopwatch]::GetTimestamp()
                $null = Get-OSImage -First 1
                $one = [Diagnostics.Stopwatch]::GetElapsedTime($began).TotalMilliseconds
                if ($i -ge 0) { $get; $one }
            }
            """,
            baselines,
            path,
            rounds);
        var hosted = await AlternateAsync(
            rounds,
            ("get", () => baselines.GetAsync(path), null),
            ("one", null, () => engine.TimeCommand("Get-OSImage", ("First", 1UL))));
        return new()
        {
            ["get"] = Median([.. figures.Where((_, i) => i % 2 == 0)]),
            ["one"] = Median([.. figures.Where((_, i) => i % 2 == 1)]),
            ["hosted-get"] = hosted["get"],
            ["hosted-one"] = hosted["one"],
        };
    }

    /// <summary>Measures each in turn, so that what slows the machine slows them all, and gives the medians; the first three rounds do not count.</summary>
    private static async Task<Dictionary<string, double>> AlternateAsync(
        int rounds, params (string Name, Func<Task>? Run, Func<double>? Measure)[] all)
    {
        var times = all.ToDictionary(item => item.Name, _ => new List<double>(), StringComparer.Ordinal);
        for (var round = -3; round < rounds; round++)
        {
            foreach (var (name, run, measure) in all)
            {
                var began = Stopwatch.GetTimestamp();
                double time;
                if (run is not null)
                {
                    await run();
                    time = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
                }
                else
                {
                    time = measure!();
                }

                if (round >= 0)
                {
                    times[name].Add(time);
                }
            }
        }

        return times.ToDictionary(pair => pair.Key, pair => Median(pair.Value), StringComparer.Ordinal);
    }

    private static double TimeToFirst(Engine engine)
    {
        using var shell = engine.Create("Get-OSImage");
        using var output = new System.Management.Automation.PSDataCollection<System.Management.Automation.PSObject>();
        using var arrived = new ManualResetEventSlim();
        var first = 0.0;
        var began = Stopwatch.GetTimestamp();
        output.DataAdded += (_, _) =>
        {
            if (!arrived.IsSet)
            {
                first = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
                arrived.Set();
            }
        };
        var run = shell.BeginInvoke<System.Management.Automation.PSObject, System.Management.Automation.PSObject>(
            null, output);
        arrived.Wait();
        shell.Stop();
        try
        {
            shell.EndInvoke(run);
        }
        catch (System.Management.Automation.PipelineStoppedException)
        {
        }

        return first;
    }

    private static Dictionary<string, double> Memory(string count)
    {
        using var engine = new Engine();
        engine.Import();
        engine.Time($"Get-OSImage -First {count} | Out-Null");
        return new() { ["peak"] = Process.GetCurrentProcess().PeakWorkingSet64 / 1048576.0 };
    }

    private static Dictionary<string, double> Import(string module)
    {
        var path = module == "ours"
            ? Tests.StagedModule.Manifest
            : Path.Combine(AppContext.BaseDirectory, "EmptyModule.psd1");
        using var engine = new Engine();
        // What every import pays for the first time: the engine's own cmdlet.
        engine.Time("Import-Module Microsoft.PowerShell.Core -ErrorAction Ignore; Get-Module > $null");
        return new() { ["ms"] = engine.Time($"Import-Module '{path}'") };
    }

    private static Dictionary<string, double> FirstGet(string name)
    {
        using var engine = new Engine();
        engine.Import();
        return new() { ["ms"] = engine.Time($"Get-OSImage '{name}'") };
    }

    private static async Task<Dictionary<string, double>> FirstBareGetAsync(string kubeconfig, string name)
    {
        // The kubeconfig is read beforehand: a bare client has its address and token by other means.
        var text = await File.ReadAllTextAsync(kubeconfig);
        var server = Field(text, "server: ");
        var token = Field(text, "token: ");
        var authority = System.Security.Cryptography.X509Certificates.X509Certificate2.CreateFromPem(
            System.Text.Encoding.ASCII.GetString(
                Convert.FromBase64String(Field(text, "certificate-authority-data: "))));
        var began = Stopwatch.GetTimestamp();
        using var handler = new SocketsHttpHandler();
        handler.SslOptions.CertificateChainPolicy = new()
        {
            TrustMode = System.Security.Cryptography.X509Certificates.X509ChainTrustMode.CustomRootTrust,
            RevocationMode = System.Security.Cryptography.X509Certificates.X509RevocationMode.NoCheck,
        };
        handler.SslOptions.CertificateChainPolicy.CustomTrustStore.Add(authority);
        using var http = new HttpClient(handler);
        http.DefaultRequestHeaders.Authorization = new("Bearer", token);
        await http.GetByteArrayAsync($"{server}/apis/image.openshift.io/v1/images/{name}");
        return new() { ["ms"] = Stopwatch.GetElapsedTime(began).TotalMilliseconds };
    }

    private static async Task<Dictionary<string, double>> KnownAsync(string kubeconfig)
    {
        using var baselines = new Baselines(kubeconfig);
        using var connection = new ClusterConnection(baselines.Configuration);
        var count = (await baselines.ListCountAsync()).Count;
        // What is allocated once, whatever the number, is allocated by the first.
        Learn(connection);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var watcher = Learn(connection);
        var after = GC.GetTotalMemory(forceFullCollection: true);
        GC.KeepAlive(watcher);
        return new() { ["bytes"] = (after - before) / (double)count };
    }

    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private static ImageWatcher Learn(ClusterConnection connection)
    {
        var watcher = new ImageWatcher(connection.CreateApi(), new WatchSettings());
        watcher.PrimeAsync().GetAwaiter().GetResult();
        return watcher;
    }

    private static async Task<(double Milliseconds, long Bytes, int Count)> ListCountAsync(this Baselines baselines)
    {
        await baselines.AuthorizeAsync();
        return await baselines.ListAsync(parse: true);
    }

    private static string Field(string text, string key) =>
        text.Split('\n').First(line => line.Contains(key, StringComparison.Ordinal)).Split(key)[1].Trim();

    public static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
