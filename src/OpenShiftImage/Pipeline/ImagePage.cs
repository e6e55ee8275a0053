using OpenShiftImage.Api;

namespace OpenShiftImage;

/// <summary>One page of a list, which pipes back into Get-OSImage for the next.</summary>
public sealed class ImagePage
{
    private readonly IObjectPage _page;

    internal ImagePage(IObjectPage page, ListOptions options, bool metadataOnly, ICluster? cluster)
    {
        _page = page;
        Options = options;
        MetadataOnly = metadataOnly;
        Cluster = cluster;
    }

    /// <summary>The Images of the page, or their metadata.</summary>
    public IReadOnlyList<ApiObject> Items => _page.Items;

    /// <summary>Number of items in the page.</summary>
    public int Count => _page.Count;

    /// <summary>Token of the next page; null on the last.</summary>
    public string? Continue => _page.Continue;

    /// <summary>Number of items after this page; null when the server does not say, as with any selector.</summary>
    public long? RemainingItemCount => _page.RemainingItemCount;

    /// <summary>Version that the list shows; a watch can start from it.</summary>
    public string? ResourceVersion => _page.ResourceVersion;

    /// <summary>Whether the items are metadata only.</summary>
    public bool MetadataOnly { get; }

    /// <summary>Gets the cluster that the page came from, which the next comes from too.</summary>
    public ICluster? Cluster { get; }

    internal ListOptions Options { get; }
}
