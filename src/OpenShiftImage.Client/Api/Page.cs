namespace OpenShiftImage.Api;

/// <summary>One page of a list.</summary>
/// <typeparam name="T">What is listed: <see cref="Image"/> or <see cref="PartialObjectMetadata"/>.</typeparam>
internal sealed class Page<T> : IPage
    where T : ApiResource
{
    internal Page(IReadOnlyList<T> items, ListMeta metadata)
    {
        Items = items;
        Metadata = metadata;
    }

    /// <summary>The objects of the page, in the order of their names.</summary>
    public IReadOnlyList<T> Items { get; }

    /// <inheritdoc/>
    public int Count => Items.Count;

    /// <summary>Metadata of the list.</summary>
    public ListMeta Metadata { get; }

    /// <summary>Token of the next page; null on the last, and on a part, which ends within its page.</summary>
    public string? Continue => IsPart || string.IsNullOrEmpty(Metadata.Continue) ? null : Metadata.Continue;

    /// <summary>Whether more of the same page follows, which was too large to be held.</summary>
    internal bool IsPart { get; init; }

    /// <summary>Version that the list shows; a watch can start from it.</summary>
    public string? ResourceVersion => Metadata.ResourceVersion;

    /// <summary>Number of items after this page; null when the server does not say, as with any selector.</summary>
    public long? RemainingItemCount => IsPart ? null : Metadata.RemainingItemCount is >= 0 and { } count ? count : Continue is null ? 0 : null;
}
