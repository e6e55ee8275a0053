using OpenShiftImage.Api;
using OpenShiftImage.Pipeline;

namespace OpenShiftImage.Commands;

/// <summary>
/// Deletes what selectors choose: in one request, or, with a limit, in batches until nothing is left. Each batch
/// chooses anew, so that an Image that leaves the selectors meanwhile stays; only past Images that finalizers hold,
/// which would fill every batch again, does it go on with the server's continue token, as a dry run and a list of one
/// version must.
/// </summary>
/// <param name="api">Sends the requests.</param>
/// <param name="options">What is deleted, and how many at a time.</param>
internal sealed class ImageCollectionRemover(ImageApi api, DeleteCollectionOptions options)
{
    private const int MaxRepeatedBatches = 3;

    private HashSet<string> _previous = new(StringComparer.Ordinal);
    private int _repeated;

    /// <summary>Whether finalizers hold an Image, so that it is only marked for deletion.</summary>
    public static bool IsHeld(Image image) => image.Metadata?.Finalizers is { Count: > 0 };

    /// <summary>Deletes.</summary>
    /// <param name="onSending">Is told before each request.</param>
    /// <param name="onDeleted">
    /// Is given what was deleted: of each batch all, or part by part where that is too much.
    /// </param>
    /// <param name="cancellationToken">Ends the deletion after what the server is doing.</param>
    /// <exception cref="RemovalStalledException">The same Images come again and again.</exception>
    public async Task RemoveAsync(
        Action onSending, Func<Page<Image>, ValueTask> onDeleted, CancellationToken cancellationToken)
    {
        var guard = api.CreateGuard();
        var choosesAnew = !options.DryRun && options.Continue is null && options.ResourceVersion is null;
        var next = options;
        while (true)
        {
            var (count, held, batch) = (0, 0, new HashSet<string>(StringComparer.Ordinal));
            Page<Image> page;
            try
            {
                onSending();
                page = await api.DeleteCollectionAsync(next, TakeAsync, cancellationToken).ConfigureAwait(false);
            }
            catch (ApiException e) when (next.Continue is not null
                && e is { StatusCode: 410, Status.Metadata.Continue: { Length: > 0 } token })
            {
                if (!await guard.ExpiredAsync(cancellationToken).ConfigureAwait(false))
                {
                    throw;
                }

                // The selectors choose what is deleted as things are now, so a newer version of the list does no harm.
                next = NextBatch(token);
                continue;
            }

            await TakeAsync(page).ConfigureAwait(false);
            if (options.Limit is null || page.Continue is not { } rest)
            {
                return;
            }

            RequireProgress(batch);
            await guard.ReceivedAsync(count > 0, isLast: false, cancellationToken).ConfigureAwait(false);
            choosesAnew &= count > 0 && held == 0;
            next = choosesAnew ? options : NextBatch(guard.Accept(rest));

            async ValueTask TakeAsync(Page<Image> part)
            {
                count += part.Items.Count;
                held += part.Items.Count(IsHeld);
                batch.UnionWith(part.Items.Select(image => image.Metadata?.Uid ?? image.Name ?? ""));
                await onDeleted(part).ConfigureAwait(false);
            }
        }
    }

    private DeleteCollectionOptions NextBatch(string token) =>
        options with { Continue = token, ResourceVersion = null, ResourceVersionMatch = null };

    /// <summary>Ends a deletion whose batches bring what earlier ones have brought.</summary>
    private void RequireProgress(HashSet<string> batch)
    {
        _repeated = batch.Count > 0 && batch.IsSubsetOf(_previous) ? _repeated + 1 : 0;
        _previous = batch;
        if (_repeated >= MaxRepeatedBatches)
        {
            throw new RemovalStalledException(
                $"The server says that it deletes, but the same {batch.Count} Images came in {_repeated + 1} batches: "
                    + $"{string.Join(", ", batch.Take(3))}.");
        }
    }
}
