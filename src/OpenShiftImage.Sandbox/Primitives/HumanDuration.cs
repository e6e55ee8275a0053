using System.Globalization;

namespace OpenShiftImage.Sandbox.Primitives;

/// <summary>Durations as tables show ages: in at most two units, fewer the longer they are.</summary>
internal static class HumanDuration
{
    /// <summary>Returns a duration as tables show it.</summary>
    public static string Format(TimeSpan duration)
    {
        var seconds = (long)duration.TotalSeconds;
        var (minutes, hours, days) = (seconds / 60, seconds / 3600, seconds / 86_400);
        return seconds switch
        {
            < -1 => "<invalid>",
            < 0 => "0s",
            < 2 * 60 => $"{seconds}s",
            < 10 * 60 => Join(minutes, "m", seconds % 60, "s"),
            < 3 * 3600 => $"{minutes}m",
            < 8 * 3600 => Join(hours, "h", minutes % 60, "m"),
            < 2 * 86_400 => $"{hours}h",
            < 8 * 86_400 => Join(days, "d", hours % 24, "h"),
            < 2 * 365 * 86_400L => $"{days}d",
            < 8 * 365 * 86_400L => Join(days / 365, "y", days % 365, "d"),
            _ => $"{days / 365}y",
        };
    }

    private static string Join(long large, string largeUnit, long small, string smallUnit) => small == 0
        ? string.Create(CultureInfo.InvariantCulture, $"{large}{largeUnit}")
        : string.Create(CultureInfo.InvariantCulture, $"{large}{largeUnit}{small}{smallUnit}");
}
