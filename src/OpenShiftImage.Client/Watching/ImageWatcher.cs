using System.Globalization;
using System.Runtime.CompilerServices;
using OpenShiftImage.Api;
using OpenShiftImage.Primitives;
using OpenShiftImage.Transport;

namespace OpenShiftImage.Watching;

/// <summary>
/// A watch that lasts: it resumes from the last version after the server ends a request, after a broken connection and
/// after an error that passes. When the server has forgotten that version, it lists again and returns only differences.
/// <c>docs/design/watching.md</c> shows the stages and how they follow each other.
/// </summary>
internal sealed class ImageWatcher
{
    /// <summary>How long after its timeout a server may take to end a watch.</summary>
    private static readonly TimeSpan s_serverDelay = TimeSpan.FromSeconds(1);

    private readonly WatchSettings _settings;
    private readonly IRequestObserver? _observer;
    private readonly WatchScope _scope;
    private readonly WatchState _state;
    private readonly WatchBackoff _backoff = new();
    private readonly UnauthorizedGrace _grace;
    private readonly Relister _relister;
    private readonly Follower _follower;
    private long _started;

    /// <param name="api">Sends the requests.</param>
    /// <param name="settings">What to follow.</param>
    /// <param name="observer">Receives every reconnection and its reason; null for nobody.</param>
    public ImageWatcher(ImageApi api, WatchSettings settings, IRequestObserver? observer = null)
    {
        _settings = settings;
        _observer = observer;
        _scope = new WatchScope(settings);
        _state = new WatchState(GetFirstStage(settings, _scope), settings.ResourceVersion, api.Cluster);
        _grace = new UnauthorizedGrace(settings.UnauthorizedTimeout, settings.Time, observer);
        _relister = new Relister(api, settings, _scope, _state, observer);
        _follower = new Follower(api, settings, _scope, _state, _grace);
    }

    /// <summary>
    /// Gets the one Image that is followed, as <see cref="PrimeAsync"/> found it; null when there was none.
    /// </summary>
    internal Image? PrimedImage => _relister.PrimedImage;

    private bool IsListing => _state.Stage is WatchStage.Prime or WatchStage.Relist;

    /// <summary>Gets whether the watch still stands at the version that the caller named.</summary>
    private bool IsBeforeProgress =>
        _state.Stage == WatchStage.Follow && !_state.HasProgressed && _settings.ResourceVersion is not null;

    private TimeSpan TimeLeft => _settings.TimeoutSeconds is { } seconds
        ? TimeSpan.FromSeconds(seconds) - _settings.Time.GetElapsedTime(_started)
        : TimeSpan.MaxValue;

    /// <summary>
    /// Lists the Images that exist; <see cref="WatchAsync"/> then begins at the version of that list.
    /// </summary>
    /// <exception cref="ApiException">The server refuses.</exception>
    /// <exception cref="TransportException">The server cannot be reached.</exception>
    public async Task PrimeAsync(CancellationToken cancellationToken = default)
    {
        await _relister.PrimeAsync(cancellationToken).ConfigureAwait(false);
        _state.Stage = WatchStage.Follow;
    }

    /// <summary>Returns the events in the order in which they happened.</summary>
    /// <exception cref="ApiException">The server refuses the watch for a reason that does not pass.</exception>
    /// <exception cref="TransportException">The server cannot be reached at all.</exception>
    public IAsyncEnumerable<ImageEvent> WatchAsync(CancellationToken cancellationToken = default) =>
        WatchBatchesAsync(cancellationToken).FlattenAsync(cancellationToken);

    /// <summary>Returns the events like <see cref="WatchAsync"/>, those that arrived together in one batch.</summary>
    /// <exception cref="ApiException">The server refuses the watch for a reason that does not pass.</exception>
    /// <exception cref="TransportException">The server cannot be reached at all.</exception>
    public async IAsyncEnumerable<IReadOnlyList<ImageEvent>> WatchBatchesAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        _started = _settings.Time.GetTimestamp();
        var limit = _settings.TimeoutSeconds is { } seconds
            ? TimeSpan.FromSeconds(seconds) + s_serverDelay
            : Timeout.InfiniteTimeSpan;
        using var deadline = new TimeLimit(limit, _settings.Time, cancellationToken);
        while (true)
        {
            var began = _settings.Time.GetTimestamp();
            var attempt = new Attempt();
            await foreach (var batch in RunStageAsync(attempt, deadline.Token).ConfigureAwait(false))
            {
                yield return batch;
            }

            cancellationToken.ThrowIfCancellationRequested();
            if (deadline.Token.IsCancellationRequested)
            {
                ThrowIfNeverAccepted(attempt);
                yield break;
            }

            if (IsLastRequest(attempt))
            {
                yield break;
            }

            var duration = _settings.Time.GetElapsedTime(began);
            var delay = await PrepareNextStageAsync(attempt, duration, cancellationToken).ConfigureAwait(false);
            if (TimeLeft <= TimeSpan.Zero)
            {
                yield break;
            }

            if (delay > TimeSpan.Zero)
            {
                var wait = TimeLeft < delay ? TimeLeft : delay;
                await Task.Delay(wait, _settings.Time, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private static WatchStage GetFirstStage(WatchSettings settings, WatchScope scope)
    {
        if (settings.SendInitialEvents)
        {
            // For several names the server would send every Image that exists: lists by name are less.
            return scope.HasSeveralNames ? WatchStage.Relist : WatchStage.Initial;
        }

        return settings.ResourceVersion is null ? WatchStage.Prime : WatchStage.Follow;
    }

    /// <summary>Runs the stage once, to its end or its failure.</summary>
    private async IAsyncEnumerable<IReadOnlyList<ImageEvent>> RunStageAsync(
        Attempt attempt, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var batches = _state.Stage switch
        {
            WatchStage.Prime => PrimeWithoutEventsAsync(cancellationToken),
            WatchStage.Relist => _relister.RelistAsync(cancellationToken),
            _ => _follower.FollowAsync(TimeLeft, cancellationToken),
        };
        await using var enumerator = batches.GetAsyncEnumerator(cancellationToken);
        while (true)
        {
            try
            {
                if (!await enumerator.MoveNextAsync().ConfigureAwait(false))
                {
                    yield break;
                }
            }
            catch (OpenShiftImageException e)
            {
                attempt.Failure = e;
                yield break;
            }
            catch (OperationCanceledException e)
            {
                // The caller cancelled, or the time is over: the loop finds out which. The cause is what the time was
                // spent on.
                attempt.Failure = e.InnerException as OpenShiftImageException;
                yield break;
            }

            attempt.HasEvents |= enumerator.Current.Count > 0;
            var emitted = SelectEmitted(enumerator.Current);
            if (emitted.Count > 0)
            {
                yield return emitted;
            }
        }
    }

    private async IAsyncEnumerable<IReadOnlyList<ImageEvent>> PrimeWithoutEventsAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await _relister.PrimeAsync(cancellationToken).ConfigureAwait(false);
        yield break;
    }

    private IReadOnlyList<ImageEvent> SelectEmitted(IReadOnlyList<ImageEvent> batch) =>
        !_settings.IncludeBookmark && batch.Any(item => item.Type == ImageEventType.Bookmark)
            ? [.. batch.Where(item => item.Type != ImageEventType.Bookmark)]
            : batch;

    private void ThrowIfNeverAccepted(Attempt attempt)
    {
        if (!_state.HasConnected || _state.Stage == WatchStage.Prime)
        {
            throw attempt.Failure ?? new TransportException(
                TransportException.RequestTimeout,
                $"The server did not accept the watch within {_settings.TimeoutSeconds} seconds.",
                _scope.Name);
        }
    }

    /// <summary>Returns whether the watch ends here, without an error.</summary>
    /// <exception cref="OpenShiftImageException">It ends with the failure of its only request.</exception>
    private bool IsLastRequest(Attempt attempt)
    {
        if (IsListing && attempt.Failure is null)
        {
            return false;
        }

        if (_settings.NoReconnect)
        {
            return attempt.Failure is null ? true : throw attempt.Failure;
        }

        // The server ended the request because the time is over: there is nothing to notify.
        return attempt.Failure is null && TimeLeft <= TimeSpan.Zero;
    }

    /// <summary>Chooses the next stage and returns the delay before it.</summary>
    /// <exception cref="OpenShiftImageException">The failure is one that does not pass.</exception>
    private async ValueTask<TimeSpan> PrepareNextStageAsync(
        Attempt attempt, TimeSpan duration, CancellationToken cancellationToken)
    {
        switch (attempt.Failure)
        {
            case null when IsListing:
                _state.Stage = WatchStage.Follow;
                return TimeSpan.Zero;

            case ApiException { StatusCode: 400 or 422 } when _state.Stage == WatchStage.Initial && !attempt.HasEvents:
                await NotifyAsync("The server does not send initial events; they come from a list.", cancellationToken)
                    .ConfigureAwait(false);
                _state.Stage = WatchStage.Relist;
                return TimeSpan.Zero;

            case ApiException { StatusCode: 410 } when IsBeforeProgress:
                // Only the caller, who named the version, can say what it missed since.
                throw attempt.Failure;

            case ApiException { StatusCode: 401 or 403 } refusal when _state.IsEstablished:
                await _grace.ContinueAsync(refusal, cancellationToken).ConfigureAwait(false);
                break;

            case { } failure when !_state.HasConnected || !WatchBackoff.IsTransient(failure):
                throw failure;
        }

        if (NeedsRelist(attempt.Failure))
        {
            _state.Stage = WatchStage.Relist;
        }

        var delay = _backoff.GetDelay(attempt.Failure, duration);
        var reason = attempt.Failure?.Message ?? "the server ended the request";
        await NotifyAsync(
            string.Create(
                CultureInfo.InvariantCulture,
                $"Watch goes on from version {_state.ResourceVersion} in {delay.TotalSeconds:0.0} s: {reason}"),
            cancellationToken).ConfigureAwait(false);
        return delay;
    }

    /// <summary>
    /// Returns whether only a list can close the gap: initial events broke off, or there is no version to resume from.
    /// </summary>
    private bool NeedsRelist(OpenShiftImageException? failure) => _state.Stage switch
    {
        WatchStage.Initial => true,
        WatchStage.Follow => _state.ResourceVersion is null || failure is ApiException { StatusCode: 410 },
        _ => false,
    };

    private ValueTask NotifyAsync(string message, CancellationToken cancellationToken) =>
        _observer?.RetryingAsync(message, cancellationToken) ?? ValueTask.CompletedTask;

    /// <summary>How one run of a stage went.</summary>
    private sealed class Attempt
    {
        public OpenShiftImageException? Failure { get; set; }

        public bool HasEvents { get; set; }
    }
}
