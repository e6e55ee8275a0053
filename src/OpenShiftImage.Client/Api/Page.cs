namespace OpenShiftImage.Api;

/// <summary>One page of a list.</summary>
/// <typeparam name="T">What is listed: <see cref="Image"/> or <see cref="PartialObjectMetadata"/>.</typeparam>
internal sealed class Page<T> : IObjectPage
    where T : ApiResource
{
    internal Page(IReadOnlyList<T> items, ListMeta metadata)
    {
        Items = items;
        Metadata = metadata;
    }

    /// <summary>The objects of the page, in the order of their names.</summary>
    public IReadOnlyList<T> Items { get; }

    IReadOnlyList<ApiResource> IObjectPage.Items => Items;

    /// <inheritdoc/>
    public int Count => Items.Count;

    /// <summary>Metadata of the list.</summary>
    public ListMeta Metadata { get; }

    /// <inheritdoc/>
    public string? Continue => IsPart || string.IsNullOrEmpty(Metadata.Continue) ? null : Metadata.Continue;

    /// <inheritdoc/>
    public bool IsPart { get; init; }

    /// <summary>Gets how many objects follow after this part of a list; null where nobody knows.</summary>
    internal long? RemainingAfterPart { get; init; }

    /// <inheritdoc/>
    public string? ResourceVersion => Metadata.ResourceVersion;

    /// <inheritdoc/>
    public long? RemainingItemCount =>
        IsPart ? RemainingAfterPart
        : Metadata.RemainingItemCount is >= 0 and { } count ? count
        : Continue is null ? 0
        : null;
}
