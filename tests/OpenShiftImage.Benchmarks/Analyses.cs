using System.Diagnostics;
using System.Globalization;

namespace OpenShiftImage.Benchmarks;

/// <summary>What it costs to look at all Images together, beside reading them.</summary>
internal static class Analyses
{
    private const string Usage = "Get-OSImageUsage | Out-Null";
    private const string Storage = "Measure-OSImage -GroupBy Image | Out-Null";

    private const string Bases = "Get-OSImageBase | Out-Null";

    /// <summary>Looks for the base of each of 20,000 Images, or 100,000.</summary>
    public static async Task<IReadOnlyList<Row>> RunBasesAsync(bool quick, bool large)
    {
        var (images, rounds) = large ? (100_000, 1) : (quick ? 4_000 : 20_000, 3);
        await using var sandbox = await SandboxProcess.StartAsync(images);
        var times = await ChildProcess.RunAsync(
            sandbox.Kubeconfig, "bases", rounds.ToString(CultureInfo.InvariantCulture));
        var rows = new List<Row>
        {
            new(
                $"{images} Images: Get-OSImageBase | Out-Null",
                times["bases"],
                "Get-OSImage | Out-Null",
                times["list"],
                "ms",
                1.5),
        };
        if (!quick)
        {
            var memory = await ChildProcess.RunAsync(sandbox.Kubeconfig, "analysis-memory", Bases);
            rows.Add(
                new(
                    $"{images} Images: Get-OSImageBase, peak working set above an idle PowerShell",
                    memory["peak"],
                    null,
                    null,
                    "MB",
                    large ? 250 : 150));
        }

        return rows;
    }

    /// <summary>Measures in turn; the first round warms everything up and does not count.</summary>
    public static Dictionary<string, double> MeasureBases(int rounds)
    {
        using var engine = new Engine();
        engine.Import();
        var (list, bases) = (new List<double>(), new List<double>());
        for (var round = 0; round <= rounds; round++)
        {
            GC.Collect();
            var listed = engine.Time("Get-OSImage | Out-Null");
            GC.Collect();
            var found = engine.Time(Bases);
            if (round > 0)
            {
                list.Add(listed);
                bases.Add(found);
            }
        }

        return new(StringComparer.Ordinal) { ["list"] = Children.Median(list), ["bases"] = Children.Median(bases) };
    }

    /// <summary>Measures on 20,000 Images, or on as many as the largest clusters have.</summary>
    public static async Task<IReadOnlyList<Row>> RunAsync(bool quick, bool large)
    {
        var (images, pods, streams, rounds) = large
            ? (200_000, 50_000, 5_000, 1)
            : (quick ? 4_000 : 20_000, 5_000, 500, 3);
        string[] sizes = ["--pods", $"{pods}", "--streams", $"{streams}"];
        // The goals of memory are for 500,000 distinct layers; the sandbox seeds some six for each Image by itself.
        await using var sandbox = await SandboxProcess.StartAsync(
            images, large ? [.. sizes, "--layers", "500000"] : sizes);
        var times = await ChildProcess.RunAsync(
            sandbox.Kubeconfig, "analysis", rounds.ToString(CultureInfo.InvariantCulture));
        var n = $"{images} Images{(large ? ", 500000 layers" : "")}, {pods} pods, {streams} streams";
        var rows = new List<Row>
        {
            new(
                $"{n}: Get-OSImageUsage | Out-Null",
                times["usage"],
                "Get-OSImage | Out-Null and the other lists",
                times["list"] + times["objects"],
                "ms",
                1.3),
            new(
                $"{n}: Measure-OSImage -GroupBy Image | Out-Null",
                times["storage"],
                "Get-OSImage | Out-Null",
                times["list"],
                "ms",
                1.2),
        };
        if (!quick)
        {
            var usage = await ChildProcess.RunAsync(sandbox.Kubeconfig, "analysis-memory", Usage);
            var storage = await ChildProcess.RunAsync(sandbox.Kubeconfig, "analysis-memory", Storage);
            rows.Add(
                new(
                    $"{n}: Get-OSImageUsage, peak working set above an idle PowerShell",
                    usage["peak"],
                    null,
                    null,
                    "MB",
                    150));
            rows.Add(
                new(
                    $"{n}: Measure-OSImage, peak working set above an idle PowerShell",
                    storage["peak"],
                    null,
                    null,
                    "MB",
                    120));
        }

        return rows;
    }

    /// <summary>Measures in turn; the first round warms everything up and does not count.</summary>
    public static async Task<Dictionary<string, double>> MeasureAsync(string kubeconfig, int rounds)
    {
        using var engine = new Engine();
        engine.Import();
        var times = new Dictionary<string, List<double>>(StringComparer.Ordinal)
        {
            ["list"] = [],
            ["objects"] = [],
            ["usage"] = [],
            ["storage"] = [],
        };
        for (var round = 0; round <= rounds; round++)
        {
            GC.Collect();
            var list = engine.Time("Get-OSImage | Out-Null");
            GC.Collect();
            var objects = (await Archives.ReadWorkloadsAsync(kubeconfig))["ms"];
            GC.Collect();
            var usage = engine.Time(Usage);
            GC.Collect();
            var storage = engine.Time(Storage);
            if (round > 0)
            {
                times["list"].Add(list);
                times["objects"].Add(objects);
                times["usage"].Add(usage);
                times["storage"].Add(storage);
            }
        }

        return times.ToDictionary(pair => pair.Key, pair => Children.Median(pair.Value), StringComparer.Ordinal);
    }

    public static Dictionary<string, double> Memory(string command)
    {
        using var engine = new Engine();
        engine.Import();
        engine.Time("Get-Command Get-OSImage > $null");
        using var process = Process.GetCurrentProcess();
        GC.Collect();
        process.Refresh();
        var before = process.WorkingSet64;
        engine.Time(command);
        process.Refresh();
        return new() { ["peak"] = (process.PeakWorkingSet64 - before) / 1048576.0 };
    }
}
