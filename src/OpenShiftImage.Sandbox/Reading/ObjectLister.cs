using OpenShiftImage.Sandbox.Requests;
using OpenShiftImage.Sandbox.Status;
using OpenShiftImage.Sandbox.Storage;

namespace OpenShiftImage.Sandbox.Reading;

/// <summary>Reads lists: pages over a consistent snapshot, and the rules of resource versions.</summary>
internal sealed class ObjectLister(IObjectSource source)
{
    private const string ExpiredToken =
        "The provided continue parameter is too old to display a consistent list result. "
        + "You can start a new list without the continue parameter, or use the continue token in this response "
        + "to retrieve the remainder of the results. "
        + "Continuing with the provided token results in an inconsistent list - objects that were created, modified, "
        + "or deleted between the time the first chunk was returned and now may show up in the list.";

    private static readonly TimeSpan s_revisionTimeout = TimeSpan.FromSeconds(3);

    /// <summary>Returns a page.</summary>
    /// <exception cref="StatusError">The revision, or the token, is none that can be listed.</exception>
    public async Task<ListPage> ListAsync(ListParameters parameters, CancellationToken cancellationToken)
    {
        var (snapshot, index) = await FindStartAsync(parameters, cancellationToken);
        var limit = parameters.Limit > 0 && parameters.ResourceVersion != "0" ? parameters.Limit : long.MaxValue;
        var objects = new List<StoredObject>();
        for (; index < snapshot.Count && objects.Count < limit; index++)
        {
            if (parameters.Selection.Matches(snapshot[index]))
            {
                objects.Add(snapshot[index]);
            }
        }

        var isSingle = source.HasUniqueNames && parameters.Selection.Fields.SingleName is not null;
        if (index >= snapshot.Count || objects.Count == 0 || isSingle)
        {
            return new ListPage(source.Resource, objects, snapshot.Revision);
        }

        var token = ContinueToken.After(snapshot.Revision, snapshot.GetKey(objects[^1])).ToString();
        long? remaining = parameters.Selection.IsEmpty ? snapshot.Count - index : null;
        return new ListPage(source.Resource, objects, snapshot.Revision, token, remaining);
    }

    /// <summary>Waits for a revision, as a server does whose cache may be behind.</summary>
    /// <exception cref="StatusError">It does not come in time.</exception>
    public async Task RequireRevisionAsync(long revision, CancellationToken cancellationToken)
    {
        if (revision <= source.Current.Revision)
        {
            return;
        }

        await Task.Delay(s_revisionTimeout, cancellationToken);
        if (revision > source.Current.Revision)
        {
            throw StatusError.TooLargeResourceVersion(revision, source.Current.Revision);
        }
    }

    private async Task<(IObjectList Snapshot, int Index)> FindStartAsync(
        ListParameters parameters, CancellationToken cancellationToken)
    {
        if (parameters.Continue is { } token)
        {
            return parameters.ResourceVersion is null or "0"
                ? await ContinueAsync(ContinueToken.Parse(token), cancellationToken)
                : throw StatusError.BadRequest("specifying resource version is not allowed when using continue");
        }

        var revision = parameters.GetRevision(
            message => StatusError.BadRequest("invalid resource version: " + message));
        await RequireRevisionAsync(revision, cancellationToken);
        var isExact = parameters.ResourceVersionMatch == "Exact"
            || (parameters.ResourceVersionMatch is null && parameters.Limit > 0 && revision > 0);
        var snapshot = isExact ? source.At(revision) : source.Current;
        return (snapshot ?? throw StatusError.Expired("The resourceVersion for the provided list is too old."), 0);
    }

    private async Task<(IObjectList Snapshot, int Index)> ContinueAsync(
        ContinueToken token, CancellationToken cancellationToken)
    {
        if (token.Revision < 0)
        {
            var current = source.Current;
            return (current, current.IndexFrom(token.FirstKey));
        }

        await RequireRevisionAsync(token.Revision, cancellationToken);
        var snapshot = source.At(token.Revision, token.FirstKey)
            ?? throw StatusError.Expired(ExpiredToken, new ContinueToken(-1, token.FirstKey).ToString());
        return (snapshot, snapshot.IndexFrom(token.FirstKey));
    }
}
