namespace OpenShiftImage.Analysis.Reports;

/// <summary>Draws what repositories share with one another as a matrix.</summary>
internal static class SharingFigure
{
    private const double LabelWidth = 300;
    private const double RowHeight = 24;
    private const double Top = 26;
    private const double LeastShade = 0.08;
    private const double MostShade = 0.68;

    /// <summary>Writes the figure.</summary>
    public static void Write(PartWriter part, SharingMatrix matrix)
    {
        var (html, count) = (part.Html, matrix.Names.Count);
        var most = Enumerable.Range(0, count)
            .Max(a => Enumerable.Range(0, count).Where(b => b != a).Max(b => PartOf(matrix, a, b)));
        var cell = Math.Min(48, (PartWriter.FigureWidth - LabelWidth) / count);
        part.BeginFigure(
            "sharing", "Layers that the largest repositories share",
            "A matrix: how many percent of the bytes of the repository of a row that of a column has too. "
                + "The table below has the pairs that share most.",
            Top + (count * RowHeight) + 4);
        for (var a = 0; a < count; a++)
        {
            var y = Top + (a * RowHeight);
            SvgText.Write(html, Number(a), LabelWidth + ((a + 0.5) * cell), Top - 9, anchor: "middle", isBold: true);
            SvgText.Write(
                html, ReportText.KeepEnd(ReportText.Line(matrix.Names[a]), SvgText.Fitting(LabelWidth - 40, 12)),
                LabelWidth - 36, y + 16, anchor: "end");
            SvgText.Write(html, Number(a), LabelWidth - 10, y + 16, anchor: "end", isBold: true);
            for (var b = 0; b < count; b++)
            {
                WriteCell(html, matrix, a, b, most, new PlaneRectangle(LabelWidth + (b * cell), y, cell, RowHeight));
            }

            html.Break();
        }

        part.EndFigure(
            "How many percent of the bytes of the row's repository the column's has too. Repositories that share much "
                + "are built on the same base, which is there as long as any of them is.");
    }

    private static void WriteCell(
        HtmlWriter html, SharingMatrix matrix, int a, int b, double most, PlaneRectangle place)
    {
        var part = PartOf(matrix, a, b);
        if (a == b || part <= 0)
        {
            SvgText.Write(
                html, a == b ? "–" : "·", place.X + (place.Width / 2), place.Y + 16, anchor: "middle", size: 11);
            return;
        }

        SvgText.Rectangle(
            html, place.Inside(1, 1), ReportColours.Unique,
            $"{ReportText.Line(matrix.Names[a])} and {ReportText.Line(matrix.Names[b])}: "
                + ReportFormat.Size(matrix[a, b]),
            opacity: LeastShade + (part / most * (MostShade - LeastShade)));
        SvgText.Write(
            html, part < 0.005 ? "<1" : ReportFormat.Coordinate(Math.Round(part * 100)),
            place.X + (place.Width / 2), place.Y + 16, anchor: "middle", size: 11);
    }

    private static double PartOf(SharingMatrix matrix, int a, int b) =>
        matrix[a, a] == 0 ? 0 : (double)matrix[a, b] / matrix[a, a];

    private static string Number(int index) =>
        (index + 1).ToString(System.Globalization.CultureInfo.InvariantCulture);
}
