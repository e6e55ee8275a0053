namespace OpenShiftImage.Analysis.Reports;

/// <summary>Draws how many bytes are of which age.</summary>
internal static class AgeFigure
{
    private const double Height = 250;
    private const double Base = 205;
    private const double MostBar = 170;

    /// <summary>Writes the figure.</summary>
    public static void Write(PartWriter part, AgeHistogram ages)
    {
        var (html, bands) = (part.Html, ages.Bands);
        var most = Math.Max(1, bands.Max(band => band.Size));
        part.BeginFigure(
            "ages", "Bytes by age",
            string.Join(", ", bands.Where(band => band.Size > 0)
                .Select(band => $"{band.Name} {ReportFormat.Size(band.Size)}")) + ". The table below has the figures.",
            Height);
        var step = (double)PartWriter.FigureWidth / bands.Count;
        html.Element(
            "line", "", ("x1", "0"), ("x2", ReportFormat.Coordinate(PartWriter.FigureWidth)),
            ("y1", ReportFormat.Coordinate(Base)), ("y2", ReportFormat.Coordinate(Base)),
            ("stroke", ReportColours.OnPage), ("stroke-opacity", "0.4"));
        for (var i = 0; i < bands.Count; i++)
        {
            var band = bands[i];
            var (x, length) = (i * step, MostBar * band.Size / most);
            SvgText.Rectangle(
                html, new PlaneRectangle(x + 8, Base - length, step - 16, length), ReportColours.Unique,
                $"{band.Name}: {ReportFormat.Size(band.Size)}, {ReportFormat.Count(band.Images, "Image", "Images")}");
            SvgText.Write(
                html, ReportFormat.Size(band.Size), x + (step / 2), Base - length - 6, anchor: "middle", isBold: true);
            var words = Wrap(band.Name);
            for (var line = 0; line < words.Length; line++)
            {
                SvgText.Write(html, words[line], x + (step / 2), Base + 17 + (line * 15), anchor: "middle");
            }

            html.Break();
        }

        part.EndFigure(
            "A layer counts once, at the age of the youngest Image that has it. So a bar and all on its right are what "
                + "would be freed if all Images of that age and older went.");
    }

    /// <summary>Returns a name in two lines, where it is long.</summary>
    private static string[] Wrap(string name)
    {
        var at = name.IndexOf(" to ", StringComparison.Ordinal);
        return name.Length <= 12 || at < 0 ? [name] : [name[..(at + 3)], name[(at + 4)..]];
    }
}
