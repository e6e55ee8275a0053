using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using OpenShiftImage.Sandbox.Api;
using OpenShiftImage.Sandbox.Negotiation;
using OpenShiftImage.Sandbox.Selection;
using OpenShiftImage.Sandbox.Status;
using OpenShiftImage.Sandbox.Storage;

namespace OpenShiftImage.Sandbox.Watching;

/// <summary>
/// Serves one watch: initial events, changes as they happen to the selection, bookmarks, and the end.
/// </summary>
internal sealed class Watcher(ImageStore store)
{
    /// <summary>A server ends a watch that names no timeout by itself, after minutes.</summary>
    private static readonly TimeSpan s_longest = TimeSpan.FromMinutes(30);
    private static readonly TimeSpan s_betweenBookmarks = TimeSpan.FromMinutes(1);

    public async Task ServeAsync(HttpContext context, ListParameters parameters, Representation form, CancellationToken stopping)
    {
        var output = context.Response.BodyWriter;
        context.Response.ContentType = "application/json";
        using var end = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        end.CancelAfter(parameters.Timeout is { } asked ? TimeSpan.FromSeconds(Math.Min(asked.TotalSeconds, TimeSpan.FromDays(1).TotalSeconds)) : s_longest);
        var frames = new Frames(output, form);
        var revision = parameters.Revision(StatusError.Internal);
        var current = store.Current;
        var initial = parameters.SendInitialEvents ?? revision == 0;
        if (initial && revision > current.Revision)
        {
            await RefuseFutureAsync(frames, revision, output, end.Token);
            return;
        }

        var start = initial ? current.Revision : revision == 0 ? current.Revision : revision;
        using var subscription = store.Subscribe(start);
        if (subscription is null)
        {
            frames.Error(StatusError.Expired(string.Create(CultureInfo.InvariantCulture, $"too old resource version: {revision} ({store.CompactedRevision})")));
            await output.FlushAsync(CancellationToken.None);
            return;
        }

        try
        {
            await context.Response.StartAsync(end.Token);
            if (initial)
            {
                foreach (var image in current.Images.Where(parameters.Selection.Matches))
                {
                    frames.Event("ADDED", image);
                    if (output.UnflushedBytes > 64 * 1024)
                    {
                        await output.FlushAsync(end.Token);
                    }
                }

                if (parameters is { SendInitialEvents: true, Bookmarks: true })
                {
                    frames.Bookmark(current.Revision, initialEventsEnd: true);
                }
            }

            await output.FlushAsync(end.Token);
            await FollowAsync(frames, output, subscription, parameters, start, end.Token);
        }
        catch (OperationCanceledException)
        {
            if (!context.RequestAborted.IsCancellationRequested && parameters.Bookmarks)
            {
                frames.Bookmark(store.Current.Revision, initialEventsEnd: false);
                await output.FlushAsync(CancellationToken.None);
            }
        }
    }

    private async Task RefuseFutureAsync(Frames frames, long revision, System.IO.Pipelines.PipeWriter output, CancellationToken cancellationToken)
    {
        try
        {
            await new Lister(store).RequireRevisionAsync(revision, cancellationToken);
        }
        catch (StatusError e)
        {
            frames.Error(e);
            await output.FlushAsync(cancellationToken);
        }
    }

    private async Task FollowAsync(
        Frames frames, System.IO.Pipelines.PipeWriter output, Subscription subscription, ListParameters parameters, long start, CancellationToken cancellationToken)
    {
        var seen = 0L;
        while (true)
        {
            var available = subscription.Changes.WaitToReadAsync(cancellationToken).AsTask();
            while (parameters.Bookmarks && await Task.WhenAny(available, Task.Delay(s_betweenBookmarks, cancellationToken)) != available)
            {
                cancellationToken.ThrowIfCancellationRequested();
                frames.Bookmark(Math.Max(seen, store.Current.Revision), initialEventsEnd: false);
                await output.FlushAsync(cancellationToken);
            }

            await available;
            while (subscription.Changes.TryRead(out var change))
            {
                seen = change.Revision;
                // A version that is still to come is waited for in silence.
                if (change.Revision > start && Describe(change, parameters.Selection) is { } told)
                {
                    frames.Event(told.Type, told.Image);
                }

                if (output.UnflushedBytes > 64 * 1024)
                {
                    await output.FlushAsync(cancellationToken);
                }
            }

            await output.FlushAsync(cancellationToken);
        }
    }

    /// <summary>
    /// What a change is to someone who sees only a selection: one that leaves it is deleted, one that enters it is
    /// added.
    /// </summary>
    private static (string Type, StoredImage Image)? Describe(StoreChange change, ImageSelection selection)
    {
        var was = change.Previous is not null && selection.Matches(change.Previous);
        var isNow = change.Type != ChangeType.Deleted && selection.Matches(change.Image);
        return (was, isNow) switch
        {
            (false, false) => null,
            (false, true) => ("ADDED", change.Image),
            (true, true) => ("MODIFIED", change.Image),
            // The object as it was while it was selected, with the version of the change.
            (true, false) => ("DELETED", change.Type == ChangeType.Deleted ? change.Image : StoredImage.Create(change.Previous!.ToJson(), change.Revision)),
        };
    }

    private sealed class Frames(IBufferWriter<byte> output, Representation form)
    {
        private bool _columnsSent = form.NoHeaders;

        public void Event(string type, StoredImage image)
        {
            Encoding.UTF8.GetBytes($"{{\"type\":\"{type}\",\"object\":", output);
            AnswerWriter.Object(output, image, form.View == View.Table ? form with { NoHeaders = _columnsSent } : form);
            _columnsSent = true;
            output.Write("}\n"u8);
        }

        public void Bookmark(long revision, bool initialEventsEnd)
        {
            var annotations = initialEventsEnd ? ",\"annotations\":{\"k8s.io/initial-events-end\":\"true\"}" : "";
            var metadata = string.Create(CultureInfo.InvariantCulture, $"{{\"resourceVersion\":\"{revision}\"{annotations}}}");
            var partial = $"{{\"kind\":\"PartialObjectMetadata\",\"apiVersion\":\"meta.k8s.io/v1\",\"metadata\":{metadata}}}";
            var bookmark = form.View switch
            {
                View.Metadata => partial,
                View.Table => string.Create(
                    CultureInfo.InvariantCulture,
                    $"{{\"kind\":\"Table\",\"apiVersion\":\"meta.k8s.io/v1\",\"metadata\":{{\"resourceVersion\":\"{revision}\"}},\"columnDefinitions\":null,\"rows\":[{{\"cells\":[\"\",\"\"],\"object\":{partial}}}]}}"),
                _ => $"{{\"kind\":\"Image\",\"apiVersion\":\"image.openshift.io/v1\",\"metadata\":{metadata},\"dockerImageMetadata\":{{\"kind\":\"DockerImage\",\"apiVersion\":\"image.openshift.io/1.0\",\"Id\":\"\",\"Created\":null,\"ContainerConfig\":{{}}}},\"dockerImageMetadataVersion\":\"1.0\"}}",
            };
            Encoding.UTF8.GetBytes($"{{\"type\":\"BOOKMARK\",\"object\":{bookmark}}}\n", output);
        }

        public void Error(StatusError error) =>
            Encoding.UTF8.GetBytes($"{{\"type\":\"ERROR\",\"object\":{JsonSerializer.Serialize(error.ToJson())}}}\n", output);
    }
}
