using System.Globalization;

namespace OpenShiftImage.Analysis.Reports;

/// <summary>Writes text and rectangles of figures.</summary>
internal static class SvgText
{
    /// <summary>Width of a character in the size of its font, somewhat more than most have.</summary>
    private const double CharacterWidth = 0.62;

    private const double BoldCharacterWidth = 0.69;

    /// <summary>Returns how many characters fit into a width.</summary>
    public static int Fitting(double width, double size, bool isBold = false) =>
        (int)(width / (size * (isBold ? BoldCharacterWidth : CharacterWidth)));

    /// <summary>Returns the width that a text needs at most.</summary>
    public static double WidthOf(string text, double size) => text.Length * size * CharacterWidth;

    /// <summary>Writes text.</summary>
    public static void Write(
        HtmlWriter html,
        string text,
        double x,
        double y,
        string fill = ReportColours.OnPage,
        string? anchor = null,
        double size = 12,
        bool isBold = false) => html.Element(
            "text", text, ("x", ReportFormat.Coordinate(x)), ("y", ReportFormat.Coordinate(y)), ("fill", fill),
            ("text-anchor", anchor), ("font-size", size == 12 ? null : ReportFormat.Coordinate(size)),
            ("font-weight", isBold ? "600" : null));

    /// <summary>Writes a rectangle, with a text that shows when it is pointed at.</summary>
    public static void Rectangle(
        HtmlWriter html, PlaneRectangle place, string fill, string? title = null, string? stroke = null,
        double? opacity = null)
    {
        html.Begin(
            "rect", ("x", ReportFormat.Coordinate(place.X)), ("y", ReportFormat.Coordinate(place.Y)),
            ("width", ReportFormat.Coordinate(place.Width)), ("height", ReportFormat.Coordinate(place.Height)),
            ("fill", fill), ("fill-opacity", opacity?.ToString("0.##", CultureInfo.InvariantCulture)),
            ("stroke", stroke));
        if (title is not null)
        {
            html.Element("title", title);
        }

        html.End();
    }

    /// <summary>Writes what a colour stands for; returns where the next can begin.</summary>
    public static double Legend(HtmlWriter html, double x, double y, string fill, string text)
    {
        Rectangle(html, new PlaneRectangle(x, y - 10, 12, 12), fill);
        Write(html, text, x + 18, y);
        return x + 18 + (text.Length * 12 * CharacterWidth) + 22;
    }
}
