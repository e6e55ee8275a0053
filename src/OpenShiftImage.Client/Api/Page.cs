using OpenShiftImage.Serialization;

namespace OpenShiftImage.Api;

/// <summary>One page of a list.</summary>
/// <typeparam name="T">What is listed: <see cref="Image"/> or <see cref="PartialObjectMetadata"/>.</typeparam>
internal sealed class Page<T> : IObjectPage, IDisposable
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

    /// <summary>Gets the memory of items that hold only until the page is disposed of; null for any others.</summary>
    internal ReusedMemory? Memory { get; init; }

    /// <inheritdoc/>
    public string? ResourceVersion => Metadata.ResourceVersion;

    /// <inheritdoc/>
    public long? RemainingItemCount =>
        IsPart ? RemainingAfterPart
        : Metadata.RemainingItemCount is >= 0 and { } count ? count
        : Continue is null ? 0
        : null;

    /// <summary>Gives up the items of a list that was asked for with <see cref="ListOptions.IsTransient"/>.</summary>
    public void Dispose() => Memory?.Dispose();
}
