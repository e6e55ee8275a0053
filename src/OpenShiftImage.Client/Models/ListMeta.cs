namespace OpenShiftImage;

/// <summary>Metadata of a list (<c>io.k8s.apimachinery.pkg.apis.meta.v1.ListMeta</c>).</summary>
public sealed class ListMeta : ApiObject
{
    /// <summary>No longer filled by servers. Field <c>selfLink</c>.</summary>
    public string? SelfLink { get; set; }

    /// <summary>Version that the list shows; a watch can start from it. Field <c>resourceVersion</c>.</summary>
    public string? ResourceVersion { get; set; }

    /// <summary>Token of the next page; empty on the last. Field <c>continue</c>.</summary>
    public string? Continue { get; set; }

    /// <summary>Number of items after this page; absent with a selector. Field <c>remainingItemCount</c>.</summary>
    public long? RemainingItemCount { get; set; }
}
