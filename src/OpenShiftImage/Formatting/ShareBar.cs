using System.Globalization;

namespace OpenShiftImage.Formatting;

/// <summary>
/// A part of a whole as a bar: full what is there alone, light what others have too. In colour, which PowerShell takes
/// away where <c>$PSStyle.OutputRendering</c> wants none.
/// </summary>
internal static class ShareBar
{
    private const int Length = 12;
    private const char Alone = '█';
    private const char Shared = '░';
    private const string Green = "\u001b[32m";
    private const string Gray = "\u001b[90m";
    private const string Plain = "\u001b[0m";

    /// <summary>Returns the bar with its percentage.</summary>
    /// <param name="share">Which part of the whole it is, from 0 to 1.</param>
    /// <param name="alone">Which part of that no other has, from 0 to 1.</param>
    public static string Of(double share, double alone)
    {
        share = Math.Clamp(share, 0, 1);
        var length = share > 0 ? Math.Max(1, (int)Math.Round(share * Length)) : 0;
        var full = (int)Math.Round(length * Math.Clamp(alone, 0, 1));
        var (bar, rest) = (new string(Alone, full), new string(Shared, length - full));
        var space = new string(' ', Length - length);
        var percent = (share * 100).ToString(share is > 0 and < 0.0995 ? "0.0" : "0", CultureInfo.CurrentCulture) + "%";
        return string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"))
            ? $"{Green}{bar}{Gray}{rest}{Plain}{space} {percent,5}"
            : $"{bar}{rest}{space} {percent,5}";
    }
}
