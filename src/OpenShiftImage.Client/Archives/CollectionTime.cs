using System.Globalization;
using System.Text.RegularExpressions;

namespace OpenShiftImage.Archives;

/// <summary>
/// When something was collected: <c>oc adm inspect</c> and <c>oc adm must-gather</c> write into a file
/// <c>timestamp</c> when they began and when they ended, a line each, as Go prints times.
/// </summary>
internal static partial class CollectionTime
{
    /// <summary>Name of the file.</summary>
    public const string FileName = "timestamp";

    /// <summary>Returns the time of the first line; null where it has none.</summary>
    /// <param name="text">For example <c>2026-11-27 13:08:03.123456789 +0000 UTC m=+0.123456789</c>.</param>
    public static DateTimeOffset? Parse(string text)
    {
        var match = GoTime().Match(text);
        return match.Success && DateTimeOffset.TryParseExact(
            $"{match.Groups["time"].Value} {match.Groups["zone"].Value.Insert(3, ":")}",
            "yyyy-MM-dd HH:mm:ss zzz",
            CultureInfo.InvariantCulture,
            DateTimeStyles.None,
            out var time)
            ? time.ToUniversalTime()
            : null;
    }

    [GeneratedRegex(
        @"^\s*(?<time>[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2})(\.[0-9]+)? (?<zone>[+-][0-9]{4})\b",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex GoTime();
}
