using System.Globalization;
using OpenShiftImage.Sandbox.Negotiation;
using OpenShiftImage.Sandbox.Reading;
using OpenShiftImage.Sandbox.Requests;
using OpenShiftImage.Sandbox.Selection;
using OpenShiftImage.Sandbox.Status;
using OpenShiftImage.Sandbox.Storage;

namespace OpenShiftImage.Sandbox.Watching;

/// <summary>Serves watches: initial events, changes as they happen to the selection, bookmarks, and the end.</summary>
internal sealed class ImageWatcher(ImageStore store, ObjectLister lister)
{
    /// <summary>A server ends a watch that names no timeout by itself, after minutes.</summary>
    private static readonly TimeSpan s_defaultTimeout = TimeSpan.FromMinutes(30);
    private static readonly TimeSpan s_bookmarkInterval = TimeSpan.FromMinutes(1);

    /// <summary>Serves one watch until it times out, the client leaves, or the server stops.</summary>
    public async Task ServeAsync(
        HttpContext context, ListParameters parameters, Representation form, CancellationToken stopping)
    {
        context.Response.ContentType = "application/json";
        using var end = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        end.CancelAfter(parameters.Timeout ?? s_defaultTimeout);
        var events = new WatchEventWriter(context.Response.BodyWriter, form);
        var revision = parameters.GetRevision(StatusError.Internal);
        var current = store.Current;
        var hasInitialEvents = parameters.SendInitialEvents ?? revision == 0;
        if (hasInitialEvents && revision > current.Revision)
        {
            await RefuseFutureAsync(events, revision, end.Token);
            return;
        }

        var start = hasInitialEvents || revision == 0 ? current.Revision : revision;
        using var subscription = store.Subscribe(start);
        if (subscription is null)
        {
            events.WriteError(StatusError.Expired(string.Create(
                CultureInfo.InvariantCulture, $"too old resource version: {revision} ({store.CompactedRevision})")));
            await events.FlushAsync(CancellationToken.None);
            return;
        }

        try
        {
            await context.Response.StartAsync(end.Token);
            if (hasInitialEvents)
            {
                await SendInitialEventsAsync(events, current, parameters, end.Token);
            }

            await events.FlushAsync(end.Token);
            await FollowAsync(events, subscription, parameters, start, end.Token);
        }
        catch (OperationCanceledException)
        {
            if (!context.RequestAborted.IsCancellationRequested && parameters.AllowBookmarks)
            {
                events.WriteBookmark(store.Current.Revision, endsInitialEvents: false);
                await events.FlushAsync(CancellationToken.None);
            }
        }
    }

    private async Task RefuseFutureAsync(WatchEventWriter events, long revision, CancellationToken cancellationToken)
    {
        try
        {
            await lister.RequireRevisionAsync(revision, cancellationToken);
        }
        catch (StatusError e)
        {
            events.WriteError(e);
            await events.FlushAsync(cancellationToken);
        }
    }

    private static async Task SendInitialEventsAsync(
        WatchEventWriter events, Snapshot current, ListParameters parameters, CancellationToken cancellationToken)
    {
        foreach (var image in current.Images.Where(parameters.Selection.Matches))
        {
            events.WriteChange("ADDED", image);
            await events.FlushIfLargeAsync(cancellationToken);
        }

        if (parameters is { SendInitialEvents: true, AllowBookmarks: true })
        {
            events.WriteBookmark(current.Revision, endsInitialEvents: true);
        }
    }

    private async Task FollowAsync(
        WatchEventWriter events,
        Subscription subscription,
        ListParameters parameters,
        long start,
        CancellationToken cancellationToken)
    {
        var lastRevision = 0L;
        while (true)
        {
            var available = subscription.Changes.WaitToReadAsync(cancellationToken).AsTask();
            while (parameters.AllowBookmarks
                && await Task.WhenAny(available, Task.Delay(s_bookmarkInterval, cancellationToken)) != available)
            {
                cancellationToken.ThrowIfCancellationRequested();
                events.WriteBookmark(Math.Max(lastRevision, store.Current.Revision), endsInitialEvents: false);
                await events.FlushAsync(cancellationToken);
            }

            await available;
            while (subscription.Changes.TryRead(out var change))
            {
                lastRevision = change.Revision;
                // Until the version comes from which the watch is to start, it is silent.
                if (change.Revision > start && ToEvent(change, parameters.Selection) is { } changed)
                {
                    events.WriteChange(changed.Type, changed.Image);
                }

                await events.FlushIfLargeAsync(cancellationToken);
            }

            await events.FlushAsync(cancellationToken);
        }
    }

    /// <summary>
    /// Returns what a change is to a watch of a selection: an object that leaves it is deleted, one that enters it is
    /// added.
    /// </summary>
    private static (string Type, StoredImage Image)? ToEvent(StoreChange change, ObjectSelection selection)
    {
        var wasSelected = change.Previous is not null && selection.Matches(change.Previous);
        var isSelected = change.Type != ChangeType.Deleted && selection.Matches(change.Image);
        return (wasSelected, isSelected) switch
        {
            (false, false) => null,
            (false, true) => ("ADDED", change.Image),
            (true, true) => ("MODIFIED", change.Image),
            (true, false) when change.Type == ChangeType.Deleted => ("DELETED", change.Image),
            // The object as it was while it was selected, with the version of the change.
            _ => ("DELETED", StoredImage.Create(change.Previous!.ToJson(), change.Revision)),
        };
    }
}
