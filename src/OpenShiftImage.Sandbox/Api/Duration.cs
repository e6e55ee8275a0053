using System.Globalization;
using System.Text.RegularExpressions;

namespace OpenShiftImage.Sandbox.Api;

/// <summary>A length of time as Go writes it: <c>1m30s</c>.</summary>
internal static partial class Duration
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

    /// <exception cref="StatusError">The text is no duration.</exception>
    public static void Require(string? text)
    {
        if (text is not null && Problem(text) is { } problem)
        {
            throw StatusError.BadRequest($"invalid timeout specified in the request URL - time: {problem} duration {FieldError.Quote(text)}");
        }
    }

    private static string? Problem(string text)
    {
        var rest = text[0] is '+' or '-' ? text[1..] : text;
        if (rest == "0")
        {
            return null;
        }

        var total = 0.0;
        do
        {
            var part = Part().Match(rest);
            if (!part.Success)
            {
                return "invalid";
            }

            var unit = part.Groups["unit"].Value;
            if (unit.Length == 0)
            {
                return "missing unit in";
            }

            if (!s_nanoseconds.TryGetValue(unit, out var factor))
            {
                return $"unknown unit {FieldError.Quote(unit)} in";
            }

            total += double.Parse("0" + part.Groups["number"].Value, CultureInfo.InvariantCulture) * factor;
            rest = rest[part.Length..];
        }
        while (rest.Length > 0);
        return total > long.MaxValue ? "invalid" : null;
    }

    [GeneratedRegex(@"^(?<number>[0-9]+\.?[0-9]*|\.[0-9]+)(?<unit>[^0-9.]*)")]
    private static partial Regex Part();
}
