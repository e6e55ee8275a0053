namespace OpenShiftImage.Analysis.Reports;

/// <summary>Draws registries and their repositories, as large as the bytes that they have.</summary>
internal static class TreemapFigure
{
    private const double Height = 460;
    private const double HeaderHeight = 20;
    private const double Gap = 2;
    private const double LabelSize = 11;
    private const double LineHeight = 14;

    /// <summary>Characters of a name below which it says nothing.</summary>
    private const int LeastLabel = 6;

    private const string Shared = "shared";

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
            Height,
            hasTextOnShared: true);
        var places = SquarifiedLayout.Divide(
            [.. nodes.Select(node => (double)node.Size)], new PlaneRectangle(0, 0, PartWriter.FigureWidth, Height));
        for (var i = 0; i < nodes.Count; i++)
        {
            WriteNode(part, nodes[i], places[i], ReportColours.OfRegistry(i), part.SharedFill(Id), total);
        }

        part.EndFigure(
            "Areas are bytes of layers, each counted once. A coloured piece is what one repository alone has; hatched "
                + "is what several share. Point at a piece for its name and size.");
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
        var most = SvgText.Fitting(frame.Width - 8, 12, isBold: true);
        var hasHeader = most >= LeastLabel && frame.Height > HeaderHeight * 2;
        if (hasHeader)
        {
            var name = ReportText.Line(node.Name);
            var both = $"{name}  {ReportFormat.Size(node.Size)}";
            SvgText.Write(
                part.Html, both.Length <= most ? both : ReportText.KeepStart(name, most), frame.X + 4, frame.Y + 14,
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
        var most = SvgText.Fitting(place.Width - 8, LabelSize);
        var label = Label(node, most, (int)((place.Height - 18 + LineHeight) / LineHeight));
        string[] lines = label.Length > 0 && size.Length <= most ? [.. label, size] : label;
        for (var i = 0; i < lines.Length && place.Height >= 18 + (i * LineHeight); i++)
        {
            SvgText.Write(
                html, lines[i], place.X + 4, place.Y + 13 + (i * LineHeight), ReportColours.OnColour, size: LabelSize);
        }
    }

    /// <summary>Returns the lines of a name that fit; none where they would say nothing.</summary>
    private static string[] Label(TreemapNode node, int most, int mostLines)
    {
        var text = ReportText.Line(node.Name);
        if (text.Length <= most)
        {
            return [text];
        }

        if (node.Kind != TreemapKind.Repository)
        {
            // Of the others their number says enough.
            var shortly = node.Kind == TreemapKind.Shared ? Shared : "+" + text[..Math.Max(0, text.IndexOf(' '))];
            return shortly.Length <= most ? [shortly] : [];
        }

        // The last part of a repository is what people call it.
        var slash = text.LastIndexOf('/') + 1;
        var (parent, last) = (text[..slash], text[slash..]);
        return mostLines > 1 && last.Length <= most && slash > 0 && parent.Length <= most ? [parent, last]
            : last.Length <= most ? [last]
            : most >= LeastLabel ? [ReportText.KeepEnd(last, most)]
            : [];
    }

    private static PlaneRectangle Inset(PlaneRectangle place) => place.Inside(Gap / 2, Gap / 2);
}
