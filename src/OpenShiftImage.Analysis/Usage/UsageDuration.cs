using System.Globalization;
using System.Text.RegularExpressions;

namespace OpenShiftImage.Analysis.Usage;

/// <summary>
/// Ages as <c>--keep-younger-than</c> takes them: Go's durations (<c>time.ParseDuration</c>), for example <c>60m</c> or
/// <c>1h30m</c>.
/// </summary>
internal static partial class UsageDuration
{
    /// <summary>The most nanoseconds of a duration in Go.</summary>
    private const decimal MaxNanoseconds = long.MaxValue;

    private const decimal NanosecondsOfTick = 100;

    /// <summary>Returns a duration. What is below .NET's 100 ns counts as 100 ns.</summary>
    /// <exception cref="FormatException">It is none, or it is negative.</exception>
    public static TimeSpan Parse(string text)
    {
        if (text == "0")
        {
            return TimeSpan.Zero;
        }

        var match = Duration().Match(text);
        if (!match.Success)
        {
            throw new FormatException(
                $"'{text}' is no age: write 96h, 90m or 1h30m, or a TimeSpan such as 1.12:00:00.");
        }

        var total = 0m;
        for (var i = 0; i < match.Groups["number"].Captures.Count; i++)
        {
            var number = match.Groups["number"].Captures[i].Value;
            if (!decimal.TryParse(
                number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value)
                || (total += value * UnitOf(match.Groups["unit"].Captures[i].Value)) > MaxNanoseconds)
            {
                throw new FormatException($"'{text}' is longer than 292 years, the most that an age can be.");
            }
        }

        return TimeSpan.FromTicks((long)Math.Ceiling(total / NanosecondsOfTick));
    }

    private static decimal UnitOf(string unit) => unit switch
    {
        "ns" => 1m,
        "us" or "µs" or "μs" => 1_000m,
        "ms" => 1_000_000m,
        "s" => 1_000_000_000m,
        "m" => 60_000_000_000m,
        _ => 3_600_000_000_000m,
    };

    [GeneratedRegex(@"^\+?((?<number>[0-9]+\.?[0-9]*|\.[0-9]+)(?<unit>ns|us|µs|μs|ms|s|m|h))+\z",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Duration();
}
