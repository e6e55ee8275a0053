namespace OpenShiftImage;

/// <content>What the API does not have and people ask for.</content>
public sealed partial class PartialObjectMetadata : IComparable<PartialObjectMetadata>, IComparable
{
    /// <summary>Orders objects by name, byte for byte, as the server lists them.</summary>
    public int CompareTo(PartialObjectMetadata? other) => CompareNames(other);

    /// <inheritdoc/>
    public int CompareTo(object? obj) => obj switch
    {
        null => 1,
        PartialObjectMetadata other => CompareTo(other),
        _ => throw new ArgumentException("Metadata compares to metadata only.", nameof(obj)),
    };
}
