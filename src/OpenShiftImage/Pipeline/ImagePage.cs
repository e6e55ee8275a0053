using OpenShiftImage.Api;

namespace OpenShiftImage;

/// <summary>One page of a list, which pipes back into Get-OSImage for the next.</summary>
public sealed class ImagePage
{
    internal ImagePage(IReadOnlyList<ApiObject> items, ListMeta metadata, long? remaining, ListOptions options, bool metadataOnly, ICluster? cluster)
    {
        Items = items;
        ResourceVersion = metadata.ResourceVersion;
        Continue = string.IsNullOrEmpty(metadata.Continue) ? null : metadata.Continue;
        RemainingItemCount = remaining;
        Options = options;
        MetadataOnly = metadataOnly;
        Cluster = cluster;
    }

    /// <summary>The Images of the page, or their metadata.</summary>
    public IReadOnlyList<ApiObject> Items { get; }

    /// <summary>Number of items in the page.</summary>
    public int Count => Items.Count;

    /// <summary>Token of the next page; null on the last.</summary>
    public string? Continue { get; }

    /// <summary>Number of items after this page; null when the server does not say, as with any selector.</summary>
    public long? RemainingItemCount { get; }

    /// <summary>Version that the list shows; a watch can start from it.</summary>
    public string? ResourceVersion { get; }

    /// <summary>Whether the items are metadata only.</summary>
    public bool MetadataOnly { get; }

    /// <summary>Gets the cluster that the page came from, which the next comes from too.</summary>
    public ICluster? Cluster { get; }

    internal ListOptions Options { get; }

    /// <summary>Whether more of the same page follows.</summary>
    internal bool IsPart { get; init; }
}
