using OpenShiftImage.Analysis.Images;

namespace OpenShiftImage.Analysis.Reports;

/// <summary>Draws which part of all bytes a prune frees.</summary>
internal static class VerdictFigure
{
    private const double BarHeight = 40;
    private const double Height = 76;

    /// <summary>Writes the figure.</summary>
    /// <param name="part">The section.</param>
    /// <param name="kept">Bytes that only what stays has.</param>
    /// <param name="shared">Bytes that what stays and what goes have.</param>
    /// <param name="freed">Bytes that only what goes has.</param>
    public static void Write(PartWriter part, long kept, long shared, long freed)
    {
        const string Id = "verdict";
        var (html, total) = (part.Html, Math.Max(1, Bytes.Add(Bytes.Add(kept, shared), freed)));
        (string Name, long Size, string Fill)[] pieces =
        [
            ("stays", kept, ReportColours.Kept),
            ("stays, shared with what goes", shared, part.SharedFill(Id)),
            ("freed", freed, ReportColours.Freed),
        ];
        part.BeginFigure(
            Id, "What a prune frees",
            string.Join(", ", pieces.Select(piece =>
                $"{piece.Name} {ReportFormat.Size(piece.Size)} ({ReportFormat.Percent(piece.Size, total)})")) + ".",
            Height,
            hasTextOnShared: true);
        var (x, next) = (0.0, 0.0);
        foreach (var (name, size, fill) in pieces.Where(piece => piece.Size > 0))
        {
            var text = $"{name}: {ReportFormat.Size(size)}";
            var width = PartWriter.FigureWidth * (double)size / total;
            SvgText.Rectangle(html, new PlaneRectangle(x, 0, width, BarHeight), fill, text);
            if (SvgText.Fitting(width - 16, 13) is var most && ReportFormat.Size(size) is var label
                && label.Length <= most)
            {
                SvgText.Write(html, label, x + 8, 25, ReportColours.OnColour, size: 13, isBold: true);
            }

            next = SvgText.Legend(
                html, next, 64, fill, $"{text} ({ReportFormat.Percent(size, total)})");
            x += width;
        }

        part.EndFigure("All bytes of layers, each once.");
    }
}
