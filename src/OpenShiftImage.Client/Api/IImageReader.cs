namespace OpenShiftImage.Api;

/// <summary>What reads Images: the API of a live cluster, or what was collected from one.</summary>
internal interface IImageReader
{
    /// <summary>Gets the cluster that what comes is said to come from; null for nobody's.</summary>
    ICluster? Cluster { get; }

    /// <summary>Gets whether lists come in the order of names, as a server gives them.</summary>
    bool IsInNameOrder { get; }

    /// <summary>Lists Images page by page until there are no more.</summary>
    /// <param name="options">What to list; <see cref="ListOptions.Limit"/> is the size of a page.</param>
    /// <param name="consistent">
    /// Whether a list whose version the server has forgotten fails with <c>Expired</c>, instead of going on as things
    /// are now.
    /// </param>
    /// <param name="most">Number of objects after which the caller has enough.</param>
    /// <param name="cancellationToken">Ends the list.</param>
    IAsyncEnumerable<Page<Image>> ListAsync(
        ListOptions options,
        bool consistent = false,
        long most = long.MaxValue,
        CancellationToken cancellationToken = default);

    /// <summary>Lists the metadata of Images page by page.</summary>
    IAsyncEnumerable<Page<PartialObjectMetadata>> ListMetadataAsync(
        ListOptions options,
        bool consistent = false,
        long most = long.MaxValue,
        CancellationToken cancellationToken = default);

    /// <summary>Gets one page, whatever there is beyond it.</summary>
    Task<Page<Image>> ListPageAsync(ListOptions options, CancellationToken cancellationToken = default);

    /// <summary>Gets one page of metadata, whatever there is beyond it.</summary>
    Task<Page<PartialObjectMetadata>> ListMetadataPageAsync(
        ListOptions options, CancellationToken cancellationToken = default);

    /// <summary>
    /// Says which Images will be read one by one, in this order; what is read from its start for each name then looks
    /// for several at a time. For one caller at a time.
    /// </summary>
    void Expect(IEnumerable<string> names)
    {
    }

    /// <summary>Reads one Image.</summary>
    /// <exception cref="ApiException">There is no such Image.</exception>
    Task<Image> GetAsync(string name, GetOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Reads the metadata of one Image.</summary>
    /// <exception cref="ApiException">There is no such Image.</exception>
    Task<PartialObjectMetadata> GetMetadataAsync(
        string name, GetOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Reads one Image, or its metadata, as JSON text.</summary>
    /// <exception cref="ApiException">There is no such Image.</exception>
    Task<string> GetTextAsync(
        string name,
        GetOptions? options = null,
        bool metadataOnly = false,
        CancellationToken cancellationToken = default);

    /// <summary>Gets one page of a list, or of its metadata, as JSON text.</summary>
    Task<TextPage> ListTextPageAsync(
        ListOptions options, bool metadataOnly = false, CancellationToken cancellationToken = default);

    /// <summary>Lists Images, or their metadata, as JSON text, page by page.</summary>
    IAsyncEnumerable<TextPage> ListTextAsync(
        ListOptions options,
        bool metadataOnly = false,
        bool consistent = false,
        CancellationToken cancellationToken = default);
}
