namespace OpenShiftImage.Analysis.Reports;

/// <summary>Draws what groups take: what they have alone, and what they share.</summary>
internal static class StorageFigure
{
    /// <summary>Bars at most.</summary>
    public const int MostBars = 20;

    private const double MostLabelWidth = 300;
    private const double FiguresWidth = 170;
    private const double RowHeight = 26;
    private const double Top = 30;

    /// <summary>Writes the figure.</summary>
    /// <param name="part">The section.</param>
    /// <param name="id">Its id.</param>
    /// <param name="title">What it shows.</param>
    /// <param name="rows">The groups.</param>
    public static void Write(PartWriter part, string id, string title, IReadOnlyList<ImageStorage> rows)
    {
        var shown = rows.Take(MostBars).ToList();
        var most = Math.Max(1, shown.Max(row => row.Size));
        part.BeginFigure(
            id, title,
            "Bars: " + string.Join(", ", shown.Take(5).Select(row =>
                $"{ReportText.Line(row.Name)} {ReportFormat.Size(row.UniqueSize)} alone and "
                    + $"{ReportFormat.Size(row.SharedSize)} shared"))
                + ". The table below has the figures.",
            Top + (shown.Count * RowHeight) + 4);
        var label = Math.Min(MostLabelWidth, 14 + shown.Max(row => SvgText.WidthOf(ReportText.Line(row.Name), 12)));
        var next = SvgText.Legend(part.Html, label, 14, ReportColours.Unique, "alone");
        SvgText.Legend(part.Html, next, 14, part.SharedFill(id), "shared with others");
        part.Html.Break();
        for (var i = 0; i < shown.Count; i++)
        {
            WriteBar(part, shown[i], Top + (i * RowHeight), label, most, part.SharedFill(id));
        }

        part.EndFigure(
            (rows.Count > shown.Count ? $"The first {shown.Count} of {ReportFormat.Count(rows.Count)}. " : "")
                + "What is there alone is freed when all Images of the row go.");
    }

    private static void WriteBar(
        PartWriter part, ImageStorage row, double y, double label, long most, string shared)
    {
        var html = part.Html;
        var unit = (PartWriter.FigureWidth - label - FiguresWidth) / most;
        var (alone, both) = (row.UniqueSize * unit, row.SharedSize * unit);
        SvgText.Write(
            html, ReportText.KeepEnd(ReportText.Line(row.Name), SvgText.Fitting(label - 12, 12)), label - 10,
            y + 16, anchor: "end");
        SvgText.Rectangle(
            html, new PlaneRectangle(label, y + 3, alone, RowHeight - 8), ReportColours.Unique,
            $"{ReportText.Line(row.Name)}: {ReportFormat.Size(row.UniqueSize)} alone");
        SvgText.Rectangle(
            html, new PlaneRectangle(label + alone, y + 3, both, RowHeight - 8), shared,
            $"{ReportText.Line(row.Name)}: {ReportFormat.Size(row.SharedSize)} shared");
        SvgText.Write(
            html, $"{ReportFormat.Size(row.UniqueSize)} + {ReportFormat.Size(row.SharedSize)}",
            label + alone + both + 8, y + 16);
        html.Break();
    }
}
