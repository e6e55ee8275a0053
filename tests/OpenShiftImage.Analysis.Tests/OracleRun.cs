using System.Globalization;
using System.Text.Json.Nodes;
using OpenShiftImage.Analysis.Usage;

namespace OpenShiftImage.Analysis.Tests;

/// <summary>A run of the real <c>oc adm prune images</c> on a recorded state, and what it said.</summary>
internal sealed class OracleRun
{
    private readonly JsonNode _run;

    public OracleRun(string folder, JsonNode run)
    {
        (Folder, _run) = (folder, run);
        Arguments = [.. run["args"]!.AsArray().Select(argument => (string)argument!)];
    }

    public string Folder { get; }

    public string[] Arguments { get; }

    public bool Failed => (int)_run["exitCode"]! != 0;

    public string StandardError => (string)_run["stderr"]!;

    public IReadOnlyList<string> Forbidden =>
        [.. (_run["forbidden"]?.AsArray() ?? []).Select(kind => (string)kind!)];

    public IEnumerable<IReadOnlyList<string>> PrunedImages => new[] { _run["prunedImages"]! }
        .Concat((_run["alternatives"]?.AsArray() ?? []).Select(other => other?["prunedImages"] ?? other!))
        .Select(names => (IReadOnlyList<string>)[.. names.AsArray().Select(name => (string)name!)]);

    public IReadOnlyList<string> PrunedPlaces => [.. _run["prunedTagItems"]!.AsArray()
        .Select(item => $"{item!["namespace"]}/{item["stream"]}:{item["tag"]} {item["position"]} {item["image"]}")
        .Order(StringComparer.Ordinal)];

    public IReadOnlyDictionary<string, string> ImageReasons =>
        _run["imageReasons"]!.AsObject().ToDictionary(item => item.Key, item => (string)item.Value!);

    public IReadOnlyDictionary<string, string[]> PlaceReasons => _run["tagItemReasons"]!.AsObject().ToDictionary(
        item => item.Key, item => item.Value!.AsArray().Select(reason => (string)reason!).ToArray());

    public bool IsNondeterministic => _run["nondeterministic"] is not null || _run["alternatives"] is not null;

    public static IEnumerable<OracleRun> Of(string folder) =>
        JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "expected.json")))!["runs"]!.AsArray()
            .Select(run => new OracleRun(folder, run!));

    /// <summary>Returns the API groups that a recorded server had not.</summary>
    public static string[] MissingGroupsOf(string folder) =>
        [.. (JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "expected.json")))!["missingGroups"]?.AsArray() ?? [])
            .Select(group => (string)group!)];

    /// <summary>Returns a text as oc's messages quote it.</summary>
    public static string Quote(string text) => "\""
        + text.Replace("\n", "\\n", StringComparison.Ordinal).Replace("\r", "\\r", StringComparison.Ordinal) + "\"";

    /// <summary>Returns what the arguments ask for.</summary>
    /// <exception cref="FormatException">They are wrong.</exception>
    public UsageOptions ToOptions()
    {
        var options = new UsageOptions
        {
            AsOf = DateTimeOffset.Parse((string)_run["now"]!, CultureInfo.InvariantCulture),
        };
        var (keeps, size) = (false, (bool?)null);
        for (var i = 0; i < Arguments.Length; i++)
        {
            var (name, value) = Arguments[i].Split('=', 2) is [var key, var given]
                ? (key, given)
                : (Arguments[i], null);
            switch (name)
            {
                case "--keep-tag-revisions":
                    keeps = true;
                    options = options with { KeepTagRevisions = int.Parse(value!, CultureInfo.InvariantCulture) };
                    break;
                case "--keep-younger-than":
                    keeps = true;
                    options = options with { KeepYoungerThan = UsageDuration.Parse(value!) };
                    break;
                case "--prune-over-size-limit":
                    size = value != "false";
                    break;
                case "--all":
                    options = options with { ManagedOnly = value == "false" };
                    break;
                case "--ignore-invalid-refs":
                    options = options with { IgnoreInvalidReferences = true };
                    break;
                case "-n":
                    options = options with { Namespace = Arguments[++i] };
                    break;
                case "--namespace":
                    // An empty one is the kubeconfig's, which was "default" where the states were recorded.
                    options = options with { Namespace = value is "" ? "default" : value };
                    break;
                case "--prune-registry":
                    break;
                default:
                    throw new FormatException($"{name} is no option of the verdict.");
            }
        }

        return UsageOptions.Combine(options, size, keeps);
    }
}
