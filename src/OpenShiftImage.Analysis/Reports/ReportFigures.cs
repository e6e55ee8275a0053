using OpenShiftImage.Analysis.Images;
using OpenShiftImage.Analysis.Storage;

namespace OpenShiftImage.Analysis.Reports;

/// <summary>The figures of one cluster's data, worked out once for page and files.</summary>
internal sealed class ReportFigures
{
    /// <param name="data">The data.</param>
    public ReportFigures(ReportData data)
    {
        (Data, Warnings) = (data, [.. data.Warnings]);
        if (data.Images is not { } images)
        {
            return;
        }

        Totals = ImageTotals.Of(images);
        var groups = new RepositoryGroups(images);
        var report = new StorageReport(images, data.Cluster);
        Repositories = [.. report.Measure(groups.Repositories)];
        Tree = RegistryTree.Build(
            [.. report.Measure(groups.Registries)], Repositories, groups.RegistryOf, Totals.Size);
        Ages = AgeHistogram.Of(images, data.AsOf);
        Sharing = SharingMatrix.Of(images, groups.Repositories, Repositories);
        if (images.Layers.DifferingSizes > 0)
        {
            Warnings =
            [
                .. Warnings,
                $"{ReportFormat.Count(images.Layers.DifferingSizes, "time", "times")} a layer is told with another "
                    + $"size than before, first {images.Layers.FirstDiffering}: the largest counts.",
            ];
        }
    }

    /// <summary>Gets the data.</summary>
    public ReportData Data { get; }

    /// <summary>Gets what makes the figures less than they seem.</summary>
    public IReadOnlyList<string> Warnings { get; }

    /// <summary>Gets what all Images are together; null where there are no Images in the data.</summary>
    public ImageTotals? Totals { get; }

    /// <summary>Gets what each repository takes, what frees most when it goes first.</summary>
    public IReadOnlyList<ImageStorage> Repositories { get; } = [];

    /// <summary>Gets registries and repositories as a tree.</summary>
    public IReadOnlyList<TreemapNode> Tree { get; } = [];

    /// <summary>Gets the ages; null where there are no Images in the data.</summary>
    public AgeHistogram? Ages { get; }

    /// <summary>Gets what repositories share; null where there are no Images in the data.</summary>
    public SharingMatrix? Sharing { get; }

    /// <summary>Gets the name of the cluster; null for none.</summary>
    public string? Name => Data.Cluster?.Name;
}
