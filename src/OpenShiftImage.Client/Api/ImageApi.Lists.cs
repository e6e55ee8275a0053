using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using OpenShiftImage.Primitives;
using OpenShiftImage.Serialization;
using OpenShiftImage.Transport;

namespace OpenShiftImage.Api;

/// <content>Lists: page by page, one page, and as text.</content>
internal sealed partial class ImageApi
{
    /// <summary>
    /// Lists Images page by page, the next page on its way while one is used, until there are no more.
    /// </summary>
    /// <param name="options">What to list; <see cref="ListOptions.Limit"/> is the size of a page.</param>
    /// <param name="consistent">
    /// What happens when the server has forgotten the version that the list began with: an <c>Expired</c> error, or,
    /// when false, a warning, and the list goes on with the next name as things are now.
    /// </param>
    /// <param name="most">
    /// Number of objects after which the caller has enough: the list ends with the page that completes it.
    /// </param>
    /// <param name="cancellationToken">Ends the list and the requests under way.</param>
    public IAsyncEnumerable<Page<Image>> ListAsync(
        ListOptions options,
        bool consistent = false,
        long most = long.MaxValue,
        CancellationToken cancellationToken = default) =>
        Pages(ApiRequest.Json, ImageJson.Image).ReadAsync(options, consistent, most, cancellationToken);

    /// <summary>
    /// Like <see cref="ListAsync(ListOptions, bool, long, CancellationToken)"/>, but the server sends nothing but the
    /// metadata.
    /// </summary>
    public IAsyncEnumerable<Page<PartialObjectMetadata>> ListMetadataAsync(
        ListOptions options,
        bool consistent = false,
        long most = long.MaxValue,
        CancellationToken cancellationToken = default) =>
        Pages(MetadataListAccept, ImageJson.PartialObjectMetadata).ReadAsync(
            options, consistent, most, cancellationToken);

    /// <summary>Gets one page: one request, whatever there is beyond it.</summary>
    public Task<Page<Image>> ListPageAsync(ListOptions options, CancellationToken cancellationToken = default) =>
        ReadPageAsync(ListRequest(options, ApiRequest.Json), ImageJson.Image, null, null, cancellationToken);

    /// <summary>
    /// Like <see cref="ListPageAsync(ListOptions, CancellationToken)"/>, but the server sends nothing but the metadata.
    /// </summary>
    public Task<Page<PartialObjectMetadata>> ListMetadataPageAsync(
        ListOptions options, CancellationToken cancellationToken = default) =>
        ReadPageAsync(
            ListRequest(options, MetadataListAccept), ImageJson.PartialObjectMetadata, null, null, cancellationToken);

    /// <summary>Gets one page of a list, or of its metadata, as the server's own JSON text.</summary>
    public async Task<TextPage> ListTextPageAsync(
        ListOptions options, bool metadataOnly = false, CancellationToken cancellationToken = default)
    {
        var text = await SendForTextAsync(
            ListRequest(options, metadataOnly ? MetadataListAccept : ApiRequest.Json) with { MaxBytes = MaxText },
            cancellationToken).ConfigureAwait(false);
        using var document = JsonDocument.Parse(text, JsonDefaults.Envelope);
        var root = document.RootElement;
        return new TextPage(
            text,
            root.TryGetProperty("metadata", out var metadata)
                ? metadata.Deserialize(ImageJson.ListMeta)!
                : new ListMeta(),
            root.TryGetProperty("items", out var items) && items.ValueKind == JsonValueKind.Array
                ? items.GetArrayLength()
                : 0);
    }

    /// <summary>
    /// Like <see cref="ListAsync(ListOptions, bool, long, CancellationToken)"/>, but as the server's own JSON text.
    /// </summary>
    public IAsyncEnumerable<TextPage> ListTextAsync(
        ListOptions options,
        bool metadataOnly = false,
        bool consistent = false,
        CancellationToken cancellationToken = default) =>
        new PagedList<TextPage>(
            (wanted, token) => new PendingPage<TextPage>(_ => ListTextPageAsync(wanted, metadataOnly, token)),
            CreateGuard(),
            observer).ReadAsync(options, consistent, long.MaxValue, cancellationToken);

    private PagedList<Page<T>> Pages<T>(string accept, JsonTypeInfo<T> type)
        where T : ApiResource, new()
    {
        var pieces = new MemoryPieces();
        return new(
            (wanted, token) => new PendingPage<Page<T>>(pending => ReadPageAsync(
                ListRequest(wanted, accept),
                type,
                metadata => pending.SetNextToken(metadata.Continue),
                wanted.AllowsParts ? part => pending.AddPartAsync(part, token) : null,
                token,
                wanted.IsTransient ? pieces : null)),
            CreateGuard(),
            observer);
    }

    /// <summary>Creates the guard that ends a list without end.</summary>
    internal ContinuationGuard CreateGuard() => new(transport.Configuration.Server, transport.Configuration.Time);

    private static ApiRequest ListRequest(ListOptions options, string accept)
    {
        var request = new ApiRequest(HttpMethod.Get, Images + options.ToQuery()) { Accept = accept };
        var asked = TimeSpan.FromSeconds(options.TimeoutSeconds ?? 0);
        return request with
        {
            HeadersTimeout = Max(request.HeadersTimeout, asked + TimeSpan.FromSeconds(10)),
            Timeout = Max(request.Timeout, asked + TimeSpan.FromMinutes(1)),
        };

        static TimeSpan Max(TimeSpan one, TimeSpan other) => one > other ? one : other;
    }

    private Task<Page<T>> ReadPageAsync<T>(
        ApiRequest request,
        JsonTypeInfo<T> type,
        Action<ListMeta>? onMetadata,
        Func<Page<T>, ValueTask>? onPart,
        CancellationToken cancellationToken,
        MemoryPieces? pieces = null)
        where T : ApiResource, new() => transport.ExchangeAsync(
            Prepared(request),
            observer,
            async body => Marked(await PageReader.ReadAsync(
                body,
                type,
                onMetadata,
                onPart is null ? null : part => onPart(Marked(part)),
                cancellationToken,
                pieces).ConfigureAwait(false)),
            cancellationToken);

    private Page<T> Marked<T>(Page<T> page)
        where T : ApiResource, new()
    {
        foreach (var item in page.Items)
        {
            ((IClusterObject)item).Cluster = Cluster;
        }

        return page;
    }
}
