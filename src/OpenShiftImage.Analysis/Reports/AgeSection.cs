namespace OpenShiftImage.Analysis.Reports;

/// <summary>Writes how old what is stored is.</summary>
internal static class AgeSection
{
    /// <summary>Writes the section.</summary>
    public static void Write(PartWriter part, ReportFigures figures)
    {
        var ages = figures.Ages!;
        part.BeginSection("ages", "Ages");
        part.Paragraph($"Since Images were stored, counted to {ReportFormat.Time(figures.Data.AsOf)}.");
        AgeFigure.Write(part, ages);
        part.Table(
            "Images and bytes by age",
            ["Age", "Images#", "Size#", "This old and older#", "Part of all#"],
            ages.Bands.Select(band => new[]
            {
                band.Name, ReportFormat.Count(band.Images), ReportFormat.Size(band.Size),
                ReportFormat.Size(band.SizeOfOlder), ReportFormat.Percent(band.SizeOfOlder, figures.Totals!.Size),
            }),
            [["Total", ReportFormat.Count(figures.Totals!.Images), ReportFormat.Size(figures.Totals.Size), "", ""]]);
        part.EndSection();
    }
}
