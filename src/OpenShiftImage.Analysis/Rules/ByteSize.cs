using System.Globalization;
using System.Text.RegularExpressions;

namespace OpenShiftImage.Analysis.Rules;

/// <summary>Numbers of bytes as people write them: units are powers of 1024, as PowerShell's.</summary>
internal static partial class ByteSize
{
    private const string Units = "BKMGTP";

    /// <summary>Reads <c>500MB</c>, <c>1.5 GiB</c> or <c>2Gi</c>; null where the text is no such thing.</summary>
    public static long? Parse(string text)
    {
        if (Pattern().Match(text) is not { Success: true } match
            || !decimal.TryParse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture, out var number))
        {
            return null;
        }

        var unit = match.Groups[2].Value is [var first, ..]
            ? Units.IndexOf(char.ToUpperInvariant(first), StringComparison.Ordinal)
            : 0;
        var scale = 1L << (10 * unit);
        return number > long.MaxValue / scale ? null : (long)(number * scale);
    }

    /// <summary>Returns bytes in the unit that fits.</summary>
    public static string ToText(long bytes)
    {
        var (value, unit) = ((double)bytes, 0);
        for (; value >= 1000 && unit < Units.Length - 1; unit++)
        {
            value /= 1024;
        }

        return unit == 0
            ? string.Create(CultureInfo.InvariantCulture, $"{bytes} B")
            : string.Create(CultureInfo.InvariantCulture, $"{value:0.##} {Units[unit]}B");
    }

    [GeneratedRegex(
        "^([0-9]{1,15}(?:\\.[0-9]{1,6})?) ?(B|[KMGTP]i?B?)?\\z",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
