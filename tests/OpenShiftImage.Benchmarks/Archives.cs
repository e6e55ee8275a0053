using System.Diagnostics;
using System.Formats.Tar;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using YamlDotNet.Core;

namespace OpenShiftImage.Benchmarks;

/// <summary>What reading a collected cluster costs, beside the least that anybody could do with the same files.</summary>
internal static class Archives
{
    private const int JsonFiles = 20_000;
    private const int YamlFiles = 5_000;

    public static async Task<IReadOnlyList<Row>> RunAsync(bool quick)
    {
        var folder = Directory.CreateTempSubdirectory("openshiftimage-benchmark-").FullName;
        try
        {
            var (json, yaml) = (Path.Combine(folder, "json"), Path.Combine(folder, "yaml"));
            var (jsonCount, yamlCount) = quick ? (4_000, 500) : (JsonFiles, YamlFiles);
            await WriteAsync(json, yaml, jsonCount, yamlCount);
            var times = await ChildProcess.RunAsync("", "archive", json, yaml, "3");
            var rows = new List<Row>
            {
                new(
                    $"a folder of {jsonCount} JSON files, Get-OSImage | Out-Null",
                    times["json"],
                    "reading and JsonDocument.Parse of the same",
                    times["json-parse"],
                    "ms",
                    1.5),
                new(
                    $"a folder of {yamlCount} YAML files, Get-OSImage | Out-Null",
                    times["yaml"],
                    "draining YamlDotNet's parser over the same",
                    times["yaml-parse"],
                    "ms",
                    2),
            };
            if (!quick)
            {
                var many = Path.Combine(folder, "many.tar.gz");
                WriteArchive(many, 100_000, File.ReadAllText(Directory.EnumerateFiles(json).First()));
                var memory = await ChildProcess.RunAsync("", "archive-memory", many);
                rows.Add(
                    new(
                        "a .tar.gz of 100000 Images of 6 KB: peak working set of the process",
                        memory["peak"],
                        null,
                        null,
                        "MB",
                        250)
                    {
                        Note = string.Create(
                        CultureInfo.InvariantCulture,
                        $"first object after {memory["first"]:0} ms of {memory["all"]:0}"),
                    });
            }

            return rows;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Measures in turn; the first round warms everything up and does not count.</summary>
    public static Dictionary<string, double> Measure(string json, string yaml, int rounds)
    {
        using var engine = new Engine();
        engine.Import();
        var all = new (string Name, Func<double> Run)[]
        {
            ("json-parse", () => Time(() => ParseJson(json))),
            ("json", () => engine.Time($"Connect-OSImageCluster -Path '{json}' > $null; Get-OSImage | Out-Null")),
            ("yaml-parse", () => Time(() => DrainYaml(yaml))),
            ("yaml", () => engine.Time($"Connect-OSImageCluster -Path '{yaml}' > $null; Get-OSImage | Out-Null")),
        };
        var times = all.ToDictionary(item => item.Name, _ => new List<double>(), StringComparer.Ordinal);
        for (var round = 0; round <= rounds; round++)
        {
            foreach (var (name, run) in all)
            {
                GC.Collect();
                var time = run();
                if (round > 0)
                {
                    times[name].Add(time);
                }
            }
        }

        return times.ToDictionary(pair => pair.Key, pair => Children.Median(pair.Value), StringComparer.Ordinal);
    }

    public static Dictionary<string, double> Memory(string archive)
    {
        using var engine = new Engine();
        engine.Import();
        engine.Time($"Connect-OSImageCluster -Path '{archive}' > $null");
        var first = engine.Time("Get-OSImage -First 1 | Out-Null");
        var all = engine.Time("Get-OSImage | Out-Null");
        return new()
        {
            ["first"] = first,
            ["all"] = all,
            ["peak"] = Process.GetCurrentProcess().PeakWorkingSet64 / 1048576.0,
        };
    }

    /// <summary>Measures what reading the objects that use Images holds: none of what has been read is kept.</summary>
    public static async Task<IReadOnlyList<Row>> MeasureWorkloadsAsync()
    {
        await using var sandbox = await SandboxProcess.StartAsync(20_000, "--pods", "50000", "--streams", "5000");
        var read = await ChildProcess.RunAsync(sandbox.Kubeconfig, "workloads");
        return
        [
            new(
                "50000 pods, 5000 streams and what else uses Images: peak working set above the process before",
                read["peak"],
                null,
                null,
                "MB",
                60)
            {
                Note = string.Create(
                    CultureInfo.InvariantCulture, $"{read["count"]:0} objects in {read["ms"] / 1000:0.0} s"),
            },
        ];
    }

    public static async Task<Dictionary<string, double>> ReadWorkloadsAsync(string kubeconfig)
    {
        using var baselines = new Baselines(kubeconfig);
        await baselines.AuthorizeAsync();
        using var connection = new ClusterConnection(baselines.Configuration);
        var parser = new Kubernetes.Workloads.KubernetesObjectParser();
        var reader = new Workloads.ClusterObjectReader(connection, () => parser, null);
        using var process = Process.GetCurrentProcess();
        GC.Collect();
        process.Refresh();
        var before = process.WorkingSet64;
        var began = Stopwatch.GetTimestamp();
        var count = 0;
        await foreach (var page in reader.ReadAsync(Workloads.UsageTypes.All, default))
        {
            count += page.Count;
        }

        var elapsed = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        process.Refresh();
        return new()
        {
            ["peak"] = (process.PeakWorkingSet64 - before) / 1048576.0,
            ["count"] = count,
            ["ms"] = elapsed,
        };
    }

    private static double Time(Action run)
    {
        var began = Stopwatch.GetTimestamp();
        run();
        return Stopwatch.GetElapsedTime(began).TotalMilliseconds;
    }

    private static void ParseJson(string folder)
    {
        foreach (var file in Directory.EnumerateFiles(folder))
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(file));
            _ = document.RootElement.GetProperty("metadata").GetProperty("name").GetString();
        }
    }

    private static void DrainYaml(string folder)
    {
        foreach (var file in Directory.EnumerateFiles(folder))
        {
            using var reader = new StreamReader(file);
            var parser = new Parser(reader);
            while (parser.MoveNext())
            {
            }
        }
    }

    private static async Task WriteAsync(string json, string yaml, int jsonCount, int yamlCount)
    {
        Directory.CreateDirectory(json);
        Directory.CreateDirectory(yaml);
        await using var sandbox = await SandboxProcess.StartAsync(jsonCount);
        using var baselines = new Baselines(sandbox.Kubeconfig);
        await baselines.AuthorizeAsync();
        using var connection = new ClusterConnection(baselines.Configuration);
        var converter = new Kubernetes.YamlConverter();
        var written = 0;
        await foreach (var page in connection.CreateApi().ListAsync(new Api.ListOptions { Limit = 500 }))
        {
            foreach (var image in page.Items)
            {
                image.Kind = "Image";
                image.ApiVersion = "image.openshift.io/v1";
                var text = Serialization.ImageJson.ToUtf8Bytes(image);
                await File.WriteAllBytesAsync(Path.Combine(json, image.Name + ".json"), text);
                if (written++ < yamlCount)
                {
                    await File.WriteAllTextAsync(
                        Path.Combine(yaml, image.Name + ".yaml"), "---\n" + converter.ToYaml(text));
                }
            }
        }
    }

    /// <summary>Writes Images that differ in their names alone.</summary>
    private static void WriteArchive(string path, int count, string template)
    {
        using var document = JsonDocument.Parse(template);
        var name = document.RootElement.GetProperty("metadata").GetProperty("name").GetString()!;
        using var file = new GZipStream(File.Create(path), CompressionLevel.Fastest);
        using var tar = new TarWriter(file, TarEntryFormat.Pax);
        for (var i = 0; i < count; i++)
        {
            var other = "sha256:" + i.ToString("x64", CultureInfo.InvariantCulture);
            tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, $"must-gather/images/{other}.json")
            {
                // Padded to 6 KB, as white space at its end.
                DataStream = new MemoryStream(
                    Encoding.UTF8.GetBytes(template.Replace(name, other, StringComparison.Ordinal).PadRight(6 << 10))),
            });
        }
    }
}
