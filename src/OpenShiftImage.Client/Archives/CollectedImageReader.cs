using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using System.Text;
using System.Text.Json;
using OpenShiftImage.Api;
using OpenShiftImage.Primitives;
using OpenShiftImage.Selection;
using OpenShiftImage.Serialization;
using OpenShiftImage.Transport;

namespace OpenShiftImage.Archives;

/// <summary>Reads the Images of a collected cluster, as the API reads those of a live one.</summary>
/// <param name="collected">The cluster.</param>
/// <param name="cluster">What the Images are said to come from.</param>
/// <param name="observer">Is told of what is passed over or faulty; null for nobody.</param>
internal sealed partial class CollectedImageReader(
    CollectedCluster collected, ICluster cluster, IRequestObserver? observer) : IImageReader
{
    /// <summary>
    /// Objects of a part of a list, once it is under way: the first ones come at once. With ten times as many, what the
    /// parts hold outlives collections of garbage, and reading takes half as long again.
    /// </summary>
    private const int MaxPart = 50;

    /// <summary>How long a part waits for more objects.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromMilliseconds(100);

    /// <inheritdoc/>
    public ICluster? Cluster => cluster;

    /// <inheritdoc/>
    public bool IsInNameOrder => false;

    /// <inheritdoc/>
    public IAsyncEnumerable<Page<Image>> ListAsync(
        ListOptions options,
        bool consistent = false,
        long most = long.MaxValue,
        CancellationToken cancellationToken = default) =>
        PagesAsync(ImageForm.Instance, options, most, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<Page<PartialObjectMetadata>> ListMetadataAsync(
        ListOptions options,
        bool consistent = false,
        long most = long.MaxValue,
        CancellationToken cancellationToken = default) =>
        PagesAsync(MetadataForm.Instance, options, most, cancellationToken);

    /// <inheritdoc/>
    public Task<Page<Image>> ListPageAsync(ListOptions options, CancellationToken cancellationToken = default) =>
        FirstPageAsync(ImageForm.Instance, options, cancellationToken);

    /// <inheritdoc/>
    public Task<Page<PartialObjectMetadata>> ListMetadataPageAsync(
        ListOptions options, CancellationToken cancellationToken = default) =>
        FirstPageAsync(MetadataForm.Instance, options, cancellationToken);

    /// <inheritdoc/>
    public Task<Image> GetAsync(
        string name, GetOptions? options = null, CancellationToken cancellationToken = default) =>
        FindAsync(ImageForm.Instance, name, options, cancellationToken);

    /// <inheritdoc/>
    public Task<PartialObjectMetadata> GetMetadataAsync(
        string name, GetOptions? options = null, CancellationToken cancellationToken = default) =>
        FindAsync(MetadataForm.Instance, name, options, cancellationToken);

    /// <inheritdoc/>
    public async Task<string> GetTextAsync(
        string name,
        GetOptions? options = null,
        bool metadataOnly = false,
        CancellationToken cancellationToken = default)
    {
        ApiResource found = metadataOnly
            ? await GetMetadataAsync(name, options, cancellationToken).ConfigureAwait(false)
            : await GetAsync(name, options, cancellationToken).ConfigureAwait(false);
        if (found is Image { Kind: null } image)
        {
            // An item of a list leaves to the list what it is.
            (image.Kind, image.ApiVersion) = ("Image", image.ApiVersion ?? "image.openshift.io/v1");
        }

        return CollectedText.Of(found, options?.Pretty == true);
    }

    /// <inheritdoc/>
    public async Task<TextPage> ListTextPageAsync(
        ListOptions options, bool metadataOnly = false, CancellationToken cancellationToken = default) =>
        CollectedText.Of(
            metadataOnly
                ? await ListMetadataPageAsync(options, cancellationToken).ConfigureAwait(false)
                : await ListPageAsync(options, cancellationToken).ConfigureAwait(false),
            metadataOnly,
            options.Pretty == true);

    /// <inheritdoc/>
    public async IAsyncEnumerable<TextPage> ListTextAsync(
        ListOptions options,
        bool metadataOnly = false,
        bool consistent = false,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        options = options with { AllowsParts = false };
        IAsyncEnumerable<IObjectPage> pages = metadataOnly
            ? ListMetadataAsync(options, consistent, cancellationToken: cancellationToken)
            : ListAsync(options, consistent, cancellationToken: cancellationToken);
        await foreach (var page in pages.ConfigureAwait(false))
        {
            yield return CollectedText.Of(page, metadataOnly, options.Pretty == true);
        }
    }

    private async Task<Page<T>> FirstPageAsync<T>(
        CollectedForm<T> form, ListOptions options, CancellationToken cancellationToken)
        where T : ApiResource, new()
    {
        options = options with { AllowsParts = false };
        Page<T>? first = null;
        try
        {
            await foreach (var page in PagesAsync(
                form, options, long.MaxValue, cancellationToken).ConfigureAwait(false))
            {
                first = page;
                if (!page.IsPart)
                {
                    break;
                }
            }
        }
        catch (CollectedClusterException e) when (first is not null && observer is not null)
        {
            await observer.FailedAsync(e, cancellationToken).ConfigureAwait(false);
        }

        return first ?? new Page<T>([], new ListMeta());
    }

    private async IAsyncEnumerable<Page<T>> PagesAsync<T>(
        CollectedForm<T> form,
        ListOptions options,
        long most,
        [EnumeratorCancellation] CancellationToken cancellationToken)
        where T : ApiResource, new()
    {
        CheckVersion(options.ResourceVersion);
        var selection = ObjectSelection.Parse(options.LabelSelector, options.FieldSelector);
        var position = ListPosition.Parse(options.Continue);
        var total = options.CountsAll
            ? await CountAsync(selection, cancellationToken).ConfigureAwait(false)
            : null;
        var limit = options.Limit is > 0 and { } asked ? asked : int.MaxValue;
        var items = new List<T>();
        var (skipped, given, partSize) = (0L, 0L, 1);
        var began = Environment.TickCount64;
        CollectedClusterException? failure = null;
        var objects = ReadAsync(form, selection, null, cancellationToken).GetAsyncEnumerator(cancellationToken);
        await using var reading = objects.ConfigureAwait(false);
        while (true)
        {
            try
            {
                if (!await objects.MoveNextAsync().ConfigureAwait(false))
                {
                    break;
                }
            }
            catch (CollectedClusterException e)
            {
                failure = e;
                break;
            }

            var item = objects.Current;
            if (skipped < position)
            {
                skipped++;
                continue;
            }

            if (!options.AllowsParts && items.Count == limit)
            {
                given += items.Count;
                yield return ToPage(items, position + given, total - position - given, hasMore: true);
                items = [];
                if (given >= most)
                {
                    yield break;
                }
            }

            items.Add(item);
            if (options.AllowsParts && (items.Count >= partSize
                || Environment.TickCount64 - began > s_patience.TotalMilliseconds))
            {
                given += items.Count;
                yield return new Page<T>(items, new ListMeta())
                {
                    IsPart = true,
                    RemainingAfterPart = total - position - given,
                };
                items = [];
                (partSize, began) = (Math.Min(partSize * 2, MaxPart), Environment.TickCount64);
                if (given >= most)
                {
                    break;
                }
            }
        }

        if (failure is not null)
        {
            // What could be read comes before the error.
            if (items.Count > 0)
            {
                yield return new Page<T>(items, new ListMeta()) { IsPart = true };
            }

            ExceptionDispatchInfo.Throw(failure);
        }

        yield return ToPage(items, 0, total is null ? null : 0, hasMore: false);
    }

    private static Page<T> ToPage<T>(List<T> items, long position, long? remaining, bool hasMore)
        where T : ApiResource => new(items, new ListMeta
        {
            Continue = hasMore ? ListPosition.ToToken(position) : null,
            RemainingItemCount = hasMore ? remaining : 0,
        });

    /// <summary>Counts the objects that are selected; null where not all of them can be read.</summary>
    private async Task<long?> CountAsync(ObjectSelection selection, CancellationToken cancellationToken)
    {
        var count = 0L;
        try
        {
            await foreach (var item in ReadAsync(
                MetadataForm.Instance, selection, null, cancellationToken, isQuiet: true).ConfigureAwait(false))
            {
                count++;
            }
        }
        catch (CollectedClusterException)
        {
            // The list itself tells what is wrong.
            return null;
        }

        return count;
    }

    /// <summary>Reads the objects that are selected, each once, in the order of the archive.</summary>
    private async IAsyncEnumerable<T> ReadAsync<T>(
        CollectedForm<T> form,
        ObjectSelection selection,
        IReadOnlyCollection<string>? onlyNames,
        [EnumeratorCancellation] CancellationToken cancellationToken,
        bool isQuiet = false)
        where T : ApiResource, new()
    {
        var passedOver = new Queue<string>();
        var names = new NameSet();
        var filter = onlyNames is null ? null : new NameFilter(onlyNames);
        var (isCollected, hasEmptyList, faults, doubts) = (false, false, 0, 0);
        var listener = isQuiet ? null : observer;
        if (listener is not null)
        {
            await listener.InformAsync(
                $"Images of '{collected.Path}' come {collected.Order}.", cancellationToken).ConfigureAwait(false);
        }

        foreach (var found in collected.ReadObjects(
            [ResourceType.Image],
            filter,
            message =>
            {
                if (listener is { Detail: not RequestDetail.None })
                {
                    passedOver.Enqueue(message);
                }
            },
            cancellationToken,
            form.Shape))
        {
            while (passedOver.TryDequeue(out var message))
            {
                await listener!.InformAsync(message, cancellationToken).ConfigureAwait(false);
            }

            isCollected |= found.Type is not null;
            hasEmptyList |= found.IsEmptyList;
            OpenShiftImageException? error = found.Error;
            T? item = null;
            if (error is null && !found.Json.IsEmpty)
            {
                (item, error) = form.Read(found);
            }

            faults += error is null ? 0 : 1;
            if (error is not null && listener is not null)
            {
                await listener.FailedAsync(error, cancellationToken).ConfigureAwait(false);
            }

            if (item is null || ObjectIdentity.Of(item).Name is not { } name
                || (filter is not null && !filter.Includes(name))
                || !names.Add(name) || !selection.Matches(name, () => MetadataForm.LabelsOf(found.Json.Span)))
            {
                continue;
            }

            if (found.Doubt is { } doubt && listener is not null)
            {
                // One is read by people; who wants to know each finds it among the details.
                doubt = $"'{found.Entry}' may have been cut: {doubt}. '{name}' is taken as it stands there.";
                if (++doubts == 1)
                {
                    await listener.WarnAsync(doubt, cancellationToken).ConfigureAwait(false);
                }
                else
                {
                    await listener.InformAsync(doubt, cancellationToken).ConfigureAwait(false);
                }
            }

            ((IClusterObject)item).Cluster = cluster;
            yield return item;
        }

        while (passedOver.TryDequeue(out var message))
        {
            await listener!.InformAsync(message, cancellationToken).ConfigureAwait(false);
        }

        if (!isCollected)
        {
            throw new CollectedClusterException(
                CollectedClusterException.NotCollected,
                $"'{collected.Path}' has no Images: they were not collected, which does not mean that there were none. "
                    + "'oc adm inspect images.image.openshift.io imagestreams -A' collects them."
                    + (hasEmptyList ? " An empty List is there, which does not tell of what." : "")
                    + (faults == 0 ? "" : " Some of it could not be read, which errors of their own tell."),
                cluster.Name);
        }
    }

    private void CheckVersion(string? resourceVersion)
    {
        if (resourceVersion is not (null or "" or "0"))
        {
            throw new CollectedClusterException(
                CollectedClusterException.NotSupportedOffline,
                $"'{cluster.Name}' was collected once and has no other versions: -ResourceVersion asks a server.",
                cluster.Name);
        }
    }
}
