using System.Globalization;
using System.Management.Automation;
using OpenShiftImage.Api;
using OpenShiftImage.Connections;
using OpenShiftImage.Pipeline;

namespace OpenShiftImage.Commands;

/// <summary>Gets Images, or their metadata, and writes them: one, a page, or all.</summary>
internal sealed class ImageLister(ImageApi api, PipelineOutput output, bool metadataOnly, bool consistent, SkipTakeCounter window, TokenMemory tokens)
{
    public async Task WriteOneAsync(string name, string? resourceVersion, CancellationToken cancellationToken)
    {
        var options = new GetOptions { ResourceVersion = resourceVersion };
        ApiObject found = metadataOnly
            ? await api.GetMetadataAsync(name, options, cancellationToken).ConfigureAwait(false)
            : await api.GetAsync(name, options, cancellationToken).ConfigureAwait(false);
        await WriteAsync(found, cancellationToken).ConfigureAwait(false);
    }

    public async Task WritePageAsync(ListOptions options, bool asPage, string? continueVariable, CancellationToken cancellationToken)
    {
        var page = metadataOnly
            ? ToPage(await api.ListMetadataPageAsync(options, cancellationToken).ConfigureAwait(false), options)
            : ToPage(await api.ListPageAsync(options, cancellationToken).ConfigureAwait(false), options);
        await SetAsync(continueVariable, page.Continue, cancellationToken).ConfigureAwait(false);
        if (asPage)
        {
            await output.WriteAsync(page, cancellationToken).ConfigureAwait(false);
            return;
        }

        await output.WriteAllAsync(page.Items, cancellationToken).ConfigureAwait(false);
        if (page.Continue is not null && continueVariable is null)
        {
            var rest = page.RemainingItemCount is { } count ? string.Create(CultureInfo.CurrentCulture, $"{count:N0} more Images") : "more Images";
            await output.WarnAsync(
                $"There are {rest} after this page. -ContinueVariable or -AsPage gives the token to go on with; without -Limit all come.",
                cancellationToken).ConfigureAwait(false);
        }
    }

    public async Task WriteAllAsync(ListOptions options, PagingParameters? paging, bool asPage, CancellationToken cancellationToken)
    {
        if (window.IsFull && paging is null)
        {
            return;
        }

        output.Report(new ProgressState("waiting for the first page"));
        var come = 0L;
        List<ApiObject>? last = null;
        await foreach (var page in PagesAsync(options with { AllowsParts = !asPage }, asPage ? long.MaxValue : window.Needs, cancellationToken).ConfigureAwait(false))
        {
            come += page.Count;
            output.Report(ProgressState.OfList(come, Remaining(page, come)));
            if (paging is { } parameters)
            {
                paging = null;
                var total = page.RemainingItemCount is { } remaining ? (ulong)(page.Count + remaining) : 0;
                var known = page.RemainingItemCount is not null && options.Continue is null;
                await output.RunAsync(cmdlet => cmdlet.WriteObject(parameters.NewTotalCount(total, known ? 1.0 : 0.0)), cancellationToken).ConfigureAwait(false);
            }

            if (asPage)
            {
                await output.WriteAsync(page, cancellationToken).ConfigureAwait(false);
                continue;
            }

            var wanted = window.Take(page.Items);
            if (window.IsFull || (page.Continue is null && !page.IsPart))
            {
                last = wanted;
                break;
            }

            await output.WriteAllAsync(wanted, cancellationToken).ConfigureAwait(false);
        }

        if (last is not null)
        {
            await output.WriteLastAsync(last, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <returns>Whether any object matched.</returns>
    public async Task<bool> WriteMatchingAsync(ListOptions options, ImageFilter filter, CancellationToken cancellationToken)
    {
        if (window.IsFull)
        {
            return true;
        }

        output.Report(new ProgressState("waiting for the first page"));
        var come = 0L;
        var hasMatched = false;
        await foreach (var page in PagesAsync(options with { AllowsParts = true }, long.MaxValue, cancellationToken).ConfigureAwait(false))
        {
            come += page.Count;
            output.Report(ProgressState.OfList(come, page.RemainingItemCount));
            var matching = window.Take(page.Items.Where(item =>
            {
                var isIncluded = filter.Includes(item);
                hasMatched |= isIncluded;
                return isIncluded;
            }));
            await output.WriteAllAsync(matching, cancellationToken).ConfigureAwait(false);
            if (window.IsFull)
            {
                break;
            }
        }

        return hasMatched;
    }

    /// <summary>What remains of the list, or of what is wanted of it, if that is less.</summary>
    private long? Remaining(ImagePage page, long come) =>
        page.RemainingItemCount is { } remaining ? Math.Min(remaining, Math.Max(0, window.Needs - come)) : null;

    private ValueTask WriteAsync(ApiObject item, CancellationToken cancellationToken) =>
        window.Takes() ? output.WriteAsync(item, cancellationToken) : ValueTask.CompletedTask;

    private async IAsyncEnumerable<ImagePage> PagesAsync(
        ListOptions options, long most, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (metadataOnly)
        {
            await foreach (var page in api.ListMetadataAsync(options, consistent, most, cancellationToken).ConfigureAwait(false))
            {
                yield return ToPage(page, options);
            }
        }
        else
        {
            await foreach (var page in api.ListAsync(options, consistent, most, cancellationToken).ConfigureAwait(false))
            {
                yield return ToPage(page, options);
            }
        }
    }

    private ImagePage ToPage<T>(Page<T> page, ListOptions options)
        where T : ApiResource
    {
        tokens.Remember(page.Continue, options);
        return new ImagePage(page.Items, page.Metadata, page.RemainingItemCount, options, metadataOnly, api.Cluster) { IsPart = page.IsPart };
    }

    private ValueTask SetAsync(string? variable, string? token, CancellationToken cancellationToken) =>
        variable is null ? ValueTask.CompletedTask : output.RunAsync(cmdlet => cmdlet.SessionState.PSVariable.Set(variable, token), cancellationToken);
}
