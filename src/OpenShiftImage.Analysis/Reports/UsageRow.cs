namespace OpenShiftImage.Analysis.Reports;

/// <summary>What a file of data has of the usage of an Image.</summary>
internal readonly record struct UsageRow(
    string Name,
    string? Reference,
    ImageVerdict Verdict,
    ImageUsageReason Reason,
    ImageUsageRisks Risk,
    bool IsManaged,
    DateTime? Created,
    long? Size,
    long? UniqueSize)
{
    /// <summary>Takes what it has of the usage.</summary>
    public static UsageRow Of(ImageUsage usage) => new(
        usage.Name, usage.Reference, usage.Verdict, usage.Reason, usage.Risk, usage.IsManaged, usage.CreationTimestamp,
        usage.Size, usage.UniqueSize);
}
