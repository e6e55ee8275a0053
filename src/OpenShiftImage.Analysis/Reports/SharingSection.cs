namespace OpenShiftImage.Analysis.Reports;

/// <summary>Writes what the largest repositories share.</summary>
internal static class SharingSection
{
    private const int MostPairs = 20;

    /// <summary>Returns whether there is something to compare.</summary>
    public static bool Has(ReportFigures figures) => figures.Sharing is { Names.Count: > 1 };

    /// <summary>Writes the section.</summary>
    public static void Write(PartWriter part, ReportFigures figures)
    {
        var matrix = figures.Sharing!;
        var pairs = matrix.Pairs().ToList();
        part.BeginSection("sharing", "Shared layers");
        part.Paragraph(figures.Repositories.Count > matrix.Names.Count
            ? $"Among the {matrix.Names.Count} largest of {ReportFormat.Count(figures.Repositories.Count)} "
                + "repositories, by size."
            : $"Among all {matrix.Names.Count} repositories, the largest first.");
        if (pairs.Count == 0)
        {
            part.Paragraph("They share no layer.");
            part.EndSection();
            return;
        }

        SharingFigure.Write(part, matrix);
        var shown = Math.Min(MostPairs, figures.Data.Options.Top);
        part.Table(
            "Pairs that share most",
            ["Repository", "And", "Shared#", "Of the first#", "Of the second#"],
            pairs.Take(shown).Select(pair => new[]
            {
                matrix.Names[pair.A], matrix.Names[pair.B], ReportFormat.Size(pair.Size),
                ReportFormat.Percent(pair.Size, matrix[pair.A, pair.A]),
                ReportFormat.Percent(pair.Size, matrix[pair.B, pair.B]),
            }),
            pairs.Count > shown
                ? [[ReportFormat.Count(pairs.Count - shown, "other pair", "other pairs"), "", "", "", ""]]
                : null);
        part.EndSection();
    }
}
