using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using OpenShiftImage.Primitives;

namespace OpenShiftImage.Analysis.Policies;

/// <summary>
/// A log of SARIF 2.1.0 (Static Analysis Results Interchange Format, OASIS), by which CI systems show results.
/// </summary>
/// <param name="toolVersion">The version of the module.</param>
/// <param name="category">What tells this log from others of the same commit; null for nothing.</param>
/// <param name="includePassed">Whether results that passed are in it too.</param>
internal sealed class SarifLog(string toolVersion, string? category, bool includePassed)
{
    /// <summary>The most results that GitHub takes in one log.</summary>
    public const int MostForGitHub = 25_000;

    /// <summary>The most results that a log holds.</summary>
    public const int MostResults = 100_000;

    /// <summary>The most characters of what results say: far from what one text can hold.</summary>
    public const long MostCharacters = 64L << 20;

    private const string Schema = "https://json.schemastore.org/sarif-2.1.0.json";

    private readonly List<SarifRule> _rules = [];
    private readonly Dictionary<(string, string), int> _indices = [];
    private readonly HashSet<string> _ids = new(StringComparer.Ordinal);
    private readonly List<(ImageTestResult Result, int Rule)> _results = [];

    /// <summary>Gets how many results are in it.</summary>
    public int Count => _results.Count;

    private long _characters;

    /// <summary>Adds a result; its Image is not kept.</summary>
    /// <returns>Whether it was added: the log takes no more where it would be too large.</returns>
    public bool Add(ImageTestResult result)
    {
        var kept = result.WithoutImage();
        var index = IndexOf(kept);
        if (!result.Passed || includePassed)
        {
            _characters += result.Message.Length + (result.Actual?.Length ?? 0) + (result.Expected?.Length ?? 0)
                + (2 * (result.Reference ?? result.Name).Length);
            if (_results.Count == MostResults || _characters > MostCharacters)
            {
                return false;
            }

            _results.Add((kept, index));
        }

        return true;
    }

    /// <summary>Returns the log.</summary>
    public string Complete()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, JsonDefaults.IndentedWriter))
        {
            writer.WriteStartObject();
            writer.WriteString("$schema", Schema);
            writer.WriteString("version", "2.1.0");
            writer.WriteStartArray("runs");
            writer.WriteStartObject();
            WriteTool(writer);
            if (category is not null)
            {
                writer.WriteStartObject("automationDetails");
                // What follows the last slash would be the id of the run.
                writer.WriteString("id", category.TrimEnd('/') + "/");
                writer.WriteEndObject();
            }

            writer.WriteString("columnKind", "utf16CodeUnits");
            writer.WriteStartArray("results");
            foreach (var (result, rule) in _results)
            {
                Write(writer, result, rule);
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>Returns the level by which SARIF tells how bad a result is.</summary>
    private static string LevelOf(ImageRuleSeverity severity) => severity switch
    {
        ImageRuleSeverity.Error => "error",
        ImageRuleSeverity.Warning => "warning",
        _ => "note",
    };

    /// <summary>A rule of two policies is two rules, each with an id of its own.</summary>
    private int IndexOf(ImageTestResult result)
    {
        if (!_indices.TryGetValue((result.Policy, result.Rule), out var index))
        {
            _indices[(result.Policy, result.Rule)] = index = _rules.Count;
            var id = IdOf(result);
            if (!_ids.Add(id))
            {
                id = $"{id}/{result.Policy}";
                _ids.Add(id);
            }

            _rules.Add(new SarifRule(id, result));
        }

        return index;
    }

    /// <summary>
    /// Returns the id of a rule. One id of a STIG may stand for several rules, and SARIF wants each to have its own:
    /// parts of an id are separated by a slash.
    /// </summary>
    private static string IdOf(ImageTestResult result) =>
        result.RuleId is null ? $"{result.Policy}/{result.Rule}" : $"{result.RuleId}/{result.Rule}";

    private void Write(Utf8JsonWriter writer, ImageTestResult result, int index)
    {
        var shown = result.Reference ?? result.Name;
        writer.WriteStartObject();
        writer.WriteString("ruleId", _rules[index].Id);
        writer.WriteNumber("ruleIndex", index);
        writer.WriteString("kind", result.Passed ? "pass" : "fail");
        writer.WriteString("level", result.Passed ? "none" : LevelOf(result.Severity));
        WriteText(writer, "message", $"{shown}: {result.Message}");
        writer.WriteStartArray("locations");
        writer.WriteStartObject();
        // Where an image lies is no file: systems that show only files get its repository as if it were one.
        writer.WriteStartObject("physicalLocation");
        writer.WriteStartObject("artifactLocation");
        writer.WriteString("uri", UriOf(result));
        writer.WriteEndObject();
        writer.WriteStartObject("region");
        writer.WriteNumber("startLine", 1);
        writer.WriteNumber("startColumn", 1);
        writer.WriteNumber("endLine", 1);
        writer.WriteNumber("endColumn", 1);
        writer.WriteEndObject();
        writer.WriteEndObject();
        WriteLogicalLocations(writer, result, shown);
        writer.WriteEndObject();
        writer.WriteEndArray();
        writer.WriteStartObject("partialFingerprints");
        // GitHub looks at this one only.
        writer.WriteString("primaryLocationLineHash", FingerprintOf(result) + ":1");
        writer.WriteString("imageRule/v1", FingerprintOf(result));
        writer.WriteEndObject();
        writer.WriteStartObject("properties");
        writer.WriteString("image", result.Name);
        WriteIfAny(writer, "reference", result.Reference);
        WriteIfAny(writer, "actual", result.Actual);
        WriteIfAny(writer, "expected", result.Expected);
        WriteIfAny(writer, "cluster", ClusterOf(result));
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void WriteLogicalLocations(Utf8JsonWriter writer, ImageTestResult result, string shown)
    {
        writer.WriteStartArray("logicalLocations");
        writer.WriteStartObject();
        writer.WriteString("name", shown);
        writer.WriteString(
            "fullyQualifiedName", ClusterOf(result) is { } cluster ? $"{cluster}/{result.Name}" : result.Name);
        writer.WriteString("kind", "resource");
        writer.WriteEndObject();
        writer.WriteEndArray();
    }

    private void WriteTool(Utf8JsonWriter writer)
    {
        writer.WriteStartObject("tool");
        writer.WriteStartObject("driver");
        writer.WriteString("name", "OpenShiftImage");
        writer.WriteString("semanticVersion", toolVersion);
        writer.WriteStartArray("rules");
        foreach (var (id, first) in _rules)
        {
            writer.WriteStartObject();
            writer.WriteString("id", id);
            writer.WriteString("name", first.Rule);
            WriteText(writer, "shortDescription", $"{first.Rule}: {first.Expected ?? "see its help"}");
            WriteText(
                writer, "fullDescription", first.Reason ?? $"Rule {first.Rule} of the policy {first.Policy}.");
            WriteText(
                writer,
                "help",
                first.Reason ?? $"about_OSImagePolicies says what the rule {first.Rule} looks at.");
            WriteIfAny(writer, "helpUri", first.HelpUri);
            writer.WriteStartObject("defaultConfiguration");
            writer.WriteString("level", LevelOf(first.Severity));
            writer.WriteEndObject();
            writer.WriteStartObject("properties");
            writer.WriteStartArray("tags");
            writer.WriteStringValue("container-image");
            writer.WriteStringValue(first.Policy);
            writer.WriteEndArray();
            writer.WriteString("problem.severity", first.Severity switch
            {
                ImageRuleSeverity.Error => "error",
                ImageRuleSeverity.Warning => "warning",
                _ => "recommendation",
            });
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void WriteText(Utf8JsonWriter writer, string name, string text)
    {
        writer.WriteStartObject(name);
        writer.WriteString("text", text);
        writer.WriteEndObject();
    }

    private static void WriteIfAny(Utf8JsonWriter writer, string name, string? text)
    {
        if (!string.IsNullOrEmpty(text))
        {
            writer.WriteString(name, text);
        }
    }

    private static string? ClusterOf(ImageTestResult result) =>
        result.Cluster is null ? null : ControlCharacters.Escape(result.Cluster.Name);

    /// <summary>
    /// Returns registry and repository as a relative address: no tag, which moves; and no colon in its first part,
    /// which would make a scheme of the registry.
    /// </summary>
    private static string UriOf(ImageTestResult result)
    {
        var path = string.IsNullOrEmpty(result.Reference) ? result.Name : PullSpec.Parse(result.Reference).FullPath;
        return path.Length == 0
            ? "image"
            : string.Join('/', path.Split('/', StringSplitOptions.RemoveEmptyEntries).Select(Uri.EscapeDataString));
    }

    /// <summary>
    /// Returns what stays the same from run to run: policy, rule, Image and cluster, and none of the figures.
    /// </summary>
    private static string FingerprintOf(ImageTestResult result)
    {
        var text = string.Join('\n', result.Policy, IdOf(result), result.Name, result.Reference, result.Cluster?.Name);
        return Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 16)).ToLowerInvariant();
    }
}
