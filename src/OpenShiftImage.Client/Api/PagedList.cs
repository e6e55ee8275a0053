using System.Runtime.CompilerServices;
using OpenShiftImage.Transport;

namespace OpenShiftImage.Api;

/// <summary>Reads a list page by page, the next page on its way while one is used, until there are no more.</summary>
/// <param name="request">Begins to read the page that options ask for.</param>
/// <param name="guard">Ends a list that would never end.</param>
/// <param name="observer">Is warned when the list goes on as things are now; null for nobody.</param>
internal sealed class PagedList<TPage>(
    Func<ListOptions, CancellationToken, PendingPage<TPage>> request,
    ContinuationGuard guard,
    IRequestObserver? observer)
    where TPage : class, IPage
{
    private const string ForgottenVersion =
        "The server has forgotten the version that this list began with. "
            + "The list goes on with the next name as things are now: "
        + "what changed meanwhile may show old, new or not at all before this point.";

    /// <summary>Returns the pages, and the parts of those that are too large to be held.</summary>
    /// <param name="options">What to list; <see cref="ListOptions.Limit"/> is the size of a page.</param>
    /// <param name="consistent">
    /// What happens when the server has forgotten the version that the list began with: an <c>Expired</c> error, or,
    /// when false, a warning, and the list goes on with the next name as things are now.
    /// </param>
    /// <param name="most">
    /// Number of objects after which the caller has enough: the list ends with the page that completes it.
    /// </param>
    /// <param name="cancellationToken">Ends the list and the requests in flight.</param>
    public async IAsyncEnumerable<TPage> ReadAsync(
        ListOptions options, bool consistent, long most, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var abandoned = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var left = most;
        var isFirst = true;
        PendingPage<TPage>? current = request(options, abandoned.Token);
        PendingPage<TPage>? ahead = null;
        string? aheadToken = null;
        var isDropped = false;
        try
        {
            while (current is not null)
            {
                // The token stands before the items, so the next page is requested while this one is still being read.
                // The user waits for the first page, which therefore gets the whole bandwidth.
                if (!isFirst && await current.NextToken.ConfigureAwait(false) is { } token
                    && left > options.Limit.GetValueOrDefault())
                {
                    options = options.NextPage(guard.Accept(token));
                    aheadToken = token;
                    ahead = request(options, abandoned.Token);
                }

                var hasItems = false;
                await foreach (var part in current.Parts.ConfigureAwait(false))
                {
                    left -= part.Count;
                    hasItems = true;
                    yield return part;
                }

                TPage page;
                try
                {
                    page = await current.Page.ConfigureAwait(false);
                }
                catch (ApiException e)
                    when (!consistent && e.StatusCode == 410 && e.Status?.Metadata?.Continue is { Length: > 0 })
                {
                    if (!await guard.ExpiredAsync(cancellationToken).ConfigureAwait(false))
                    {
                        throw;
                    }

                    if (observer is not null)
                    {
                        await observer.WarnAsync(ForgottenVersion, cancellationToken).ConfigureAwait(false);
                    }

                    Drop();
                    options = options.NextPage(e.Status!.Metadata!.Continue!);
                    current = request(options, abandoned.Token);
                    continue;
                }

                if (ahead is not null && page.Continue != aheadToken)
                {
                    // A retry read the page again, and its token differs from the first one.
                    Drop();
                }

                left -= page.Count;
                isFirst = false;
                await guard.ReceivedAsync(
                    hasItems || page.Count > 0, page.Continue is null, cancellationToken).ConfigureAwait(false);
                if (ahead is null && page.Continue is { } rest && left > 0)
                {
                    // A page with selectors may have fewer objects than its limit.
                    options = options.NextPage(guard.Accept(rest));
                    ahead = request(options, abandoned.Token);
                }

                yield return page;
                (current, ahead) = (ahead, null);
            }
        }
        finally
        {
            // Nobody takes the parts of a page that was dropped, and it would wait for that.
            if (isDropped || ahead is not null || current is { Page.IsCompleted: false })
            {
                await abandoned.CancelAsync().ConfigureAwait(false);
            }

            current?.ObserveException();
            ahead?.ObserveException();
        }

        void Drop()
        {
            isDropped |= ahead is not null;
            ahead?.ObserveException();
            ahead = null;
        }
    }
}
