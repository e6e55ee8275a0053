namespace OpenShiftImage.Analysis.Reports;

/// <summary>Writes what a prune would do.</summary>
internal static class PruneSection
{
    private const string Title = "Prune";
    private const string Id = "prune";
    private const int MostWorkloads = 3;

    /// <summary>Writes why there is nothing to write.</summary>
    public static void WriteProblem(PartWriter part, string problem)
    {
        part.BeginSection(Id, Title);
        part.Warning(problem + " So no Image is called prunable here.");
        part.EndSection();
    }

    /// <summary>Writes the section.</summary>
    public static void Write(PartWriter part, ReportFigures figures)
    {
        var prune = figures.Data.Prune!;
        var count = prune.CountOf(ImageVerdict.Prune);
        var all = prune.Reasons.Sum(reason => reason.Images);
        var freed = prune.StorageOf(ImageVerdict.Prune)?.UniqueSize ?? 0;
        part.BeginSection(Id, Title);
        part.Paragraph(
            $"'oc adm prune images' would remove {(prune.IsPart ? "" : ReportFormat.Count(count) + " of ")}"
                + ReportFormat.Count(all, "Image", "Images")
                + (prune.IsPart ? ". What it keeps did not come."
                    : prune.Storage is null ? "."
                    : $" and free {ReportFormat.Size(freed)}.")
                + " Nothing was removed to find this out.");
        if (prune.NotCollected is { } kinds)
        {
            part.Warning(
                $"There are no {kinds} in what was collected: they count as none. If the cluster has some, they may "
                    + "use Images that are called prunable here.");
        }

        if (prune.AtRisk.Count > 0)
        {
            part.Warning(
                $"{ReportFormat.Count(prune.AtRisk.Count, "of these is", "of these are")} still used by something that "
                    + "a prune does not look at. Look at the table below before you prune.");
        }

        if (prune.Storage is not null && figures.Totals is { Size: > 0 } totals)
        {
            var kept = prune.StorageOf(ImageVerdict.Keep)?.UniqueSize ?? 0;
            VerdictFigure.Write(part, kept, Math.Max(0, totals.Size - kept - freed), freed);
        }

        part.Table(
            "Verdicts and their reasons",
            ["Verdict", "Reason", "That is", "Images#", "Bytes of their own#"],
            prune.Reasons.Select(reason => new[]
            {
                reason.Verdict.ToString(), reason.Reason.ToString(), ReasonText.Of(reason.Reason),
                ReportFormat.Count(reason.Images), ReportFormat.Size(reason.UniqueSize),
            }),
            [["Total", "", "", ReportFormat.Count(all), ""]]);
        WriteAtRisk(part, prune);
        WritePrunable(part, prune);
        part.EndSection();
    }

    private static void WriteAtRisk(PartWriter part, PruneSummary prune)
    {
        if (prune.AtRisk.Count == 0)
        {
            return;
        }

        var shown = prune.AtRisk.ToList();
        part.Heading("Prunable, and still used");
        part.Table(
            "Images that a prune removes although something uses them",
            [PartWriter.ImageColumn, "Repository", "Risk", "Used by"],
            shown.Select(usage => new[]
            {
                ReportText.Digest(usage.Name), usage.Reference ?? "", usage.Risk.ToString(), UsersOf(usage),
            }),
            Others(prune.AtRisk.Count - shown.Count, 4));
    }

    private static void WritePrunable(PartWriter part, PruneSummary prune)
    {
        if (prune.Prunable.Count == 0)
        {
            return;
        }

        var shown = prune.Prunable.ToList();
        part.Heading("Prunable Images that free most alone");
        part.Table(
            "Prunable Images. Layers that only prunable Images share are freed too; they count in the sum above.",
            [PartWriter.ImageColumn, "Repository", "Size#", "Alone#", "Why"],
            shown.Select(usage => new[]
            {
                ReportText.Digest(usage.Name), usage.Reference ?? "", ReportFormat.Size(usage.Size ?? 0),
                ReportFormat.Size(usage.UniqueSize ?? 0), usage.Message,
            }),
            Others(prune.Prunable.Count - shown.Count, 5));
    }

    private static string UsersOf(ImageUsage usage) =>
        string.Join(", ", usage.Workloads.Take(MostWorkloads))
            + (usage.Workloads.Count > MostWorkloads ? $" and {usage.Workloads.Count - MostWorkloads} more" : "");

    /// <summary>Returns the row of those that are not told.</summary>
    internal static string[][]? Others(int count, int columns) => count <= 0
        ? null
        : [[ReportFormat.Count(count, "other", "others"), .. Enumerable.Repeat("", columns - 1)]];
}
