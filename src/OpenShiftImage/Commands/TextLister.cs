using OpenShiftImage.Api;
using OpenShiftImage.Pipeline;

namespace OpenShiftImage.Commands;

/// <summary>Gets Images as the server's own text, for -AsJson.</summary>
internal sealed class TextLister(ImageApi api, PipelineOutput output, bool metadataOnly, bool consistent, bool? pretty)
{
    public async Task WriteOneAsync(string name, string? resourceVersion, CancellationToken cancellationToken)
    {
        var options = new GetOptions { ResourceVersion = resourceVersion, Pretty = pretty };
        await output.WriteAsync(await api.GetTextAsync(name, options, metadataOnly, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
    }

    public async Task WriteListAsync(ListOptions options, bool onePage, string? continueVariable, CancellationToken cancellationToken)
    {
        options = options with { Pretty = pretty };
        output.Report(new ProgressState("waiting for the first page"));
        var guard = api.CreateGuard();
        for (var pages = 1; ; pages++)
        {
            string text;
            ListMeta metadata;
            int count;
            try
            {
                (text, metadata, count) = await api.ListTextAsync(options, metadataOnly, cancellationToken).ConfigureAwait(false);
            }
            catch (ApiException e) when (!consistent && !onePage && e.StatusCode == 410 && e.Status?.Metadata?.Continue is { Length: > 0 } fresh)
            {
                if (!await guard.ExpiredAsync(cancellationToken).ConfigureAwait(false))
                {
                    throw;
                }

                await output.WarnAsync(ImageApi.ForgottenVersion, cancellationToken).ConfigureAwait(false);
                options = options with { Continue = fresh, ResourceVersion = null, ResourceVersionMatch = null };
                continue;
            }

            var token = string.IsNullOrEmpty(metadata.Continue) ? null : metadata.Continue;
            output.Report(new ProgressState(string.Create(System.Globalization.CultureInfo.CurrentCulture, $"{pages:N0} pages, {metadata.RemainingItemCount:N0} Images remain")));
            await output.WriteAsync(text, cancellationToken).ConfigureAwait(false);
            if (onePage)
            {
                if (continueVariable is not null)
                {
                    await output.RunAsync(cmdlet => cmdlet.SessionState.PSVariable.Set(continueVariable, token), cancellationToken).ConfigureAwait(false);
                }

                return;
            }

            if (token is null)
            {
                return;
            }

            await guard.ReceivedAsync(count > 0, isLast: false, cancellationToken).ConfigureAwait(false);
            options = options with { Continue = guard.Accept(token), ResourceVersion = null, ResourceVersionMatch = null };
        }
    }
}
