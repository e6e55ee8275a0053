namespace OpenShiftImage.Api;

/// <summary>A page of Images or of their metadata.</summary>
internal interface IObjectPage : IPage
{
    /// <summary>Gets the objects of the page, in the order of their names.</summary>
    IReadOnlyList<ApiResource> Items { get; }

    /// <summary>Gets the version that the list shows; a watch can start from it.</summary>
    string? ResourceVersion { get; }

    /// <summary>
    /// Gets the number of items after this page; null when the server does not say, as with any selector.
    /// </summary>
    long? RemainingItemCount { get; }

    /// <summary>Gets whether more of the same page follows, which was too large to be held.</summary>
    bool IsPart { get; }
}
