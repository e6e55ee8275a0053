namespace OpenShiftImage.Formatting;

/// <summary>Makes a text fit a column so that the part in which it differs from another is left.</summary>
internal static class DifferingText
{
    /// <summary>How much is left before the first difference.</summary>
    private const int Context = 6;
    private const string Ellipsis = "…";

    /// <summary>Returns the text; of a long one what is around the first difference.</summary>
    /// <param name="text">The text, on one line.</param>
    /// <param name="other">What it is beside; null where there is nothing, so that its beginning tells most.</param>
    /// <param name="width">How many characters there are for it.</param>
    public static string Fit(string text, string? other, int width) => text.Length <= width
        ? text
        : Cut(text, StartOf(text, other, width), width);

    /// <summary>Returns the text; of a long one the end, where names that begin alike differ.</summary>
    public static string FitEnd(string text, int width) =>
        text.Length <= width ? text : Cut(text, text.Length, width);

    /// <summary>Returns where to begin: at the beginning, where that shows enough of what differs.</summary>
    private static int StartOf(string text, string? other, int width) =>
        other is not null && text.AsSpan().CommonPrefixLength(other) is var common && common > width / 2
            ? common - Context
            : 0;

    private static string Cut(string text, int start, int width)
    {
        start = Math.Clamp(start, 0, text.Length - width + 1);
        if (start == 0)
        {
            return text[..(width - 1)] + Ellipsis;
        }

        var end = start + width - 1;
        return end >= text.Length ? Ellipsis + text[start..] : Ellipsis + text[start..(end - 1)] + Ellipsis;
    }
}
