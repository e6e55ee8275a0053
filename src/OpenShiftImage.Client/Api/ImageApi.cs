using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using OpenShiftImage.Primitives;
using OpenShiftImage.Serialization;
using OpenShiftImage.Transport;

namespace OpenShiftImage.Api;

/// <summary>
/// The operations of <c>image.openshift.io/v1</c> Image. Errors of the server are <see cref="ApiException"/>s, anything
/// else that goes wrong on the way a <see cref="TransportException"/>; cancelling ends the request at once.
/// </summary>
/// <param name="transport">Sends the requests.</param>
/// <param name="observer">Is told of warnings and requests; null for nobody.</param>
internal sealed partial class ImageApi(ClusterTransport transport, IRequestObserver? observer = null) : IImageReader
{
    /// <summary>
    /// How long a request may take, each attempt and the last byte of its answer included; of a watch, until it is
    /// accepted. Null for what is usual: 30 seconds until the answer begins and five minutes until it ends, and longer
    /// for what is known to take long.
    /// </summary>
    public TimeSpan? OperationTimeout { get; init; }

    /// <summary>Gets the cluster that what comes is said to come from; null for nobody's.</summary>
    public ICluster? Cluster { get; init; }

    /// <inheritdoc/>
    public bool IsInNameOrder => true;

    /// <summary>Whether a refused credential is left as it is, because renewing it might ask a person.</summary>
    internal bool IsUnattended { get; init; }

    internal const string Root = "/apis/image.openshift.io/v1/";
    private const string Images = Root + "images";
    private const int MaxVersion = 100;

    /// <summary>The most bytes of a page that is given as text.</summary>
    private const int MaxText = 512 << 20;
    private const string MetadataAccept = "application/json;as=PartialObjectMetadata;v=v1;g=meta.k8s.io";
    private const string MetadataListAccept = "application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io";

    /// <summary>Reads one Image.</summary>
    public Task<Image> GetAsync(
        string name, GetOptions? options = null, CancellationToken cancellationToken = default) =>
        SendAsync(
            new ApiRequest(HttpMethod.Get, PathOf(name, options)) { Target = name },
            ImageJson.Image,
            cancellationToken);

    /// <summary>Reads the metadata of one Image.</summary>
    public Task<PartialObjectMetadata> GetMetadataAsync(
        string name, GetOptions? options = null, CancellationToken cancellationToken = default) =>
        SendAsync(
            new ApiRequest(HttpMethod.Get, PathOf(name, options)) { Target = name, Accept = MetadataAccept },
            ImageJson.PartialObjectMetadata,
            cancellationToken);

    /// <summary>Reads one Image, or its metadata, as the server's own JSON text.</summary>
    public async Task<string> GetTextAsync(
        string name,
        GetOptions? options = null,
        bool metadataOnly = false,
        CancellationToken cancellationToken = default) =>
        await SendForTextAsync(
            new ApiRequest(HttpMethod.Get, PathOf(name, options))
            {
                Target = name,
                Accept = metadataOnly ? MetadataAccept : ApiRequest.Json,
            },
            cancellationToken).ConfigureAwait(false);

    /// <summary>Creates an Image.</summary>
    /// <returns>The Image as the server has stored it, or would.</returns>
    public Task<Image> CreateAsync(
        Image image, WriteOptions? options = null, CancellationToken cancellationToken = default) =>
        SendAsync(
            new ApiRequest(HttpMethod.Post, Images + options?.ToQuery())
            {
                Target = image.Name,
                Body = ImageJson.ToUtf8Bytes(image),
                IsDryRun = options?.DryRun == true,
            },
            ImageJson.Image,
            cancellationToken);

    /// <summary>Replaces an Image; its <c>metadata.resourceVersion</c> must be the one that is stored.</summary>
    /// <returns>The Image as the server has stored it, or would.</returns>
    public Task<Image> ReplaceAsync(
        string name, Image image, WriteOptions? options = null, CancellationToken cancellationToken = default) =>
        SendAsync(
            new ApiRequest(HttpMethod.Put, PathOf(name, options))
            {
                Target = name,
                Body = ImageJson.ToUtf8Bytes(image),
                IsDryRun = options?.DryRun == true,
            },
            ImageJson.Image,
            cancellationToken);

    /// <summary>Changes a part of an Image.</summary>
    /// <returns>The Image as the server has stored it, or would.</returns>
    public Task<Image> PatchAsync(
        string name, ImagePatch patch, PatchOptions? options = null, CancellationToken cancellationToken = default) =>
        SendAsync(
            new ApiRequest(HttpMethod.Patch, PathOf(name, options))
            {
                Target = name,
                Body = patch.ToBody(name),
                ContentType = patch.ContentType,
                IsDryRun = options?.DryRun == true,
            },
            ImageJson.Image,
            cancellationToken);

    /// <summary>Deletes an Image.</summary>
    public async Task<DeletionResult> DeleteAsync(
        string name, DeleteOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new DeleteOptions();
        var request = new ApiRequest(HttpMethod.Delete, PathOf(name, options))
        {
            Target = name,
            Body = options.ToBody(),
            IsDryRun = options.DryRun,
        };
        return await SendAsync(request, Read, cancellationToken).ConfigureAwait(false);

        DeletionResult Read(ResponseBody body, ReadOnlyMemory<byte> answer)
        {
            var status = Parse(body, answer.Span, ImageJson.Status);
            if (status.Kind == "Status")
            {
                return new DeletionResult(name, status.Details?.Uid, null, Cluster);
            }

            var image = Parse(body, answer.Span, ImageJson.Image);
            image.Cluster = Cluster;
            return new DeletionResult(name, image.Metadata?.Uid, image, Cluster);
        }
    }

    /// <summary>Deletes every Image that the selectors choose, in one request.</summary>
    /// <param name="options">What to delete, and how.</param>
    /// <param name="onPart">
    /// Takes a part of an answer that is too large to be held; null to refuse such an answer.
    /// </param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <returns>
    /// The Images that are deleted, without those of the parts; <see cref="Page{T}.Continue"/> is set when a limit left
    /// some.
    /// </returns>
    public Task<Page<Image>> DeleteCollectionAsync(
        DeleteCollectionOptions options,
        Func<Page<Image>, ValueTask>? onPart = null,
        CancellationToken cancellationToken = default) =>
        ReadPageAsync(
            new ApiRequest(HttpMethod.Delete, Images + options.ToQuery())
            {
                Body = options.ToBody(),
                IsDryRun = options.DryRun,
                // The server answers when the last object is gone; after an earlier timeout the number of deleted ones
                // is unknown.
                HeadersTimeout = TimeSpan.FromHours(1),
                Timeout = TimeSpan.FromHours(1),
            },
            ImageJson.Image,
            null,
            onPart,
            cancellationToken);

    /// <summary>
    /// Asks the server for its version (<c>/version</c>, field <c>gitVersion</c>); null when it does not say.
    /// </summary>
    public async Task<string?> GetServerVersionAsync(CancellationToken cancellationToken = default) =>
        (await SendAsync(
            Probe("/version"), ImageJsonContext.Default.JsonElement, cancellationToken).ConfigureAwait(false))
        .String("gitVersion") is { } version
            ? ControlCharacters.Escape(version.Length > MaxVersion ? version[..MaxVersion] : version)
            : null;

    /// <summary>Finds out whether the server has the API and knows who we are.</summary>
    /// <exception cref="ApiException">It does not.</exception>
    public async Task ProbeAsync(CancellationToken cancellationToken = default) =>
        await SendAsync(
            Probe(Root.TrimEnd('/')), ImageJsonContext.Default.JsonElement, cancellationToken).ConfigureAwait(false);

    internal static string Escape(string name)
    {
        if (name.Length == 0 || name is "." or ".." || name.Contains('/') || name.Contains('%') || name.Contains('\0')
            || name.Length > InvalidNameException.MaxLength)
        {
            throw new InvalidNameException(name);
        }

        return Uri.EscapeDataString(name)
            .Replace("%3A", ":", StringComparison.Ordinal)
            .Replace("%40", "@", StringComparison.Ordinal);
    }

    /// <summary>The request of a user who has just named a server: that nothing listens there must show soon.</summary>
    private static ApiRequest Probe(string path) => new(HttpMethod.Get, path)
    {
        RetryTimeout = TimeSpan.FromSeconds(5),
        Timeout = TimeSpan.FromSeconds(30),
        MaxBytes = 4 << 20,
    };

    private static string PathOf(string name, ApiOptions? options) => Images + "/" + Escape(name) + options?.ToQuery();

    private static T Parse<T>(ResponseBody body, ReadOnlySpan<byte> json, JsonTypeInfo<T> type)
    {
        try
        {
            return JsonSerializer.Deserialize(json, type) ?? throw body.Invalid("it is null.");
        }
        catch (JsonException e)
        {
            throw body.Invalid(JsonFault.Describe(e), e);
        }
    }

    private Task<string> SendForTextAsync(ApiRequest request, CancellationToken cancellationToken) => SendAsync(
        request,
        static (body, json) =>
        {
            _ = Parse(body, json.Span, ImageJsonContext.Default.JsonElement);
            return System.Text.Encoding.UTF8.GetString(json.Span);
        },
        cancellationToken);

    private Task<T> SendAsync<T>(ApiRequest request, JsonTypeInfo<T> type, CancellationToken cancellationToken) =>
        SendAsync(
            request,
            (body, json) =>
            {
                var read = Parse(body, json.Span, type);
                if (read is IClusterObject item)
                {
                    item.Cluster = Cluster;
                }

                return read;
            },
            cancellationToken);

    private Task<T> SendAsync<T>(
        ApiRequest request, Func<ResponseBody, ReadOnlyMemory<byte>, T> parse, CancellationToken cancellationToken) =>
        transport.ExchangeAsync(
            Prepared(request),
            observer,
            async body =>
            {
                using (body)
                {
                    body.RequireJson();
                    return parse(body, await body.ReadWholeAsync(cancellationToken).ConfigureAwait(false));
                }
            },
            cancellationToken);

    /// <summary>The caller may know better how long the server needs.</summary>
    private ApiRequest Prepared(ApiRequest request) => OperationTimeout is not null || IsUnattended
        ? request with
        {
            HeadersTimeout = OperationTimeout ?? request.HeadersTimeout,
            Timeout = OperationTimeout ?? request.Timeout,
            IsUnattended = IsUnattended,
        }
        : request;
}
