using System.Globalization;
using System.Management.Automation;
using OpenShiftImage.Api;
using OpenShiftImage.Connections;
using OpenShiftImage.Formatting;
using OpenShiftImage.Pipeline;

namespace OpenShiftImage.Commands;

/// <summary>Gets Images, or their metadata, and writes them: one, a page, or all.</summary>
internal sealed class ImageLister(
    IImageReader api,
    PipelineOutput output,
    bool metadataOnly,
    bool consistent,
    SkipTakeCounter window,
    TokenMemory tokens)
{
    private readonly Func<ListOptions, bool, long, CancellationToken, IAsyncEnumerable<IObjectPage>> _list =
        metadataOnly ? api.ListMetadataAsync : api.ListAsync;

    /// <summary>
    /// Gets whether other clusters are read at the same time: the table then shows where each object comes from.
    /// </summary>
    public bool IsOneOfSeveral { get; init; }

    /// <summary>
    /// Gets what ends writing: what was counted against -First is written, also when reading has been ended.
    /// </summary>
    public required CancellationToken WriteCancellation { get; init; }

    public async Task WriteOneAsync(string name, string? resourceVersion, CancellationToken cancellationToken)
    {
        var options = new GetOptions { ResourceVersion = resourceVersion };
        ApiObject found = metadataOnly
            ? await api.GetMetadataAsync(name, options, cancellationToken).ConfigureAwait(false)
            : await api.GetAsync(name, options, cancellationToken).ConfigureAwait(false);
        await WriteAsync(found).ConfigureAwait(false);
    }

    public async Task WritePageAsync(
        ListOptions options, bool asPage, string? continueVariable, CancellationToken cancellationToken)
    {
        IObjectPage page = metadataOnly
            ? await api.ListMetadataPageAsync(options, cancellationToken).ConfigureAwait(false)
            : await api.ListPageAsync(options, cancellationToken).ConfigureAwait(false);
        tokens.Remember(page.Continue, options);
        await SetAsync(continueVariable, page.Continue, cancellationToken).ConfigureAwait(false);
        if (asPage)
        {
            await output.WriteAsync(ToPage(page, options), cancellationToken).ConfigureAwait(false);
            return;
        }

        await WriteAllAsync(page.Items).ConfigureAwait(false);
        if (page.Continue is not null && continueVariable is null)
        {
            var rest = page.RemainingItemCount is { } count
                ? string.Create(CultureInfo.CurrentCulture, $"{count:N0} more Images")
                : "more Images";
            await output.WarnAsync(
                $"There are {rest} after this page. -ContinueVariable or -AsPage gives the token to go on with; "
                    + "without -Limit all come.",
                cancellationToken).ConfigureAwait(false);
        }
    }

    public async Task WriteAllAsync(
        ListOptions options, PagingParameters? paging, bool asPage, CancellationToken cancellationToken)
    {
        if (window.IsFull && paging is null)
        {
            return;
        }

        output.Report(new ProgressState("waiting for the first page"));
        var received = 0L;
        List<ApiResource>? lastItems = null;
        options = options with { AllowsParts = !asPage, CountsAll = paging is not null };
        var most = asPage ? long.MaxValue : window.Needs;
        await foreach (var page in _list(options, consistent, most, cancellationToken).ConfigureAwait(false))
        {
            tokens.Remember(page.Continue, options);
            received += page.Count;
            output.Report(ProgressState.OfList(received, Remaining(page, received)));
            if (paging is { } parameters)
            {
                paging = null;
                var total = page.RemainingItemCount is { } remaining ? (ulong)(page.Count + remaining) : 0;
                var known = page.RemainingItemCount is not null && options.Continue is null;
                await output.RunAsync(
                    cmdlet => cmdlet.WriteObject(parameters.NewTotalCount(total, known ? 1.0 : 0.0)),
                    cancellationToken).ConfigureAwait(false);
            }

            if (asPage)
            {
                await output.WriteAsync(ToPage(page, options), cancellationToken).ConfigureAwait(false);
                continue;
            }

            var wanted = window.Take(page.Items);
            if (!IsOneOfSeveral && (window.IsFull || (page.Continue is null && !page.IsPart)))
            {
                lastItems = wanted;
                break;
            }

            await WriteAllAsync(wanted).ConfigureAwait(false);
            if (window.IsFull)
            {
                break;
            }
        }

        if (lastItems is not null)
        {
            await output.WriteLastAsync(lastItems, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <returns>Whether any object matched.</returns>
    public async Task<bool> WriteMatchingAsync(
        ListOptions options, ImageFilter filter, CancellationToken cancellationToken)
    {
        if (window.IsFull)
        {
            return true;
        }

        output.Report(new ProgressState("waiting for the first page"));
        var received = 0L;
        var hasMatched = false;
        options = options with { AllowsParts = true };
        await foreach (var page in _list(options, consistent, long.MaxValue, cancellationToken).ConfigureAwait(false))
        {
            tokens.Remember(page.Continue, options);
            received += page.Count;
            output.Report(ProgressState.OfList(received, page.RemainingItemCount));
            var matching = window.Take(page.Items.Where(item =>
            {
                var isIncluded = filter.Includes(item);
                hasMatched |= isIncluded;
                return isIncluded;
            }).ToList());
            await WriteAllAsync(matching).ConfigureAwait(false);
            if (window.IsFull)
            {
                break;
            }
        }

        return hasMatched;
    }

    /// <summary>What remains of the list, or of what is wanted of it, if that is less.</summary>
    private long? Remaining(IObjectPage page, long received) =>
        page.RemainingItemCount is { } remaining ? Math.Min(remaining, Math.Max(0, window.Needs - received)) : null;

    private ValueTask WriteAsync(ApiObject item) =>
        window.Takes() ? output.WriteAsync(ToShown(item), WriteCancellation) : ValueTask.CompletedTask;

    private ValueTask WriteAllAsync(IEnumerable<ApiResource> items) =>
        output.WriteAllAsync(IsOneOfSeveral ? items.Select(ToShown) : items, WriteCancellation);

    private object ToShown(ApiObject item) => IsOneOfSeveral ? View.WithCluster(item) : item;

    private ImagePage ToPage(IObjectPage page, ListOptions options) => new(page, options, metadataOnly, api.Cluster);

    private ValueTask SetAsync(string? variable, string? token, CancellationToken cancellationToken) =>
        variable is null
            ? ValueTask.CompletedTask
            : output.RunAsync(cmdlet => cmdlet.SessionState.PSVariable.Set(variable, token), cancellationToken);
}
