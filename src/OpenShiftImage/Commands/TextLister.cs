using System.Globalization;
using OpenShiftImage.Api;
using OpenShiftImage.Pipeline;

namespace OpenShiftImage.Commands;

/// <summary>Gets Images as the server's own text, for -AsJson.</summary>
internal sealed class TextLister(
    IImageReader api, PipelineOutput output, bool metadataOnly, bool consistent, bool? pretty)
{
    public async Task WriteOneAsync(string name, string? resourceVersion, CancellationToken cancellationToken)
    {
        var options = new GetOptions { ResourceVersion = resourceVersion, Pretty = pretty };
        await output.WriteAsync(
            await api.GetTextAsync(name, options, metadataOnly, cancellationToken).ConfigureAwait(false),
            cancellationToken).ConfigureAwait(false);
    }

    public async Task WritePageAsync(ListOptions options, string? continueVariable, CancellationToken cancellationToken)
    {
        output.Report(new ProgressState("waiting for the page"));
        var page = await api.ListTextPageAsync(
            options with { Pretty = pretty }, metadataOnly, cancellationToken).ConfigureAwait(false);
        await output.WriteAsync(page.Text, cancellationToken).ConfigureAwait(false);
        if (continueVariable is not null)
        {
            await output.RunAsync(
                cmdlet => cmdlet.SessionState.PSVariable.Set(
                    continueVariable, page.Continue), cancellationToken).ConfigureAwait(false);
        }
    }

    public async Task WriteAllAsync(ListOptions options, CancellationToken cancellationToken)
    {
        output.Report(new ProgressState("waiting for the first page"));
        var pages = 0;
        await foreach (var page in api.ListTextAsync(
            options with { Pretty = pretty }, metadataOnly, consistent, cancellationToken).ConfigureAwait(false))
        {
            pages++;
            output.Report(new ProgressState(string.Create(
                CultureInfo.CurrentCulture, $"{pages:N0} pages, {page.Metadata.RemainingItemCount:N0} Images remain")));
            await output.WriteAsync(page.Text, cancellationToken).ConfigureAwait(false);
        }
    }
}
