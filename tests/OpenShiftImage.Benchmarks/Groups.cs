using System.Globalization;

namespace OpenShiftImage.Benchmarks;

/// <summary>The groups of rows, in the order in which they run.</summary>
public static class Groups
{
    public static IEnumerable<(string Name, Func<Task<IReadOnlyList<Row>>> Run)> All(
        bool quick, bool large, string? kubeconfig)
    {
        yield return ("list", () => ListAsync(quick, kubeconfig));
        // So few objects say nothing about memory, nor about what a list costs beside its first request.
        if (!quick)
        {
            yield return ("memory", () => MemoryAsync(kubeconfig));
        }

        yield return ("start", () => StartAsync(quick, kubeconfig));
        if (kubeconfig is null)
        {
            yield return ("cancel", () => Cancellation.RunAsync(quick ? 8 : 30));
            yield return ("watch", () => WatchAsync(quick ? 5_000 : 50_000));
            if (!quick)
            {
                yield return ("workloads", Archives.MeasureWorkloadsAsync);
            }

            yield return ("analysis", () => Analyses.RunAsync(quick, large));
            yield return ("bases", () => Analyses.RunBasesAsync(quick, large));
            yield return ("archive", () => Archives.RunAsync(quick));
            yield return ("throttle", () => ThrottleAsync(quick ? 100 : 500));
        }
    }

    private static async Task<IReadOnlyList<Row>> ListAsync(bool quick, string? kubeconfig)
    {
        await using var sandbox = kubeconfig is null ? await SandboxProcess.StartAsync(quick ? 4_000 : 20_000) : null;
        var server = kubeconfig ?? sandbox!.Kubeconfig;
        var list = await ChildProcess.RunAsync(server, "list", "3");
        var first = await ChildProcess.RunAsync(server, "first-object", quick ? "15" : "40");
        var small = await ChildProcess.RunAsync(server, "one", quick ? "400" : "1000");
        var kubectl = await ChildProcess.TimeAsync("kubectl", "--kubeconfig", server, "get", "images", "-o", "json");
        var known = await ChildProcess.RunAsync(server, "known");
        var n = $"list {list["count"]:0}";
        var rows = new List<Row>
        {
            new($"{n}, ImageApi", list["api"], "HttpClient + JsonDocument.Parse", list["parse"], "ms", 1.3),
            new(
                $"{n}, bare download (for information)",
                list["bare"],
                "HttpClient + JsonDocument.Parse",
                list["parse"],
                "ms",
                null),
            new(
                $"{n}, Get-OSImage | Out-Null",
                list["cmdlet"],
                "HttpClient + JsonDocument.Parse",
                list["parse"],
                "ms",
                1.6),
            new($"{n}, Get-OSImage | Out-Null", list["cmdlet"], "KubernetesClient, paged", list["client"], "ms", 0.7),
        };
        rows.Add(new(
            $"{n}, ImageApi, Size, Platform and IsSigned of each",
            list["looked-at"],
            "HttpClient + JsonDocument.Parse",
            list["parse"],
            "ms",
            1.6));
        if (!quick)
        {
            rows.Add(new(
                $"{n}, -MetadataOnly",
                list["metadata"],
                "HttpClient + JsonDocument.Parse of the same",
                list["metadata-parse"],
                "ms",
                1.6));
        }

        if (kubectl is { } whole)
        {
            rows.Add(
                new($"{n}, Get-OSImage | Out-Null", list["cmdlet"], "kubectl get images -o json", whole, "ms", 0.35));
        }

        if (!quick)
        {
            rows.Add(new("time to the first object", first["first"], "one drained page", first["page"], "ms", 1.5));
        }

        rows.Add(
            new(
                "Get-OSImage -First 1 in a script, warm",
                small["one"],
                "one GET, waited for there",
                small["get"],
                "ms",
                2));
        rows.Add(
            new(
                "Get-OSImage -First 1, started from C# (for information)",
                small["hosted-one"],
                "one GET, awaited there",
                small["hosted-get"],
                "ms",
                null));
        if (!quick)
        {
            rows.Add(new($"{n}, -MetadataOnly", list["metadata"], "full list", list["cmdlet"], "ms", 0.35));
        }

        rows.Add(new("watch: memory for each Image that is known", known["bytes"], null, null, "B", null));
        return rows;
    }

    private static async Task<IReadOnlyList<Row>> MemoryAsync(string? kubeconfig)
    {
        var (few, many) = (10_000, 40_000);
        await using var sandbox = kubeconfig is null ? await SandboxProcess.StartAsync(many) : null;
        var server = kubeconfig ?? sandbox!.Kubeconfig;
        var small = (await ChildProcess.RunAsync(server, "memory", few.ToString(CultureInfo.InvariantCulture)))["peak"];
        var large =
            (await ChildProcess.RunAsync(server, "memory", many.ToString(CultureInfo.InvariantCulture)))["peak"];
        return [new($"peak working set, {many} Images over {few}", large - small, null, null, "MB", 32)
        {
            Note = string.Create(CultureInfo.InvariantCulture, $"{small:0} MB and {large:0} MB"),
        }];
    }

    private static async Task<IReadOnlyList<Row>> StartAsync(bool quick, string? kubeconfig)
    {
        await using var sandbox = kubeconfig is null ? await SandboxProcess.StartAsync(250) : null;
        var server = kubeconfig ?? sandbox!.Kubeconfig;
        using var baselines = new Baselines(server);
        await baselines.AuthorizeAsync();
        var name = await baselines.FirstNameAsync();
        var (ours, empty, get, bare) = (new List<double>(), new List<double>(), new List<double>(), new List<double>());
        for (var i = 0; i < (quick ? 3 : 15); i++)
        {
            empty.Add((await ChildProcess.RunAsync(server, "import", "empty"))["ms"]);
            ours.Add((await ChildProcess.RunAsync(server, "import", "ours"))["ms"]);
            if (kubeconfig is null)
            {
                bare.Add((await ChildProcess.RunAsync(server, "first-bare-get", name))["ms"]);
                get.Add((await ChildProcess.RunAsync(server, "first-get", name))["ms"]);
            }
        }

        // The empty module has no types file and no views: reading ours, which must be there before the first object, is what 2.2 allows for.
        var rows = new List<Row>
        {
            new(
                "Import-Module",
                Children.Median(ours),
                "an empty binary module with a manifest",
                Children.Median(empty),
                "ms",
                2.2),
        };
        if (kubeconfig is null)
        {
            rows.Add(
                new(
                    "first Get-OSImage NAME of a process",
                    Children.Median(get),
                    "a bare HttpClient's first GET",
                    Children.Median(bare),
                    "ms",
                    3));
        }

        return rows;
    }

    private static async Task<IReadOnlyList<Row>> WatchAsync(int events)
    {
        await using var sandbox = await SandboxProcess.StartAsync(0);
        using var baselines = new Baselines(sandbox.Kubeconfig);
        await baselines.AuthorizeAsync();
        for (var i = 0; i < 50; i++)
        {
            await baselines.CreateAsync($"image-{i}");
        }

        var version = await baselines.VersionAsync();
        await Parallel.ForEachAsync(
            Enumerable.Range(0, 50), new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (image, _) =>
        {
            for (var i = 0; i < events / 50; i++)
            {
                await baselines.PatchAsync($"image-{image}", i.ToString(CultureInfo.InvariantCulture));
            }
        });
        Environment.SetEnvironmentVariable("KUBECONFIG", sandbox.Kubeconfig);
        using var engine = new Engine();
        engine.Import();
        // -Count ends the watch only when every event has come; were one lost, -TimeoutSeconds would end it with fewer.
        var watch = $"Watch-OSImage -ResourceVersion {version} -Count {events} -TimeoutSeconds 120";
        using (var counting = engine.Create(watch + " | ForEach-Object { $n = 0 } { $n++ } { $n }"))
        {
            var seen = (int)counting.Invoke()[^1].BaseObject;
            if (seen != events)
            {
                throw new InvalidOperationException($"{events - seen} events were lost.");
            }
        }

        var (ours, drained) = (new List<double>(), new List<double>());
        for (var i = 0; i < 7; i++)
        {
            GC.Collect();
            drained.Add(await baselines.DrainWatchAsync(version, events));
            GC.Collect();
            ours.Add(engine.Time(watch + " | Out-Null"));
        }

        return [new(
            $"watch: {events} events in a burst, 0 lost",
            Children.Median(ours),
            "draining the same stream",
            Children.Median(drained),
            "ms",
            2)];
    }

    private static async Task<IReadOnlyList<Row>> ThrottleAsync(int count)
    {
        await using var sandbox = await SandboxProcess.StartAsync(count, "--latency", "20");
        Environment.SetEnvironmentVariable("KUBECONFIG", sandbox.Kubeconfig);
        using var engine = new Engine();
        engine.Import();
        engine.Time("$images = Get-OSImage");
        var one = engine.Time("$images | Update-OSImage -Label @{ a = '1' }");
        var eight = engine.Time("$images | Update-OSImage -Label @{ a = '8' } -ThrottleLimit 8");
        return [new($"{count} labels with -ThrottleLimit 8, times faster", eight, "one after the other", one, "ms", 5)
        {
            AtLeast = true,
        }];
    }
}
