using System.Buffers;
using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Text.Json;
using OpenShiftImage.Api;
using OpenShiftImage.Archives;
using OpenShiftImage.Documents;
using OpenShiftImage.Primitives;
using OpenShiftImage.Transport;

namespace OpenShiftImage.Workloads;

/// <summary>
/// Reads the objects that bear on which Images are used, a page at a time: from the API of a live cluster, or from what
/// was collected.
/// </summary>
/// <param name="connection">The cluster.</param>
/// <param name="kubernetes">Returns what reads Kubernetes' own kinds; not called before there are some.</param>
/// <param name="observer">Is told of warnings, requests and faulty documents; null for nobody.</param>
internal sealed class ClusterObjectReader(
    ClusterConnection connection, Func<IClusterObjectParser> kubernetes, IRequestObserver? observer)
{
    /// <summary>Objects of one page: 100 pods are some 1 MB, and ten times that as objects.</summary>
    private const int PageSize = 100;

    /// <summary>The most bytes of a page.</summary>
    private const int MaxPage = 256 << 20;

    private static readonly OpenShiftObjectParser s_openShift = new();

    private readonly HashSet<ResourceType> _found = [];

    /// <summary>Buffers of pages that have been parsed, for pages to come: none leaves garbage of its size.</summary>
    private readonly ConcurrentStack<ArrayBufferWriter<byte>> _buffers = new();

    /// <summary>Gets or sets the namespace that is read; null for all.</summary>
    public string? Namespace { get; init; }

    /// <summary>Gets how long a request may take as a whole; null for what is usual.</summary>
    public TimeSpan? OperationTimeout { get; init; }

    /// <summary>
    /// Gets the kinds of which something was collected, once all has been read. Of a live cluster it is empty: what it
    /// has not, it says.
    /// </summary>
    public IReadOnlySet<ResourceType> Collected => _found;

    /// <summary>Reads the objects of some kinds, page by page, in no order of kinds.</summary>
    /// <exception cref="UnreadableKindException">A kind may not be read, or cannot be.</exception>
    /// <exception cref="CollectedClusterException">The archive cannot be read any further.</exception>
    public IAsyncEnumerable<IReadOnlyList<ClusterObject>> ReadAsync(
        IReadOnlyList<ResourceType> types, CancellationToken cancellationToken) =>
        connection.Collected is CollectedCluster collected
            ? ReadCollectedAsync(collected, types, cancellationToken)
            : ReadLiveAsync(types, cancellationToken);

    private IClusterObjectParser ParserOf(ResourceType type) =>
        type.Group.EndsWith(".openshift.io", StringComparison.Ordinal) ? s_openShift : kubernetes();

    private async IAsyncEnumerable<IReadOnlyList<ClusterObject>> ReadLiveAsync(
        IReadOnlyList<ResourceType> types, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var type in types)
        {
            await using var pages = ListAsync(type, cancellationToken).GetAsyncEnumerator(cancellationToken);
            while (true)
            {
                ClusterObjectPage page;
                try
                {
                    if (!await pages.MoveNextAsync().ConfigureAwait(false))
                    {
                        break;
                    }

                    page = pages.Current;
                }
                catch (ApiException e) when (e.StatusCode == 404 && UsageTypes.IsOptional(type))
                {
                    if (observer is not null)
                    {
                        await observer.InformAsync(
                            $"The cluster has no {type.Name}: the API group is not there.", cancellationToken)
                            .ConfigureAwait(false);
                    }

                    break;
                }
                catch (OpenShiftImageException e) when (e is ApiException or TransportException)
                {
                    throw new UnreadableKindException(type, Namespace, e);
                }

                yield return page.Objects;
            }
        }
    }

    private IAsyncEnumerable<ClusterObjectPage> ListAsync(ResourceType type, CancellationToken cancellationToken)
    {
        var parser = ParserOf(type);
        return new PagedList<ClusterObjectPage>(
            (wanted, token) => new PendingPage<ClusterObjectPage>(_ => ReadPageAsync(type, parser, wanted, token)),
            new ContinuationGuard(connection.Configuration.Server, connection.Configuration.Time),
            observer)
            .ReadAsync(new ListOptions { Limit = PageSize }, consistent: false, long.MaxValue, cancellationToken);
    }

    private Task<ClusterObjectPage> ReadPageAsync(
        ResourceType type, IClusterObjectParser parser, ListOptions options, CancellationToken cancellationToken)
    {
        var request = new ApiRequest(HttpMethod.Get, PathOf(type) + options.ToQuery()) { MaxBytes = MaxPage };
        request = request with
        {
            Timeout = OperationTimeout ?? request.Timeout,
            HeadersTimeout = OperationTimeout ?? request.HeadersTimeout,
        };
        return connection.Transport.ExchangeAsync(
            request,
            observer,
            async body =>
            {
                using (body)
                {
                    body.RequireJson();
                    var buffer = _buffers.TryPop(out var used) ? used : new ArrayBufferWriter<byte>();
                    try
                    {
                        var json = await body.ReadWholeAsync(cancellationToken, buffer).ConfigureAwait(false);
                        return parser.ParseList(type, json);
                    }
                    catch (Exception e) when (e is JsonException or InvalidOperationException)
                    {
                        throw body.Invalid(JsonFault.Describe(e), e);
                    }
                    finally
                    {
                        buffer.ResetWrittenCount();
                        _buffers.Push(buffer);
                    }
                }
            },
            cancellationToken);
    }

    private string PathOf(ResourceType type)
    {
        var root = type.Group.Length == 0 ? $"/api/{type.Version}" : $"/apis/{type.Group}/{type.Version}";
        return Namespace is null
            ? $"{root}/{type.Plural}"
            : $"{root}/namespaces/{ImageApi.Escape(Namespace)}/{type.Plural}";
    }

    private async IAsyncEnumerable<IReadOnlyList<ClusterObject>> ReadCollectedAsync(
        CollectedCluster collected,
        IReadOnlyList<ResourceType> types,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var seen = new HashSet<(ResourceType Type, string Namespace, string Name)>();
        var page = new List<ClusterObject>();
        foreach (var found in collected.ReadObjects(types, null, static _ => { }, cancellationToken))
        {
            if (found.Error is { } fault)
            {
                await FailAsync(fault).ConfigureAwait(false);
                continue;
            }

            if (found.IsEmptyList)
            {
                continue;
            }

            _found.Add(found.Type!);
            if (found.Json.IsEmpty)
            {
                continue;
            }

            ClusterObject? item = null;
            OpenShiftImageException? error = null;
            try
            {
                item = ParserOf(found.Type!).ParseObject(found.Type!, found.Json);
            }
            catch (Exception e) when (e is JsonException or InvalidOperationException)
            {
                var (line, column) = found.Place!(JsonDocuments.OffsetOf(found.Json.Span, e as JsonException));
                error = JsonDocuments.Describe(e, found.Entry, line, column);
            }

            if (error is null && (found.HasOpenEnd || found.Doubt is not null))
            {
                // What uses Images may be in what is missing.
                error = new CollectedClusterException(
                    CollectedClusterException.InvalidArchive,
                    $"'{found.Entry}' seems to have been cut: {found.Doubt ?? "its last line does not end"}. "
                        + $"{found.Type!.Kind} '{item!.Name}' may not be whole.",
                    found.Entry);
            }

            if (error is not null)
            {
                await FailAsync(error).ConfigureAwait(false);
            }
            else if ((Namespace is null || item!.Namespace == Namespace)
                && seen.Add((item!.Type, item.Namespace, item.Name)))
            {
                page.Add(item);
            }

            if (page.Count == PageSize)
            {
                yield return page;
                page = [];
            }
        }

        yield return page;

        ValueTask FailAsync(OpenShiftImageException error) =>
            observer?.FailedAsync(error, cancellationToken) ?? ValueTask.CompletedTask;
    }
}
