using System.Globalization;
using System.Text.RegularExpressions;

namespace OpenShiftImage.Sandbox.Primitives;

/// <summary>A length of time as Go's <c>time.ParseDuration</c> reads it: <c>1m30s</c>.</summary>
internal static partial class GoDuration
{
    private static readonly Dictionary<string, double> s_nanoseconds = new(StringComparer.Ordinal)
    {
        ["ns"] = 1,
        ["us"] = 1e3,
        ["µs"] = 1e3,
        ["μs"] = 1e3,
        ["ms"] = 1e6,
        ["s"] = 1e9,
        ["m"] = 60e9,
        ["h"] = 3600e9,
    };

    /// <summary>Returns the parser's message about a text that is not empty; null when it is a duration.</summary>
    public static string? FindProblem(string text) =>
        Describe(text) is { } problem ? $"time: {problem} duration {GoFormat.Quote(text)}" : null;

    private static string? Describe(string text)
    {
        var rest = text[0] is '+' or '-' ? text[1..] : text;
        if (rest == "0")
        {
            return null;
        }

        var total = 0.0;
        do
        {
            var component = Component().Match(rest);
            if (!component.Success)
            {
                return "invalid";
            }

            var unit = component.Groups["unit"].Value;
            if (unit.Length == 0)
            {
                return "missing unit in";
            }

            if (!s_nanoseconds.TryGetValue(unit, out var factor))
            {
                return $"unknown unit {GoFormat.Quote(unit)} in";
            }

            total += double.Parse("0" + component.Groups["number"].Value, CultureInfo.InvariantCulture) * factor;
            rest = rest[component.Length..];
        }
        while (rest.Length > 0);
        return total > long.MaxValue ? "invalid" : null;
    }

    [GeneratedRegex(@"^(?<number>[0-9]+\.?[0-9]*|\.[0-9]+)(?<unit>[^0-9.]*)")]
    private static partial Regex Component();
}
