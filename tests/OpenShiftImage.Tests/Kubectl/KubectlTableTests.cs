using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace OpenShiftImage.Tests.Kubectl;

/// <summary>
/// Puts kubectl and the module into the same situations and compares what a server, a proxy and a credential plugin saw of them: whether
/// they connect, to whom, through what, as whom, with which names and certificates. kubectl is the yardstick; where the module differs
/// by choice, the row says why.
/// </summary>
[Collection(EnvironmentCollection.Name)]
public sealed class KubectlTableTests(ITestOutputHelper output)
{
    private static readonly string[] s_proxyVariables = [
        "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "http_proxy", "https_proxy", "no_proxy", "ALL_PROXY", "all_proxy",
    ];

    [KubectlFact]
    public async Task Kubectl_and_the_module_agree_on_every_row()
    {
        using var pki = new TestCertificates();
        // A server and a proxy for each, so that all can run at a time. kubectl, which is started for each row, takes twice as long.
        await using var oneServer = await RecordingServer.StartAsync(pki);
        await using var otherServer = await RecordingServer.StartAsync(pki);
        await using var ourServer = await RecordingServer.StartAsync(pki);
        await using var oneProxy = new RecordingProxy();
        await using var otherProxy = new RecordingProxy();
        await using var ourProxy = new RecordingProxy();
        using var one = new Runner(pki, oneServer, oneProxy);
        using var other = new Runner(pki, otherServer, otherProxy);
        using var module = new Runner(pki, ourServer, ourProxy);
        var all = KubectlCases.All(pki, ourServer).ToList();
        var rows = all.Where(row => row.Since <= Runner.KubectlMinor).ToList();
        Assert.Equal(rows.Count, rows.Select(row => row.Name).Distinct().Count());
        var running = Task.WhenAll(RunHalfAsync(one, oneServer, 0), RunHalfAsync(other, otherServer, 1));
        var oursOfAll = rows.Select(module.RunModule).ToList();
        var halves = await running;
        var theirsOfAll = rows.Select((_, i) => halves[i % 2][i / 2]);
        var (connections, refusals, differences, faults) = (0, 0, new List<string>(), new List<string>());
        foreach (var (row, theirs, ours) in rows.Zip(theirsOfAll, oursOfAll))
        {
            if (theirs.Seen == ours.Seen && row.ChosenDifference is null)
            {
                _ = ours.Verdict == "connects" ? connections++ : refusals++;
            }
            else if (theirs.Seen != ours.Seen
                && row is { ChosenDifference: { } why, Expected: { } expected }
                && ours.Seen.Contains(expected, StringComparison.Ordinal))
            {
                differences.Add($"{row.Name}: kubectl {theirs.Verdict}, the module {ours.Verdict}, since {why}");
            }
            else
            {
                faults.Add(
                    $"{row.Name}{(row.ChosenDifference is null ? "" : theirs.Seen == ours.Seen ? " (is no difference any more)" : $" (must show: {row.Expected})")}\n  kubectl: {theirs}\n  module:  {ours}");
            }
        }

        var told =
            $"{rows.Count} rows beside kubectl 1.{Runner.KubectlMinor}{(rows.Count < all.Count ? $" ({all.Count - rows.Count} left out, which need a newer one)" : "")}: {connections + refusals} agreements ({connections} connect, {refusals} refuse), {differences.Count} chosen differences, {faults.Count} faults";
        var report = string.Join('\n', [told, .. differences.Select(text => "  " + text)]);
        output.WriteLine(report);
        if (Environment.GetEnvironmentVariable("KUBECTL_TABLE_REPORT") is { Length: > 0 } file)
        {
            await File.WriteAllTextAsync(file, report + "\n");
        }

        Assert.True(faults.Count == 0, $"{told}\n{string.Join('\n', faults)}");
        Assert.True(rows.Count >= 150, $"There are {rows.Count} rows.");
        Assert.True(
            connections >= 75 && refusals >= 50,
            $"A table whose rows nearly all end in the same way proves little: {told}");

        // Every other row, on a thread of its own: it waits for processes, and the servers need those of the pool.
        Task<List<Result>> RunHalfAsync(Runner kubectl, RecordingServer server, int first) => Task.Factory.StartNew(
            () => KubectlCases.All(pki, server).Where(row => row.Since <= Runner.KubectlMinor)
                .Where((_, i) => i % 2 == first).Select(kubectl.RunKubectl).ToList(),
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
    }

    /// <summary>What came of one side of a row: what was seen of it, and what it said, for whoever reads a failure.</summary>
    private sealed record Result(string Seen, string Said)
    {
        public string Verdict => Seen.StartsWith("refuses", StringComparison.Ordinal) ? "refuses" : "connects";

        public override string ToString() =>
            $"{Seen}   [{Said.Trim().ReplaceLineEndings(" / ")[..Math.Min(300, Said.Trim().ReplaceLineEndings(" / ").Length)]}]";
    }

    /// <summary>Runs one side of the rows, each in a folder of its own.</summary>
    private sealed class Runner(TestCertificates pki, RecordingServer server, RecordingProxy proxy) : IDisposable
    {
        private readonly string _root = Directory.CreateTempSubdirectory("osimage-table-").FullName;
        private readonly Lazy<ModuleShell> _shell = new(() => new ModuleShell());

        // The module's side changes the environment meanwhile.
        private readonly Dictionary<string, string?> _environment = new ProcessStartInfo().Environment.ToDictionary();
        private readonly string _kubectl = KubectlFactAttribute.Find()!;
        private int _count;

        /// <summary>Minor version of kubectl.</summary>
        public static int KubectlMinor { get; } = ReadMinor(KubectlFactAttribute.Find()!);

        public Result RunKubectl(KubectlCase row)
        {
            var folder = Prepare(row);
            var start = new ProcessStartInfo(
                _kubectl, [.. row.Arguments, "get", "--raw", "/version", "--request-timeout=10s"])
            {
                WorkingDirectory = Path.Combine(folder, row.Location),
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                RedirectStandardInput = true,
            };
            start.Environment.Clear();
            foreach (var (name, value) in _environment.Concat(EnvironmentOf(row, folder)))
            {
                start.Environment.Remove(name);
                if (value is not null)
                {
                    start.Environment[name] = value;
                }
            }

            using var process = Process.Start(start)!;
            process.StandardInput.Close();
            var errors = process.StandardError.ReadToEndAsync();
            var said = process.StandardOutput.ReadToEnd() + errors.Result;
            process.WaitForExit();
            return Collect(folder, said);
        }

        public Result RunModule(KubectlCase row)
        {
            var folder = Prepare(row);
            var variables = EnvironmentOf(row, folder);
            var before = variables.Keys.ToDictionary(name => name, Environment.GetEnvironmentVariable);
            try
            {
                foreach (var (name, value) in variables)
                {
                    Environment.SetEnvironmentVariable(name, value);
                }

                _shell.Value.Runspace.SessionStateProxy.Path.SetLocation(Path.Combine(folder, row.Location));
                var result = _shell.Value.Run(
                    $"Connect-OSImageCluster -RetryTimeoutSeconds 0 -WarningAction SilentlyContinue {row.Parameters} | Out-Null; Disconnect-OSImageCluster");
                var said =
                    (result.Terminating?.ErrorRecord ?? (result.Errors is [var first, ..] ? first : null))?.ToString()
                        ?? "";
                return Collect(folder, said);
            }
            finally
            {
                foreach (var (name, value) in before)
                {
                    Environment.SetEnvironmentVariable(name, value);
                }

                _shell.Value.Run("Disconnect-OSImageCluster");
            }
        }

        public void Dispose()
        {
            if (_shell.IsValueCreated)
            {
                _shell.Value.Dispose();
            }

            Directory.Delete(_root, recursive: true);
        }

        private static int ReadMinor(string kubectl)
        {
            using var process = Process.Start(
                new ProcessStartInfo(kubectl, ["version", "--client", "-o", "json"])
                {
                    RedirectStandardOutput = true,
                })!;
            var minor = (string)JsonNode.Parse(process.StandardOutput.ReadToEnd())!["clientVersion"]!["minor"]!;
            return int.Parse(string.Concat(minor.TakeWhile(char.IsAsciiDigit)), CultureInfo.InvariantCulture);
        }

        private string Neutral(string text, string folder)
        {
            foreach (var (name, port) in server.Ports.Append(KeyValuePair.Create("proxy", proxy.Port)))
            {
                text = text.Replace($":{port}", $":{{{name}}}", StringComparison.Ordinal);
            }

            return text.Replace(folder, "{folder}", StringComparison.Ordinal);
        }

        private static string Canonical(string json)
        {
            try
            {
                return Sorted(JsonNode.Parse(json))?.ToJsonString() ?? "null";
            }
            catch (System.Text.Json.JsonException)
            {
                return json;
            }
        }

        private static JsonNode? Sorted(JsonNode? node) => node is JsonObject map
            ? new JsonObject(
                map.OrderBy(item => item.Key, StringComparer.Ordinal)
                    .Select(item => KeyValuePair.Create(item.Key, Sorted(item.Value))))
            : node?.DeepClone();

        private string Prepare(KubectlCase row)
        {
            server.Take();
            proxy.Take();
            proxy.WantsCredentials = row.ProxyWantsCredentials;
            var folder = Path.Combine(_root, (++_count).ToString(CultureInfo.InvariantCulture));
            Directory.CreateDirectory(Path.Combine(folder, "home"));
            Directory.CreateDirectory(Path.Combine(folder, "bin"));
            Directory.CreateDirectory(Path.Combine(folder, row.Location));
            var files = new Dictionary<string, string>(row.Files) { ["config"] = row.Kubeconfig };
            foreach (var (name, content) in Authorities())
            {
                files.TryAdd(name, content);
            }

            foreach (var (name, text) in files)
            {
                var path = Path.Combine(folder, name);
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                File.WriteAllText(path, Fill(text, folder), new UTF8Encoding(false));
                if (text.StartsWith("#!", StringComparison.Ordinal) && !OperatingSystem.IsWindows())
                {
                    File.SetUnixFileMode(
                        path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
                }
            }

            return folder;
        }

        private Dictionary<string, string> Authorities() => new()
        {
            ["ca.crt"] = pki.Root.ExportCertificatePem() + "\n",
            ["intermediate.crt"] = pki.Intermediate.ExportCertificatePem() + "\n",
        };

        private string Fill(string text, string folder)
        {
            foreach (var (name, port) in server.Ports)
            {
                text = text.Replace(
                    $"{{{name}}}", port.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);
            }

            return text.Replace("{folder}", folder, StringComparison.Ordinal)
                .Replace("{proxy}", proxy.Port.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
                .Replace(
                    "{ca-data}",
                    Convert.ToBase64String(Encoding.ASCII.GetBytes(pki.Root.ExportCertificatePem() + "\n")),
                    StringComparison.Ordinal);
        }

        private Dictionary<string, string?> EnvironmentOf(KubectlCase row, string folder)
        {
            var variables = s_proxyVariables.ToDictionary(name => name, _ => (string?)null);
            variables["KUBECONFIG"] = Path.Combine(folder, "config");
            variables["HOME"] = Path.Combine(folder, "home");
            variables["PATH"] = Path.Combine(folder, "bin") + ":/usr/local/bin:/usr/bin:/bin";
            variables["REQUEST_METHOD"] = null;
            variables["KUBERC"] = null;
            foreach (var (name, value) in row.Environment)
            {
                variables[name] = value is null ? null : Fill(value, folder);
            }

            return variables;
        }

        private Result Collect(string folder, string said)
        {
            var request = server.Take().LastOrDefault(item => item.Path.EndsWith("/version", StringComparison.Ordinal));
            var asked = proxy.Take() is [.., var last] ? last.Trim() : "directly";
            var log = Path.Combine(folder, "plugin.log");
            var plugin = File.Exists(log) ? Neutral(File.ReadAllText(log), folder) : "";
            var info = Path.Combine(folder, "plugin.json");
            plugin += File.Exists(info) ? Canonical(Neutral(File.ReadAllText(info), folder)) : "";
            var seen = request is null ? $"refuses, {asked}"
                : $"{request.Listener} {request.Host} sni={request.Sni} {asked} auth='{request.Authorization}' as='{request.Impersonation}' client='{request.Client}'";
            seen = Neutral(seen, folder);
            return new Result(seen + (plugin.Length == 0 ? "" : $" plugin={plugin.Trim()}"), said);
        }
    }
}
