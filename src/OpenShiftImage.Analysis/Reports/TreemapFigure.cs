namespace OpenShiftImage.Analysis.Reports;

/// <summary>Draws registries and their repositories, as large as the bytes that they have.</summary>
internal static class TreemapFigure
{
    private const double Height = 460;
    private const double HeaderHeight = 20;
    private const double Gap = 2;
    private const double LabelSize = 11;

    /// <summary>Writes the figure.</summary>
    public static void Write(PartWriter part, IReadOnlyList<TreemapNode> nodes, long total)
    {
        const string Id = "treemap";
        part.BeginFigure(
            Id, "What fills the registry",
            $"{ReportFormat.Size(total)} of layers, each once, as a treemap: "
                + string.Join(", ", nodes.Take(8).Select(node =>
                    $"{ReportText.Line(node.Name)} {ReportFormat.Percent(node.Size, total)}"))
                + ". The table below has the repositories.",
            Height);
        var places = SquarifiedLayout.Divide(
            [.. nodes.Select(node => (double)node.Size)], new PlaneRectangle(0, 0, PartWriter.FigureWidth, Height));
        for (var i = 0; i < nodes.Count; i++)
        {
            WriteNode(part, nodes[i], places[i], ReportColours.OfRegistry(i), part.SharedFill(Id), total);
        }

        part.EndFigure(
            "Areas are bytes of layers, each counted once. A coloured piece is what one repository alone has; hatched is "
                + "what several share. Point at a piece for its name and size.");
    }

    private static void WriteNode(
        PartWriter part, TreemapNode node, PlaneRectangle place, string colour, string shared, long total)
    {
        if (node.Kind != TreemapKind.Registry)
        {
            WriteLeaf(part.Html, node, Inset(place), node.Kind == TreemapKind.Shared ? shared : colour, total, "");
            return;
        }

        var frame = Inset(place);
        part.Html.Begin("g");
        SvgText.Rectangle(part.Html, frame, "none", stroke: colour);
        var header = Label(node.Name, frame.Width - 8, 12);
        var hasHeader = header is not null && frame.Height > HeaderHeight * 2;
        if (hasHeader)
        {
            var size = ReportFormat.Size(node.Size);
            var both = $"{ReportText.Line(node.Name)}  {size}";
            SvgText.Write(
                part.Html,
                both.Length <= SvgText.Fitting(frame.Width - 8, 12) ? both : header!,
                frame.X + 4,
                frame.Y + 14,
                isBold: true);
        }

        var inner = frame.Inside(Gap, hasHeader ? HeaderHeight : Gap);
        var places = SquarifiedLayout.Divide([.. node.Children.Select(child => (double)child.Size)], inner);
        for (var i = 0; i < places.Length; i++)
        {
            var child = node.Children[i];
            WriteLeaf(
                part.Html, child, Inset(places[i]), child.Kind == TreemapKind.Shared ? shared : colour, total,
                ReportText.Line(node.Name) + ": ");
        }

        part.Html.EndLine();
    }

    private static void WriteLeaf(
        HtmlWriter html, TreemapNode node, PlaneRectangle place, string fill, long total, string parent)
    {
        if (place.Width < 0.5 || place.Height < 0.5)
        {
            return;
        }

        var size = ReportFormat.Size(node.Size);
        SvgText.Rectangle(
            html, place, fill,
            $"{parent}{ReportText.Line(node.Name)}, {size}, {ReportFormat.Percent(node.Size, total)}");
        if (place.Height < 18 || Label(node.Name, place.Width - 8, LabelSize) is not { } label)
        {
            return;
        }

        SvgText.Write(html, label, place.X + 4, place.Y + 13, ReportColours.OnColour, size: LabelSize);
        if (place.Height >= 32 && size.Length <= SvgText.Fitting(place.Width - 8, LabelSize))
        {
            SvgText.Write(html, size, place.X + 4, place.Y + 27, ReportColours.OnColour, size: LabelSize);
        }
    }

    /// <summary>Returns what of a name fits; null where that would say nothing.</summary>
    private static string? Label(string name, double width, double size)
    {
        var (text, most) = (ReportText.Line(name), SvgText.Fitting(width, size));
        if (text.Length <= most)
        {
            return text;
        }

        // The last part of a repository is what people call it.
        var last = text[(text.LastIndexOf('/') + 1)..];
        return last.Length <= most ? last : most >= 6 ? ReportText.KeepEnd(last, most) : null;
    }

    private static PlaneRectangle Inset(PlaneRectangle place) => place.Inside(Gap / 2, Gap / 2);
}
