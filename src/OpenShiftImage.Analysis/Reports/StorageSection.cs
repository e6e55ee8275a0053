namespace OpenShiftImage.Analysis.Reports;

/// <summary>Writes what groups take, such as namespaces.</summary>
internal static class StorageSection
{
    /// <summary>Heading where the table is missing.</summary>
    public const string NamespaceTitle = "Bytes by namespace";

    /// <summary>Writes the section of a table.</summary>
    public static void Write(PartWriter part, StorageTable table, int number, int top)
    {
        var id = "storage" + number.ToString(System.Globalization.CultureInfo.InvariantCulture);
        var title = TitleOf(table);
        part.BeginSection(id, title);
        if (table.GroupedBy == nameof(ImageStorageGroup.Namespace))
        {
            part.Paragraph(
                "Every place in the history of a tag of an image stream counts. An Image that streams of several "
                    + "namespaces have is in the row of each; <none> is what no image stream has.");
        }

        if (table.Rows.Count > 0)
        {
            var rows = table.Rows
                .OrderByDescending(row => row.UniqueSize).ThenByDescending(row => row.Size)
                .ThenBy(row => row.Name, StringComparer.Ordinal).ToList();
            StorageFigure.Write(part, id + "-bars", title, rows);
            StorageRows.Write(part, title, Capital(WordOf(table)), rows, table.Total, top);
        }
        else if (table.Total is { } total)
        {
            StorageRows.Write(part, title, "Group", [], total, top);
        }

        part.EndSection();
    }

    /// <summary>Writes why there is no section of namespaces.</summary>
    public static void WriteProblem(PartWriter part, string problem)
    {
        part.BeginSection("storage0", NamespaceTitle);
        part.Warning(problem);
        part.EndSection();
    }

    /// <summary>Returns the heading of a table.</summary>
    public static string TitleOf(StorageTable table) =>
        $"Bytes by {WordOf(table)}";

    /// <summary>Returns what a group is, in words.</summary>
    private static string WordOf(StorageTable table) => table.GroupedBy switch
    {
        null => "group",
        nameof(ImageStorageGroup.ImageStream) => "image stream",
        nameof(ImageStorageGroup.Managed) => "origin",
        nameof(ImageStorageGroup.Image) => "Image",
        var label when label.Contains(' ', StringComparison.Ordinal) => ReportText.Line(label),
        var by => by.ToLowerInvariant(),
    };

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
