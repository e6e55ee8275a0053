namespace OpenShiftImage.Analysis.Reports;

/// <summary>What groups of Images take.</summary>
/// <param name="GroupedBy">
/// By what they are grouped: a value of <c>ImageStorageGroup</c>, or a label; null where nobody says.
/// </param>
internal sealed record StorageTable(string? GroupedBy)
{
    /// <summary>Gets the groups, what frees most when it goes first.</summary>
    public List<ImageStorage> Rows { get; init; } = [];

    /// <summary>Gets or sets what all take together; null where nobody says.</summary>
    public ImageStorage? Total { get; set; }
}
