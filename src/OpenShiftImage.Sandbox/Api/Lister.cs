using OpenShiftImage.Sandbox.Status;
using OpenShiftImage.Sandbox.Storage;

namespace OpenShiftImage.Sandbox.Api;

/// <summary>One page of a list.</summary>
internal sealed record ListPage(IReadOnlyList<StoredImage> Images, long Revision, string? Continue, long? Remaining);

/// <summary>Reads lists from the store: pages over a consistent snapshot, and the rules of resource versions.</summary>
internal sealed class Lister(ImageStore store)
{
    private static readonly TimeSpan s_waitForRevision = TimeSpan.FromSeconds(3);

    public async Task<ListPage> ListAsync(ListParameters parameters, CancellationToken cancellationToken)
    {
        var (snapshot, start) = await StartAsync(parameters, cancellationToken);
        var limit = parameters.Limit > 0 && parameters.ResourceVersion != "0" ? parameters.Limit : long.MaxValue;
        var images = new List<StoredImage>();
        var index = start;
        for (; index < snapshot.Images.Count && images.Count < limit; index++)
        {
            if (parameters.Selection.Matches(snapshot.Images[index]))
            {
                images.Add(snapshot.Images[index]);
            }
        }

        if (index >= snapshot.Images.Count || images.Count == 0 || parameters.Selection.Fields.SingleName is not null)
        {
            return new ListPage(images, snapshot.Revision, null, null);
        }

        var token = ContinueToken.After(snapshot.Revision, images[^1].Name).ToString();
        return new ListPage(images, snapshot.Revision, token, parameters.Selection.IsEmpty ? snapshot.Images.Count - index : null);
    }

    /// <summary>Waits for a revision to come, as a server does whose cache may be behind.</summary>
    /// <exception cref="StatusError">It does not come in time.</exception>
    public async Task RequireRevisionAsync(long revision, CancellationToken cancellationToken)
    {
        if (revision <= store.Current.Revision)
        {
            return;
        }

        await Task.Delay(s_waitForRevision, cancellationToken);
        if (revision > store.Current.Revision)
        {
            throw StatusError.TooLargeResourceVersion(revision, store.Current.Revision);
        }
    }

    private async Task<(Snapshot Snapshot, int Start)> StartAsync(ListParameters parameters, CancellationToken cancellationToken)
    {
        if (parameters.Continue is { } text)
        {
            if (parameters.ResourceVersion is not (null or "0"))
            {
                throw StatusError.BadRequest("specifying resource version is not allowed when using continue");
            }

            var token = ContinueToken.Parse(text);
            if (token.Revision < 0)
            {
                var now = store.Current;
                return (now, now.IndexFrom(token.FirstName));
            }

            await RequireRevisionAsync(token.Revision, cancellationToken);
            var then = store.At(token.Revision, token.FirstName) ?? throw StatusError.Expired(
                "The provided continue parameter is too old to display a consistent list result. You can start a new list without the "
                + "continue parameter, or use the continue token in this response to retrieve the remainder of the results. Continuing with the "
                + "provided token results in an inconsistent list - objects that were created, modified, or deleted between the time the first "
                + "chunk was returned and now may show up in the list.",
                new ContinueToken(-1, token.Start).ToString());
            return (then, then.IndexFrom(token.FirstName));
        }

        var revision = parameters.Revision(why => StatusError.BadRequest("invalid resource version: " + why));
        await RequireRevisionAsync(revision, cancellationToken);
        var exact = parameters.Match == "Exact" || (parameters.Match is null && parameters.Limit > 0 && revision > 0);
        var snapshot = exact
            ? store.At(revision) ?? throw StatusError.Expired("The resourceVersion for the provided list is too old.")
            : store.Current;
        return (snapshot, 0);
    }
}
