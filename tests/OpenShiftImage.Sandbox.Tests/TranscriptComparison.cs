using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace OpenShiftImage.Sandbox.Tests;

/// <summary>
/// Compares answers with recorded ones. What differs from run to run is mapped (uids, resource versions, continue tokens: the
/// server's stand for the recorded ones in later requests) or blanked; what has no order is sorted.
/// </summary>
internal sealed partial class TranscriptComparison
{
    private readonly Dictionary<string, string> _uids = [];
    private readonly Dictionary<string, string> _versions = [];
    private readonly Dictionary<string, string> _tokens = [];

    public string Path(string path)
    {
        path = Uid().Replace(path, match => _uids.GetValueOrDefault(match.Value, match.Value));
        path = VersionParameter().Replace(path, match => match.Groups[1].Value + _versions.GetValueOrDefault(match.Groups[2].Value, match.Groups[2].Value));
        return TokenParameter().Replace(path, match =>
        {
            var token = Uri.UnescapeDataString(match.Groups[2].Value);
            return match.Groups[1].Value + Uri.EscapeDataString(_tokens.GetValueOrDefault(token, token));
        });
    }

    public byte[] Body(byte[] body)
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

        text = Uid().Replace(text, match => _uids.GetValueOrDefault(match.Value, match.Value));
        text = VersionField().Replace(text, match => match.Groups[1].Value + _versions.GetValueOrDefault(match.Groups[2].Value, match.Groups[2].Value) + match.Groups[3].Value);
        return Encoding.UTF8.GetBytes(text);
    }

    /// <summary>Gives the first differences between a recorded answer and ours.</summary>
    public List<string> Differences(JsonNode? recorded, JsonNode? actual)
    {
        Learn(recorded, actual, "");
        var found = new List<string>();
        Differ(Normal(recorded, ""), Normal(actual, ""), "$", found);
        return found;
    }

    public static string NormalText(string text)
    {
        text = Uid().Replace(Time().Replace(text, "<time>"), "<uid>");
        return TextVersion().Replace(TextToken().Replace(text, "$1<token>"), "$1<n>");
    }

    private static JsonNode? Normal(JsonNode? value, string key)
    {
        switch (value)
        {
            case JsonObject map:
                var form = new JsonObject(map.Select(pair => KeyValuePair.Create(pair.Key, Normal(pair.Value, pair.Key))));
                if (key == "metadata" && (string?)map["generateName"] is { Length: > 0 } prefix && ((string?)map["name"] ?? "").StartsWith(prefix, StringComparison.Ordinal))
                {
                    form["name"] = "<generated>";
                }

                return form;
            case JsonArray list:
                var items = list.Select(item => Normal(item, key));
                return new JsonArray([.. key is "managedFields" or "causes" ? items.OrderBy(item => Sorted(item)?.ToJsonString(), StringComparer.Ordinal) : items]);
            case not null when value.GetValueKind() == System.Text.Json.JsonValueKind.String:
                return NormalText((string)value!, key);
            default:
                return value?.DeepClone();
        }
    }

    private static string NormalText(string text, string key)
    {
        if (key is "resourceVersion" or "continue" or "uid" && text.Length > 0)
        {
            return $"<{key}>";
        }

        if (Time().Match(text) is { Success: true } match && match.Length == text.Length && string.CompareOrdinal(text, "2026") >= 0)
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

    private static JsonNode? Sorted(JsonNode? value) => value switch
    {
        JsonObject map => new JsonObject(map.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => KeyValuePair.Create(pair.Key, Sorted(pair.Value)))),
        JsonArray list => new JsonArray([.. list.Select(Sorted)]),
        _ => value?.DeepClone(),
    };

    private static void Differ(JsonNode? expected, JsonNode? actual, string where, List<string> found)
    {
        switch (expected, actual)
        {
            case (JsonObject wanted, JsonObject got):
                foreach (var key in wanted.Select(pair => pair.Key).Union(got.Select(pair => pair.Key)))
                {
                    if (!got.ContainsKey(key) || !wanted.ContainsKey(key))
                    {
                        found.Add($"{where}.{key}: {(wanted.ContainsKey(key) ? "missing" : "unexpected")}");
                    }
                    else
                    {
                        Differ(wanted[key], got[key], $"{where}.{key}", found);
                    }
                }

                break;
            case (JsonArray wanted, JsonArray got):
                if (wanted.Count != got.Count)
                {
                    found.Add(string.Create(CultureInfo.InvariantCulture, $"{where}: {got.Count} items, expected {wanted.Count}"));
                }

                for (var i = 0; i < Math.Min(wanted.Count, got.Count); i++)
                {
                    Differ(wanted[i], got[i], $"{where}[{i}]", found);
                }

                break;
            default:
                if (!JsonNode.DeepEquals(expected, actual))
                {
                    found.Add($"{where}: {actual?.ToJsonString() ?? "null"}, expected {expected?.ToJsonString() ?? "null"}");
                }

                break;
        }
    }

    private void Learn(JsonNode? recorded, JsonNode? actual, string key)
    {
        switch (recorded, actual)
        {
            case (JsonObject wanted, JsonObject got):
                foreach (var (name, value) in wanted)
                {
                    Learn(value, got[name], name);
                }

                break;
            case (JsonArray wanted, JsonArray got):
                foreach (var (first, second) in wanted.Zip(got))
                {
                    Learn(first, second, key);
                }

                break;
            case (JsonValue wanted, JsonValue got) when wanted.TryGetValue<string>(out var from) && got.TryGetValue<string>(out var to) && from.Length > 0 && to.Length > 0:
                var table = key switch { "uid" => _uids, "resourceVersion" => _versions, "continue" => _tokens, _ => null };
                if (table is not null)
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

    [GeneratedRegex(@"(resourceVersion=)(\d+)")]
    private static partial Regex VersionParameter();

    [GeneratedRegex(@"(continue=)([^&]+)")]
    private static partial Regex TokenParameter();

    [GeneratedRegex("(\"resourceVersion\":\\s*\")(\\d+)(\")")]
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
