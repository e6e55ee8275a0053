namespace OpenShiftImage.Analysis.Reports;

/// <summary>The sections of one cluster's part of a report, in their order.</summary>
/// <param name="figures">Its figures.</param>
internal sealed class ReportSections(ReportFigures figures)
{
    /// <summary>Writes the sections that the data can fill.</summary>
    public void Write(PartWriter part)
    {
        foreach (var (_, _, write) in All())
        {
            write(part);
        }
    }

    /// <summary>Returns ids and titles of the sections.</summary>
    public IEnumerable<(string Id, string Title)> Contents() => All().Select(section => (section.Id, section.Title));

    private IEnumerable<(string Id, string Title, Action<PartWriter> Write)> All()
    {
        var data = figures.Data;
        yield return ("totals", "Totals", part => TotalsSection.Write(part, figures));
        if (figures.Totals is { Images: > 0 })
        {
            yield return (
                "repositories", "Registries and repositories", part => RepositorySection.Write(part, figures));
        }

        for (var i = 0; i < data.Storage.Count; i++)
        {
            var (table, number) = (data.Storage[i], i + 1);
            yield return (
                $"storage{number}", StorageSection.TitleOf(table),
                part => StorageSection.Write(part, table, number, data.Options.Top));
        }

        if (data.NamespaceProblem is { } noNamespaces)
        {
            yield return (
                "storage0", StorageSection.NamespaceTitle, part => StorageSection.WriteProblem(part, noNamespaces));
        }

        if (figures.Totals is { Images: > 0 })
        {
            yield return ("ages", "Ages", part => AgeSection.Write(part, figures));
            if (SharingSection.Has(figures))
            {
                yield return ("sharing", "Shared layers", part => SharingSection.Write(part, figures));
            }
        }

        if (data.Prune is not null)
        {
            yield return ("prune", "Prune", part => PruneSection.Write(part, figures));
        }
        else if (data.PruneProblem is { } noVerdicts)
        {
            yield return ("prune", "Prune", part => PruneSection.WriteProblem(part, noVerdicts));
        }

        if (data.Rules is { } rules)
        {
            yield return ("rules", "Failed rules", part => RuleSection.Write(part, rules));
        }
    }
}
