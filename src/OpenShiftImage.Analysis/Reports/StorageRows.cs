using OpenShiftImage.Analysis.Images;

namespace OpenShiftImage.Analysis.Reports;

/// <summary>Writes the table of what groups take: the first, the others together, and the total.</summary>
internal static class StorageRows
{
    /// <summary>Writes the table.</summary>
    /// <param name="part">The section.</param>
    /// <param name="caption">What it shows.</param>
    /// <param name="heading">What a group is.</param>
    /// <param name="rows">The groups, in their order.</param>
    /// <param name="total">What all take together; null where nobody says.</param>
    /// <param name="top">How many are told one by one.</param>
    public static void Write(
        PartWriter part,
        string caption,
        string heading,
        IReadOnlyList<ImageStorage> rows,
        ImageStorage? total,
        int top)
    {
        var footer = new List<string[]>();
        if (rows.Count > top)
        {
            // What several of them have is not theirs together: only what each has alone adds up.
            footer.Add(
            [
                $"{ReportFormat.Count(rows.Count - top, "other", "others")}", "", "", "",
                ReportFormat.Size(rows.Skip(top).Aggregate(0L, (sum, row) => Bytes.Add(sum, row.UniqueSize))), "", "",
            ]);
        }

        if (total is not null)
        {
            footer.Add(
            [
                "Total", ReportFormat.Count(total.Images), ReportFormat.Count(total.Layers),
                ReportFormat.Size(total.Size), "", "", "100%",
            ]);
        }

        part.Table(
            caption,
            [heading, "Images#", "Layers#", "Size#", "Alone#", "Shared#", "Part of all#"],
            rows.Take(top).Select(row => new[]
            {
                row.Name, ReportFormat.Count(row.Images), ReportFormat.Count(row.Layers),
                ReportFormat.Size(row.Size), ReportFormat.Size(row.UniqueSize), ReportFormat.Size(row.SharedSize),
                ReportFormat.Percent((long)(row.Share * 1_000_000), 1_000_000),
            }),
            footer);
    }
}
