namespace OpenShiftImage.Analysis.Reports;

/// <summary>Writes what fills the registry.</summary>
internal static class RepositorySection
{
    /// <summary>Writes the section.</summary>
    public static void Write(PartWriter part, ReportFigures figures)
    {
        part.BeginSection("repositories", "Registries and repositories");
        if (figures.Totals!.Size > 0)
        {
            TreemapFigure.Write(part, figures.Tree, figures.Totals.Size);
        }

        StorageRows.Write(
            part, "Repositories, by the bytes that they alone have", "Repository", figures.Repositories,
            new ImageStorage
            {
                Name = "Total",
                Images = figures.Totals.Images,
                Layers = figures.Totals.Layers,
                Size = figures.Totals.Size,
                UniqueSize = figures.Totals.Size,
                Share = 1,
            },
            figures.Data.Options.Top);
        part.EndSection();
    }
}
