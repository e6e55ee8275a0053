using OpenShiftImage.Analysis.Images;

namespace OpenShiftImage.Analysis.Reports;

/// <summary>The data of a report as tables, whole: no row is left out.</summary>
/// <param name="clusters">The figures of each cluster.</param>
internal sealed class ReportTables(IReadOnlyList<ReportFigures> clusters)
{
    /// <summary>Gets the names that tables can have.</summary>
    public static IReadOnlyList<string> Names { get; } =
        ["images", "repositories", "groups", "ages", "sharing", "usage", "rules", "failed"];

    /// <summary>Returns the tables that the data can fill.</summary>
    public IEnumerable<CsvTable> All()
    {
        var withImages = clusters.Where(figures => figures.Totals is not null).ToList();
        if (withImages.Count > 0)
        {
            yield return new CsvTable(
                "images",
                ["Cluster", "Name", "Reference", "IsManaged", "CreationTimestamp", "Layers", "Size", "UniqueSize"],
                withImages.SelectMany(Images));
            yield return new CsvTable(
                "repositories", ["Cluster", "Name", "Images", "Layers", "Size", "UniqueSize", "SharedSize"],
                withImages.SelectMany(figures => figures.Repositories.Select(row => (object?[])
                    [figures.Name, row.Name, row.Images, row.Layers, row.Size, row.UniqueSize, row.SharedSize])));
            yield return new CsvTable(
                "ages", ["Cluster", "Age", "Images", "Size", "SizeOfOlder"],
                withImages.SelectMany(figures => figures.Ages!.Bands.Select(band => (object?[])
                    [figures.Name, band.Name, band.Images, band.Size, band.SizeOfOlder])));
            yield return new CsvTable(
                "sharing", ["Cluster", "Repository", "OtherRepository", "SharedSize"],
                withImages.SelectMany(figures => figures.Sharing!.Pairs().Select(pair => (object?[])
                    [figures.Name, figures.Sharing.Names[pair.A], figures.Sharing.Names[pair.B], pair.Size])));
        }

        if (clusters.Any(figures => figures.Data.Storage.Count > 0))
        {
            yield return new CsvTable(
                "groups", ["Cluster", "GroupedBy", "Name", "Images", "Layers", "Size", "UniqueSize", "SharedSize"],
                clusters.SelectMany(figures => figures.Data.Storage.SelectMany(table => table.Rows.Select(
                    row => (object?[])
                    [
                        figures.Name, table.GroupedBy, row.Name, row.Images, row.Layers, row.Size, row.UniqueSize,
                        row.SharedSize,
                    ]))));
        }

        if (clusters.Any(figures => figures.Data.Prune is not null))
        {
            yield return new CsvTable(
                "usage",
                [
                    "Cluster", "Name", "Reference", "Verdict", "Reason", "Risk", "IsManaged", "CreationTimestamp",
                    "Size", "UniqueSize",
                ],
                clusters.SelectMany(Usage));
        }

        if (clusters.Any(figures => figures.Data.Rules is not null))
        {
            yield return new CsvTable(
                "rules", ["Cluster", "Policy", "Rule", "RuleId", "Severity", "Failed", "Passed"],
                clusters.SelectMany(figures => (figures.Data.Rules?.Rules ?? []).Select(rule => (object?[])
                    [
                        figures.Name, rule.Policy, rule.Rule, rule.RuleId, rule.Severity.ToString(), rule.Failed,
                        rule.Passed,
                    ])));
            yield return new CsvTable(
                "failed",
                [
                    "Cluster", "Name", "Reference", "Policy", "Rule", "RuleId", "Severity", "Actual", "Expected",
                    "Message",
                ],
                clusters.SelectMany(figures => (figures.Data.Rules?.Rows ?? []).Select(broken => (object?[])
                    [
                        figures.Name, broken.Name, broken.Reference, broken.Policy, broken.Rule, broken.RuleId,
                        broken.Severity.ToString(), broken.Actual, broken.Expected, broken.Message,
                    ])));
        }
    }

    private static IEnumerable<IReadOnlyList<object?>> Images(ReportFigures figures)
    {
        var images = figures.Data.Images!;
        var sharing = new LayerSharing(images);
        for (var image = 0; image < images.Count; image++)
        {
            sharing.Add(image, image);
        }

        for (var image = 0; image < images.Count; image++)
        {
            var measured = sharing.Measure(image, [image]);
            yield return
            [
                figures.Name, images.NameOf(image), images[image].Repository, images[image].IsManaged.ToString(),
                images[image].Created, measured.Layers, measured.Size, measured.UniqueSize,
            ];
        }
    }

    private static IEnumerable<IReadOnlyList<object?>> Usage(ReportFigures figures) =>
        (figures.Data.Prune?.Rows ?? []).Select(row => (object?[])
        [
            figures.Name, row.Name, row.Reference, row.Verdict.ToString(), row.Reason.ToString(), row.Risk.ToString(),
            row.IsManaged.ToString(), row.Created is { } created ? new DateTimeOffset(created) : null, row.Size,
            row.UniqueSize,
        ]);
}
