namespace OpenShiftImage.Analysis.Reports;

/// <summary>What a report is told beside its data.</summary>
internal sealed record ReportOptions
{
    /// <summary>Rows of a table, where nothing else is said.</summary>
    public const int DefaultTop = 50;

    /// <summary>Gets the title; null for one that names the cluster.</summary>
    public string? Title { get; init; }

    /// <summary>Gets how many rows a table has at most, beside those of the others and the total.</summary>
    public int Top { get; init; } = DefaultTop;

    /// <summary>Gets whether rows are kept that only files of data have, and no page.</summary>
    public bool KeepsRows { get; init; }

    /// <summary>Gets when the report was made.</summary>
    public required DateTimeOffset Made { get; init; }

    /// <summary>Gets the time that ages are counted to; of a cluster that was read, what it says goes before.</summary>
    public required DateTimeOffset AsOf { get; init; }

    /// <summary>Gets the version of the module.</summary>
    public string Version { get; init; } = "";
}
