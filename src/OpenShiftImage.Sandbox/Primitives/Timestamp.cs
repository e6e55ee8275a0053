using System.Globalization;

namespace OpenShiftImage.Sandbox.Primitives;

/// <summary>Times as the API writes them: UTC, in whole seconds.</summary>
internal static class Timestamp
{
    /// <summary>Returns the present time.</summary>
    public static string Now() => Format(DateTime.UtcNow);

    /// <summary>Returns a time in UTC as the API writes it.</summary>
    public static string Format(DateTime time) =>
        time.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
