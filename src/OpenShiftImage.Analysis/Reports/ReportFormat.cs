using System.Globalization;

namespace OpenShiftImage.Analysis.Reports;

/// <summary>Figures as a page writes them: in English, whoever makes or reads it.</summary>
internal static class ReportFormat
{
    private static readonly string[] s_units = ["B", "KB", "MB", "GB", "TB", "PB", "EB"];

    /// <summary>Returns bytes in the unit that fits.</summary>
    public static string Size(long bytes)
    {
        var (value, unit) = ((double)bytes, 0);
        while (value >= 999.5 && unit < s_units.Length - 1)
        {
            value /= 1024;
            unit++;
        }

        return value.ToString(unit == 0 || value >= 99.95 ? "0" : "0.0", CultureInfo.InvariantCulture) + " "
            + s_units[unit];
    }

    /// <summary>Returns a number with its thousands apart.</summary>
    public static string Count(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>Returns a number with the word for what is counted.</summary>
    public static string Count(long number, string one, string several) =>
        $"{Count(number)} {(number == 1 ? one : several)}";

    /// <summary>Returns a part of a whole in percent.</summary>
    public static string Percent(long part, long whole)
    {
        var share = whole <= 0 ? 0 : (double)part / whole;
        return (share * 100).ToString(share is > 0 and < 0.0995 ? "0.0" : "0", CultureInfo.InvariantCulture) + "%";
    }

    /// <summary>Returns a time in UTC, to the minute.</summary>
    public static string Time(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) + " UTC";

    /// <summary>Returns a coordinate, to a tenth.</summary>
    public static string Coordinate(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);
}
