namespace OpenShiftImage.Analysis.Reports;

/// <summary>Writes several clusters beside each other.</summary>
internal static class OverviewSection
{
    /// <summary>Returns the name of a cluster; of what came from none, that.</summary>
    public static string NameOf(ReportFigures figures) => figures.Name ?? "(no cluster)";

    /// <summary>Writes the section.</summary>
    public static void Write(PartWriter part, IReadOnlyList<ReportFigures> clusters)
    {
        part.BeginSection("overview", "Overview");
        part.Table(
            "The clusters",
            ["Cluster", "Images#", "Layers#", "Size#", "Shared#", "Prunable#", "Would free#", "Failed rules#"],
            clusters.Select(figures => figures.Data.Failure is null
                ? Row(figures)
                : [NameOf(figures), "not read", "", "", "", "", "", ""]));
        part.EndSection();
    }

    private static string[] Row(ReportFigures figures)
    {
        const string Unknown = "–";
        var (totals, prune, rules) = (figures.Totals, figures.Data.Prune, figures.Data.Rules);
        return
        [
            NameOf(figures),
            totals is null ? Unknown : ReportFormat.Count(totals.Images),
            totals is null ? Unknown : ReportFormat.Count(totals.Layers),
            totals is null ? Unknown : ReportFormat.Size(totals.Size),
            totals is null ? Unknown : ReportFormat.Size(totals.SharedSize),
            prune is null ? Unknown : ReportFormat.Count(prune.CountOf(ImageVerdict.Prune)),
            prune?.Storage is null
                ? Unknown
                : ReportFormat.Size(prune.StorageOf(ImageVerdict.Prune)?.UniqueSize ?? 0),
            rules is null ? Unknown : ReportFormat.Count(rules.Broken.Count),
        ];
    }
}
