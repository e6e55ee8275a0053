namespace OpenShiftImage.Analysis.Reports;

/// <summary>Writes what there is of a cluster, and where that came from.</summary>
internal static class TotalsSection
{
    /// <summary>Writes the section.</summary>
    public static void Write(PartWriter part, ReportFigures figures)
    {
        part.BeginSection("totals", "Totals");
        foreach (var warning in figures.Warnings)
        {
            part.Warning(warning);
        }

        var cards = Cards(figures).ToList();
        if (cards.Count > 0)
        {
            part.Html.Begin("dl", ("class", "cards"));
            part.Html.Break();
            foreach (var (name, value, more) in cards)
            {
                part.Html.Begin("div");
                part.Html.Element("dt", name);
                part.Html.Element("dd", value, ("class", "value"));
                part.Html.Element("dd", more);
                part.Html.EndLine();
            }

            part.Html.EndLine();
        }

        var facts = Facts(figures).ToList();
        if (facts.Count > 0)
        {
            part.Table("What was read", ["What", "Value"], facts.Select(fact => new[] { fact.Name, fact.Value }));
        }

        part.EndSection();
    }

    private static IEnumerable<(string Name, string Value, string More)> Cards(ReportFigures figures)
    {
        if (figures.Totals is { } totals)
        {
            yield return (
                "Images", ReportFormat.Count(totals.Images),
                $"{ReportFormat.Count(totals.Managed)} managed, {ReportFormat.Count(totals.Images - totals.Managed)} "
                    + $"imported; {ReportFormat.Count(totals.Lists, "manifest list", "manifest lists")}");
            yield return (
                "Size", ReportFormat.Size(totals.Size),
                $"{ReportFormat.Count(totals.Layers, "layer", "layers")}, each once; "
                    + $"{ReportFormat.Size(totals.Summed)} if Images shared none");
            yield return (
                "Unique", ReportFormat.Size(totals.UniqueSize),
                $"{ReportFormat.Percent(totals.UniqueSize, totals.Size)} of all bytes: one Image alone has them");
            yield return (
                "Shared", ReportFormat.Size(totals.SharedSize),
                $"{ReportFormat.Percent(totals.SharedSize, totals.Size)} of all bytes: several Images have them");
        }

        if (figures.Data.Prune is { } prune)
        {
            var count = prune.CountOf(ImageVerdict.Prune);
            yield return (
                "Prunable", ReportFormat.Count(count),
                prune.Storage is not null
                    ? $"{(count == 1 ? "Image" : "Images")}, which would free "
                        + ReportFormat.Size(prune.StorageOf(ImageVerdict.Prune)?.UniqueSize ?? 0)
                    : prune.IsPart ? (count == 1 ? "Image" : "Images")
                    : $"of {ReportFormat.Count(prune.Reasons.Sum(reason => reason.Images), "Image", "Images")}");
        }

        if (figures.Data.Rules is { } rules)
        {
            yield return (
                "Failed rules", ReportFormat.Count(rules.Broken.Count),
                rules.IsPart
                    ? (rules.Count == 1 ? "failed result" : "failed results")
                    : $"of {ReportFormat.Count(rules.Count, "result", "results")}");
        }
    }

    private static IEnumerable<(string Name, string Value)> Facts(ReportFigures figures)
    {
        if (figures.Name is { } name)
        {
            yield return ("Cluster", name);
        }

        foreach (var fact in figures.Data.Facts)
        {
            yield return fact;
        }

        if (figures.Totals is { Oldest: { } oldest, Newest: { } newest })
        {
            yield return ("Images stored", $"{ReportFormat.Time(oldest)} to {ReportFormat.Time(newest)}");
        }
    }
}
