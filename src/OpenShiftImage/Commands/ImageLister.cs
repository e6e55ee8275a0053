using System.Globalization;
using System.Management.Automation;
using OpenShiftImage.Pipeline;

namespace OpenShiftImage.Commands;

/// <summary>Gets Images, or their metadata, and writes them: one, a page, or all.</summary>
internal sealed class ImageLister(ImageApi api, PipelineOutput output, bool metadataOnly, bool consistent, OutputWindow window, TokenMemory tokens)
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

        foreach (var item in page.Items)
        {
            await output.WriteAsync(item, cancellationToken).ConfigureAwait(false);
        }

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

        await foreach (var page in PagesAsync(options, cancellationToken).ConfigureAwait(false))
        {
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

            foreach (var item in page.Items)
            {
                await WriteAsync(item, cancellationToken).ConfigureAwait(false);
                if (window.IsFull)
                {
                    return;
                }
            }
        }
    }

    public async Task WriteMatchingAsync(ListOptions options, IReadOnlyList<WildcardPattern> patterns, CancellationToken cancellationToken)
    {
        if (window.IsFull)
        {
            return;
        }

        await foreach (var page in PagesAsync(options, cancellationToken).ConfigureAwait(false))
        {
            foreach (var item in page.Items.Where(item => patterns.Any(pattern => pattern.IsMatch(item.ToString()))))
            {
                await WriteAsync(item, cancellationToken).ConfigureAwait(false);
                if (window.IsFull)
                {
                    return;
                }
            }
        }
    }

    private ValueTask WriteAsync(ApiObject item, CancellationToken cancellationToken) =>
        window.Takes() ? output.WriteAsync(item, cancellationToken) : ValueTask.CompletedTask;

    private async IAsyncEnumerable<ImagePage> PagesAsync(
        ListOptions options, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (metadataOnly)
        {
            await foreach (var page in api.ListMetadataAsync(options, consistent, cancellationToken).ConfigureAwait(false))
            {
                yield return ToPage(page, options);
            }
        }
        else
        {
            await foreach (var page in api.ListAsync(options, consistent, cancellationToken).ConfigureAwait(false))
            {
                yield return ToPage(page, options);
            }
        }
    }

    private ImagePage ToPage<T>(Page<T> page, ListOptions options)
        where T : ApiObject
    {
        tokens.Remember(page.Continue, options);
        return new ImagePage(page.Items, page.Metadata, page.RemainingItemCount, options, metadataOnly);
    }

    private ValueTask SetAsync(string? variable, string? token, CancellationToken cancellationToken) =>
        variable is null ? ValueTask.CompletedTask : output.RunAsync(cmdlet => cmdlet.SessionState.PSVariable.Set(variable, token), cancellationToken);
}

/// <summary>Counts what is written against -Skip and -First.</summary>
internal sealed class OutputWindow(ulong skip, ulong first)
{
    private ulong _skip = skip;
    private ulong _left = first;

    public bool IsFull => _left == 0;

    /// <summary>Whether the next object is to be written.</summary>
    public bool Takes()
    {
        if (_skip > 0)
        {
            _skip--;
            return false;
        }

        if (_left == 0)
        {
            return false;
        }

        _left--;
        return true;
    }
}
