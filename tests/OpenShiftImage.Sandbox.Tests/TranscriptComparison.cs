using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace OpenShiftImage.Sandbox.Tests;

/// <summary>
/// Compares responses with recorded ones. What differs from run to run is mapped (uids, resource versions, continue
/// tokens: the server's replace the recorded ones in later requests) or blanked; what has no order is sorted.
/// </summary>
internal sealed partial class TranscriptComparison
{
    private readonly Dictionary<string, string> _uids = [];
    private readonly Dictionary<string, string> _versions = [];
    private readonly Dictionary<string, string> _tokens = [];

    /// <summary>Returns a recorded path with the server's values.</summary>
    public string MapPath(string path)
    {
        path = MapUids(path);
        path = VersionParameter().Replace(path, MapVersion);
        return TokenParameter().Replace(path, match =>
        {
            var token = Uri.UnescapeDataString(match.Groups[2].Value);
            return match.Groups[1].Value + Uri.EscapeDataString(_tokens.GetValueOrDefault(token, token));
        });
    }

    /// <summary>Returns a recorded body with the server's values.</summary>
    public byte[] MapBody(byte[] body)
    {
        string text;
        try
        {
            text = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(body);
        }
        catch (ArgumentException)
        {
            return body;
        }

        return Encoding.UTF8.GetBytes(VersionField().Replace(MapUids(text), MapVersion));
    }

    /// <summary>Returns the differences between a recorded response and the sandbox's.</summary>
    public List<string> FindDifferences(JsonNode? recorded, JsonNode? actual)
    {
        RecordValues(recorded, actual, "");
        var differences = new List<string>();
        Compare(Normalize(recorded, ""), Normalize(actual, ""), "$", differences);
        return differences;
    }

    /// <summary>Returns a text without what differs from run to run.</summary>
    public static string NormalizeText(string text)
    {
        text = Uid().Replace(Time().Replace(text, "<time>"), "<uid>");
        return TextVersion().Replace(TextToken().Replace(text, "$1<token>"), "$1<n>");
    }

    private string MapUids(string text) =>
        Uid().Replace(text, match => _uids.GetValueOrDefault(match.Value, match.Value));

    private string MapVersion(Match match)
    {
        var version = match.Groups["version"].Value;
        return match.Value.Replace(version, _versions.GetValueOrDefault(version, version), StringComparison.Ordinal);
    }

    private static JsonNode? Normalize(JsonNode? value, string key)
    {
        switch (value)
        {
            case JsonObject map:
                var normalized = new JsonObject(map.Select(
                    pair => KeyValuePair.Create(pair.Key, Normalize(pair.Value, pair.Key))));
                if (key == "metadata" && HasGeneratedName(map))
                {
                    normalized["name"] = "<generated>";
                }

                return normalized;
            case JsonArray list:
                var items = list.Select(item => Normalize(item, key));
                return new JsonArray([.. key is "managedFields" or "causes"
                    ? items.OrderBy(item => SortKeys(item)?.ToJsonString(), StringComparer.Ordinal)
                    : items]);
            case not null when value.GetValueKind() == System.Text.Json.JsonValueKind.String:
                return NormalizeText((string)value!, key);
            default:
                return value?.DeepClone();
        }
    }

    private static string NormalizeText(string text, string key)
    {
        if (key is "resourceVersion" or "continue" or "uid" && text.Length > 0)
        {
            return $"<{key}>";
        }

        if (Time().Match(text) is { Success: true } match
            && match.Length == text.Length
            && string.CompareOrdinal(text, "2026") >= 0)
        {
            return "<time>";
        }

        if (key != "message")
        {
            return text;
        }

        text = Uid().Replace(Time().Replace(text, "<time>"), "<uid>");
        text = MessageVersion().Replace(text, "$1<n>");
        text = LongNumber().Replace(text, "<n>");
        return TooOld().Replace(text, "$1<n>");
    }

    private static bool HasGeneratedName(JsonObject metadata) =>
        (string?)metadata["generateName"] is { Length: > 0 } prefix
        && (string?)metadata["name"] is { } name
        && name.StartsWith(prefix, StringComparison.Ordinal);

    private static JsonNode? SortKeys(JsonNode? value) => value switch
    {
        JsonObject map => new JsonObject(map
            .OrderBy(pair => pair.Key, StringComparer.Ordinal)
            .Select(pair => KeyValuePair.Create(pair.Key, SortKeys(pair.Value)))),
        JsonArray list => new JsonArray([.. list.Select(SortKeys)]),
        _ => value?.DeepClone(),
    };

    private static void Compare(JsonNode? expected, JsonNode? actual, string where, List<string> differences)
    {
        switch (expected, actual)
        {
            case (JsonObject wanted, JsonObject got):
                foreach (var key in wanted.Select(pair => pair.Key).Union(got.Select(pair => pair.Key)))
                {
                    if (!got.ContainsKey(key) || !wanted.ContainsKey(key))
                    {
                        differences.Add($"{where}.{key}: {(wanted.ContainsKey(key) ? "missing" : "unexpected")}");
                    }
                    else
                    {
                        Compare(wanted[key], got[key], $"{where}.{key}", differences);
                    }
                }

                break;
            case (JsonArray wanted, JsonArray got):
                if (wanted.Count != got.Count)
                {
                    differences.Add(string.Create(
                        CultureInfo.InvariantCulture, $"{where}: {got.Count} items, expected {wanted.Count}"));
                }

                for (var i = 0; i < Math.Min(wanted.Count, got.Count); i++)
                {
                    Compare(wanted[i], got[i], $"{where}[{i}]", differences);
                }

                break;
            default:
                if (!JsonNode.DeepEquals(expected, actual))
                {
                    differences.Add(
                        $"{where}: {actual?.ToJsonString() ?? "null"}, expected {expected?.ToJsonString() ?? "null"}");
                }

                break;
        }
    }

    private void RecordValues(JsonNode? recorded, JsonNode? actual, string key)
    {
        switch (recorded, actual)
        {
            case (JsonObject wanted, JsonObject got):
                foreach (var (name, value) in wanted)
                {
                    RecordValues(value, got[name], name);
                }

                break;
            case (JsonArray wanted, JsonArray got):
                foreach (var (first, second) in wanted.Zip(got))
                {
                    RecordValues(first, second, key);
                }

                break;
            case (JsonValue wanted, JsonValue got):
                var table = key switch
                {
                    "uid" => _uids,
                    "resourceVersion" => _versions,
                    "continue" => _tokens,
                    _ => null,
                };
                if (table is not null
                    && wanted.TryGetValue<string>(out var from) && from.Length > 0
                    && got.TryGetValue<string>(out var to) && to.Length > 0)
                {
                    table[from] = to;
                }

                break;
        }
    }

    [GeneratedRegex("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")]
    private static partial Regex Uid();

    [GeneratedRegex(@"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z")]
    private static partial Regex Time();

    [GeneratedRegex(@"resourceVersion=(?<version>\d+)")]
    private static partial Regex VersionParameter();

    [GeneratedRegex(@"(continue=)([^&]+)")]
    private static partial Regex TokenParameter();

    [GeneratedRegex("\"resourceVersion\":\\s*\"(?<version>\\d+)\"")]
    private static partial Regex VersionField();

    [GeneratedRegex("(resourceVersion\\\\*\":\\\\*\")\\d+")]
    private static partial Regex MessageVersion();

    [GeneratedRegex(@"\b\d{3,}\b")]
    private static partial Regex LongNumber();

    [GeneratedRegex(@"(resource version: )\d+( \(\d+\))?")]
    private static partial Regex TooOld();

    [GeneratedRegex("(continue\"?: ?\"?)[\\w-]+")]
    private static partial Regex TextToken();

    [GeneratedRegex("(resourceVersion\"?: ?\"?)\\d+")]
    private static partial Regex TextVersion();
}
