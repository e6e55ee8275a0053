using System.Runtime.CompilerServices;
using OpenShiftImage.Api;
using OpenShiftImage.Transport;

namespace OpenShiftImage.Watching;

/// <summary>Sends one watch request at a time and keeps the state in step with the events it receives.</summary>
/// <param name="api">Sends the requests.</param>
/// <param name="settings">What to follow.</param>
/// <param name="scope">Which Images are followed.</param>
/// <param name="state">How far the watch is.</param>
/// <param name="grace">Ends when the server accepts the watch.</param>
internal sealed class Follower(
    ImageApi api, WatchSettings settings, WatchScope scope, WatchState state, UnauthorizedGrace grace)
{
    /// <summary>
    /// The limits between which client-go's reflector picks the timeout of a watch (<c>tools/cache/reflector.go</c>:
    /// <c>minWatchTimeout</c>, and twice that). A request that ends now and then reveals a half-open connection; the
    /// spread keeps many watches from reconnecting at once.
    /// </summary>
    private const int MinTimeoutSeconds = 300;
    private const int MaxTimeoutSeconds = 2 * MinTimeoutSeconds;

    /// <summary>Sends one watch request and returns its events, those that arrive together in one batch.</summary>
    /// <param name="timeLeft">How much time the watch has left.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <exception cref="ApiException">The server refuses the watch, or ends it with an error.</exception>
    /// <exception cref="TransportException">The server cannot be reached, or the answer broke off.</exception>
    public async IAsyncEnumerable<IReadOnlyList<ImageEvent>> FollowAsync(
        TimeSpan timeLeft, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // Once connected, the watch has its own back-off, and the transport must not retry beneath it.
        var retryTimeout = state.HasConnected ? TimeSpan.Zero : timeLeft;
        var batches = api.WatchAsync(
            CreateOptions(timeLeft),
            settings.UseWatchPath,
            scope.Name,
            OnAccepted,
            retryTimeout,
            isUnattended: grace.IsActive,
            cancellationToken);
        await foreach (var received in batches.ConfigureAwait(false))
        {
            yield return Apply(received);
        }

        state.HasProgressed = true;
    }

    /// <summary>
    /// Returns the version that an event brought; null for an empty one or 0, from which a watch would start over.
    /// </summary>
    private static string? GetVersion(ImageEvent item) =>
        item.ResourceVersion is "" or "0" ? null : item.ResourceVersion;

    private void OnAccepted()
    {
        state.HasConnected = true;
        state.IsEstablished = true;
        grace.Reset();
    }

    /// <summary>Applies received events to the state and returns those of the Images that are followed.</summary>
    private List<ImageEvent> Apply(IReadOnlyList<ImageEvent> received)
    {
        var emitted = new List<ImageEvent>(received.Count);
        foreach (var item in received)
        {
            var isInitial = state.Stage == WatchStage.Initial;
            // No selector names several Images, and a server or a proxy may ignore the one that names one.
            if (item.Type == ImageEventType.Bookmark || scope.Contains(item.Name))
            {
                state.Cache.Apply(item);
                emitted.Add(isInitial && item.Type != ImageEventType.Bookmark ? item.WithoutVersion() : item);
            }

            // An event of another Image moves the version too: the watch need not receive it again.
            if (isInitial)
            {
                ApplyInitialVersion(item);
            }
            else
            {
                state.HasProgressed = true;
                state.ResourceVersion = GetVersion(item) ?? state.ResourceVersion;
            }
        }

        return emitted;
    }

    /// <summary>
    /// Initial events come in the order of names: only the bookmark at their end has a version to resume from.
    /// </summary>
    private void ApplyInitialVersion(ImageEvent item)
    {
        if (item.IsInitialEventsEnd)
        {
            state.Stage = WatchStage.Follow;
            state.ResourceVersion = GetVersion(item);
            state.IsCacheComplete = true;
            state.HasProgressed = true;
        }
    }

    private ListOptions CreateOptions(TimeSpan timeLeft)
    {
        var isInitial = state.Stage == WatchStage.Initial;
        long timeoutSeconds = Random.Shared.Next(MinTimeoutSeconds, MaxTimeoutSeconds);
        if (settings.TimeoutSeconds is not null)
        {
            var secondsLeft = Math.Max(1, (long)Math.Ceiling(timeLeft.TotalSeconds));
            timeoutSeconds = settings.NoReconnect ? secondsLeft : Math.Min(timeoutSeconds, secondsLeft);
        }

        return new ListOptions
        {
            LabelSelector = settings.LabelSelector,
            FieldSelector = settings.UseWatchPath ? settings.FieldSelector : scope.FieldSelector,
            AllowWatchBookmarks = true,
            TimeoutSeconds = timeoutSeconds,
            SendInitialEvents = isInitial ? true : null,
            ResourceVersionMatch = isInitial ? ResourceVersionMatch.NotOlderThan : null,
            ResourceVersion = state.ResourceVersion,
        };
    }
}
