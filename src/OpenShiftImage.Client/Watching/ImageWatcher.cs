using System.Globalization;
using System.Runtime.CompilerServices;
using OpenShiftImage.Api;
using OpenShiftImage.Primitives;
using OpenShiftImage.Serialization;
using OpenShiftImage.Transport;

namespace OpenShiftImage.Watching;

/// <summary>
/// A watch that lasts: it goes on after the server ends a request, after a broken connection and after an error that passes,
/// from the last version it has seen; and when the server has forgotten that version it lists again and tells only what differs.
/// </summary>
/// <param name="api">Sends the requests.</param>
/// <param name="settings">What to follow.</param>
/// <param name="observer">Is told of every reconnection and why; null for nobody.</param>
internal sealed class ImageWatcher(ImageApi api, WatchSettings settings, IRequestObserver? observer = null)
{
    /// <summary>How long a watch that has not begun yet may try to.</summary>
    private static readonly TimeSpan s_openingTime = TimeSpan.FromSeconds(30);

    /// <summary>How long after its timeout a server may take to end a watch.</summary>
    private static readonly TimeSpan s_grace = TimeSpan.FromSeconds(1);

    private readonly WatchCache _known = new(api.Cluster);
    private readonly ReconnectPolicy _policy = new();
    private readonly WatchScope _scope = new(settings);
    private Stage _stage = settings.SendInitialEvents ? Stage.Initial : settings.ResourceVersion is null ? Stage.Prime : Stage.Follow;
    private string? _resourceVersion = settings.ResourceVersion;
    private long? _started;
    private long? _unauthorizedSince;
    private bool _knowsAll;
    private bool _connected;
    private bool _established;
    private bool _progressed;

    /// <summary>The one Image that is followed, as <see cref="PrimeAsync"/> found it; null when it was not there.</summary>
    internal Image? PrimedImage { get; private set; }

    private enum Stage
    {
        /// <summary>Learn what there is, without telling, so that later gaps can be told.</summary>
        Prime,

        /// <summary>Watch, with what there is first.</summary>
        Initial,

        /// <summary>List, and tell how that differs from what has been told.</summary>
        Relist,

        /// <summary>Watch from the last version.</summary>
        Follow,
    }

    private TimeSpan Left => settings.TimeoutSeconds is { } seconds
        ? TimeSpan.FromSeconds(seconds) - (_started is { } started ? settings.Time.GetElapsedTime(started) : TimeSpan.Zero)
        : TimeSpan.MaxValue;

    /// <summary>Learns what there is, so that from then on nothing is missed; <see cref="WatchAsync"/> goes on from there.</summary>
    /// <exception cref="ApiException">The server refuses.</exception>
    /// <exception cref="TransportException">The server cannot be reached.</exception>
    public async Task PrimeAsync(CancellationToken cancellationToken = default)
    {
        await foreach (var _ in PrimeAllAsync(cancellationToken).ConfigureAwait(false))
        {
        }

        _stage = Stage.Follow;
    }

    /// <summary>Gives the events, in the order in which they happened.</summary>
    /// <exception cref="ApiException">The server refuses the watch for a reason that does not pass.</exception>
    /// <exception cref="TransportException">The server cannot be reached at all.</exception>
    public IAsyncEnumerable<ImageEvent> WatchAsync(CancellationToken cancellationToken = default) =>
        WatchBatchesAsync(cancellationToken).FlattenAsync(cancellationToken);

    /// <summary>Like <see cref="WatchAsync"/>, but gives events that have arrived together in one go.</summary>
    /// <exception cref="ApiException">The server refuses the watch for a reason that does not pass.</exception>
    /// <exception cref="TransportException">The server cannot be reached at all.</exception>
    public async IAsyncEnumerable<IReadOnlyList<ImageEvent>> WatchBatchesAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        if (_stage == Stage.Initial && _scope.HasSeveralNames)
        {
            // The server would send every Image there is to tell of a few.
            _stage = Stage.Relist;
        }

        while (true)
        {
            if (_started is null)
            {
                _started = settings.Time.GetTimestamp();
                if (settings.TimeoutSeconds is { } seconds)
                {
                    deadline.CancelAfterAtMost(TimeSpan.FromSeconds(seconds) + s_grace);
                }
            }

            var began = settings.Time.GetTimestamp();
            var attempt = new Attempt();
            await foreach (var batch in RunAsync(attempt, deadline.Token).ConfigureAwait(false))
            {
                yield return batch;
            }

            cancellationToken.ThrowIfCancellationRequested();
            if (deadline.IsCancellationRequested)
            {
                if (!_connected || _stage == Stage.Prime)
                {
                    throw attempt.Failure ?? new TransportException(
                        TransportException.RequestTimeout, $"The server did not accept the watch within {settings.TimeoutSeconds} seconds.", _scope.Name);
                }

                yield break;
            }

            var learned = _stage is Stage.Prime or Stage.Relist && attempt.Failure is null;
            if (settings.NoReconnect && !learned)
            {
                if (attempt.Failure is not null)
                {
                    throw attempt.Failure;
                }

                yield break;
            }

            if (Left <= TimeSpan.Zero && attempt.Failure is null && _stage is not (Stage.Prime or Stage.Relist))
            {
                // The server has ended the request because the time is over: there is nothing to tell.
                yield break;
            }

            var pause = await GoOnAsync(attempt, settings.Time.GetElapsedTime(began), cancellationToken).ConfigureAwait(false);
            if (Left <= TimeSpan.Zero)
            {
                yield break;
            }

            if (pause > TimeSpan.Zero)
            {
                await Task.Delay(Left < pause ? Left : pause, settings.Time, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Runs the stage once, to its end or its failure.</summary>
    private async IAsyncEnumerable<IReadOnlyList<ImageEvent>> RunAsync(Attempt attempt, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var events = _stage switch
        {
            Stage.Prime => PrimeAllAsync(cancellationToken),
            Stage.Relist => ListDifferencesAsync(cancellationToken),
            _ => FollowAsync(attempt, cancellationToken),
        };
        await using var enumerator = events.GetAsyncEnumerator(cancellationToken);
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
                // The caller stops, or the time is over; the loop above tells which, and what the time was spent on.
                attempt.Failure = e.InnerException as OpenShiftImageException;
                yield break;
            }

            var batch = enumerator.Current;
            attempt.Told += batch.Count;
            if (!settings.IncludeBookmark && batch.Any(item => item.Type == ImageEventType.Bookmark))
            {
                batch = [.. batch.Where(item => item.Type != ImageEventType.Bookmark)];
            }

            if (batch.Count > 0)
            {
                yield return batch;
            }
        }
    }

    /// <summary>Decides what comes next, and after which pause.</summary>
    private async ValueTask<TimeSpan> GoOnAsync(Attempt attempt, TimeSpan lasted, CancellationToken cancellationToken)
    {
        switch (attempt.Failure)
        {
            case null when _stage is Stage.Prime or Stage.Relist:
                _stage = Stage.Follow;
                return TimeSpan.Zero;
            case ApiException { StatusCode: 400 or 422 } when _stage == Stage.Initial && attempt.Told == 0:
                // A server without streaming lists: list, then watch.
                await NotifyAsync("The server does not send initial events; they come from a list.", cancellationToken).ConfigureAwait(false);
                _stage = Stage.Relist;
                return TimeSpan.Zero;
            case ApiException { StatusCode: 410 } when _stage == Stage.Follow && !_progressed && settings.ResourceVersion is not null:
                // The version that the caller named is forgotten: only the caller can say what that means.
                throw attempt.Failure;
            case ApiException { StatusCode: 401 or 403 } failure when _established:
                await GoOnUnauthorizedAsync(failure, cancellationToken).ConfigureAwait(false);
                break;
            case { } failure when !_connected || !ReconnectPolicy.IsTransient(failure):
                throw failure;
        }

        // Initial events that broke off, or no version to go on from: what has been told is known, and a list tells the rest.
        _stage = _stage == Stage.Initial || (_stage == Stage.Follow && (_resourceVersion is null || attempt.Failure is ApiException { StatusCode: 410 })) ? Stage.Relist : _stage;
        var pause = _policy.GetDelay(attempt.Failure, lasted);
        var why = attempt.Failure is null ? "the server ended the request" : attempt.Failure.Message;
        await NotifyAsync(
            string.Create(CultureInfo.InvariantCulture, $"Watch goes on from version {_resourceVersion} in {pause.TotalSeconds:0.0} s: {why}"),
            cancellationToken).ConfigureAwait(false);
        return pause;
    }

    /// <summary>
    /// Lets a watch that was established live on through 401 and 403: after a restart of the aggregated server a cluster answers 403 for
    /// <c>system:anonymous</c> for some seconds, and upgrades answer 401.
    /// </summary>
    /// <exception cref="ApiException">It has lasted too long.</exception>
    private async ValueTask GoOnUnauthorizedAsync(ApiException failure, CancellationToken cancellationToken)
    {
        if (_unauthorizedSince is { } since)
        {
            if (settings.Time.GetElapsedTime(since) >= settings.UnauthorizedTimeout)
            {
                throw failure;
            }

            return;
        }

        if (settings.UnauthorizedTimeout <= TimeSpan.Zero)
        {
            throw failure;
        }

        _unauthorizedSince = settings.Time.GetTimestamp();
        if (observer is not null)
        {
            await observer.WarnAsync(
                string.Create(CultureInfo.InvariantCulture, $"The server answers {failure.StatusCode}, and did not before. The watch goes on trying for {settings.UnauthorizedTimeout.TotalSeconds:0} seconds: {failure.Message}"),
                cancellationToken).ConfigureAwait(false);
        }
    }

    private async IAsyncEnumerable<IReadOnlyList<ImageEvent>> FollowAsync(Attempt attempt, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var initial = _stage == Stage.Initial;
        TimeSpan? retry = _connected ? TimeSpan.Zero : Left < s_openingTime ? Left : null;
        var batches = api.WatchAsync(ToWatch(initial), settings.UseWatchPath, _scope.Name, Opened, retry, isUnattended: _unauthorizedSince is not null, cancellationToken);
        await foreach (var arrived in batches.ConfigureAwait(false))
        {
            yield return initial ? [.. OfScope(arrived).Select(ApplyInitial)] : Apply(arrived);
        }

        _progressed |= attempt.Failure is null;

        void Opened() => (_connected, _established, _unauthorizedSince) = (true, true, null);

        ImageEvent ApplyInitial(ImageEvent item)
        {
            if (!initial)
            {
                return Apply([item])[0];
            }

            _known.Apply(item);
            if (item.IsInitialEventsEnd)
            {
                initial = false;
                _knowsAll = true;
                _progressed = true;
                _stage = Stage.Follow;
                _resourceVersion = VersionOf(item);
            }

            return item.Type == ImageEventType.Bookmark ? item : item.WithoutVersion();
        }
    }

    private IReadOnlyList<ImageEvent> Apply(IReadOnlyList<ImageEvent> arrived)
    {
        var batch = OfScope(arrived);
        foreach (var item in batch)
        {
            _known.Apply(item);
        }

        // Events of other Images are passed over, and the watch has come past them all the same.
        _progressed |= arrived.Count > 0;
        _resourceVersion = arrived.Select(VersionOf).LastOrDefault(version => version is not null) ?? _resourceVersion;
        return batch;
    }

    /// <summary>The version that an event brought; an empty one or 0, from which a watch would begin anew, is none.</summary>
    private static string? VersionOf(ImageEvent item) => item.ResourceVersion is "" or "0" ? null : item.ResourceVersion;

    /// <summary>Returns the events of the Images that are followed: no selector says several names, and a server or proxy can overlook one.</summary>
    private IReadOnlyList<ImageEvent> OfScope(IReadOnlyList<ImageEvent> batch) => batch.All(IsInScope) ? batch : [.. batch.Where(IsInScope)];

    private bool IsInScope(ImageEvent item) => item.Type == ImageEventType.Bookmark || _scope.Contains(item.Name);

    private ListOptions ToWatch(bool initial)
    {
        // A request of its own length lets a half-open connection be noticed; the spread keeps many watchers from moving as one.
        long seconds = Random.Shared.Next(300, 600);
        if (settings.TimeoutSeconds is not null)
        {
            seconds = Math.Max(1, Math.Min(settings.NoReconnect ? long.MaxValue : seconds, (long)Math.Ceiling(Left.TotalSeconds)));
        }

        return new ListOptions
        {
            LabelSelector = settings.LabelSelector,
            FieldSelector = settings.UseWatchPath ? settings.FieldSelector : _scope.FieldSelector,
            AllowWatchBookmarks = true,
            TimeoutSeconds = seconds,
            SendInitialEvents = initial ? true : null,
            ResourceVersionMatch = initial ? ResourceVersionMatch.NotOlderThan : null,
            ResourceVersion = initial ? settings.ResourceVersion : _resourceVersion,
        };
    }

    private async IAsyncEnumerable<IReadOnlyList<ImageEvent>> PrimeAllAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (settings.NoReconnect)
        {
            var page = await api.ListMetadataPageAsync(_scope.ListOptions with { Limit = 1 }, cancellationToken).ConfigureAwait(false);
            _resourceVersion = page.ResourceVersion;
            yield break;
        }

        if (_scope.IsSmall)
        {
            // A few objects may as well come whole: who waits for one wants to see it as it is in the version that the watch begins with.
            string? version = null;
            await foreach (var page in _scope.ListAsync(api, cancellationToken).ConfigureAwait(false))
            {
                _connected = true;
                version = page.ResourceVersion;
                foreach (var image in page.Items.Where(image => _scope.Contains(ObjectIdentity.Of(image).Name)))
                {
                    PrimedImage = image;
                    _known.Upsert(image);
                }
            }

            _resourceVersion = version;
            _knowsAll = true;
            yield break;
        }

        await foreach (var page in api.ListMetadataAsync(_scope.ListOptions, consistent: true, cancellationToken: cancellationToken).ConfigureAwait(false))
        {
            _connected = true;
            _resourceVersion = page.ResourceVersion;
            foreach (var item in page.Items.Where(item => _scope.Contains(item.Name)))
            {
                _known.Upsert(item.Metadata);
            }
        }

        _knowsAll = true;
    }

    private async IAsyncEnumerable<IReadOnlyList<ImageEvent>> ListDifferencesAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var isInitial = settings.SendInitialEvents && !_knowsAll;
        var unchangedSince = !isInitial && !_knowsAll && ulong.TryParse(_resourceVersion, NumberStyles.None, CultureInfo.InvariantCulture, out var last) ? last : 0;
        if (unchangedSince > 0 && observer is not null)
        {
            await observer.WarnAsync(
                "The server has forgotten the version this watch had come to. Images deleted since then that this watch never saw cannot be told of.",
                cancellationToken).ConfigureAwait(false);
        }

        var gone = new HashSet<string>(_known.Names, StringComparer.Ordinal);
        string? version = null;
        await foreach (var page in _scope.ListAsync(api, cancellationToken).ConfigureAwait(false))
        {
            _connected = true;
            version = page.ResourceVersion;
            var differences = new List<ImageEvent>();
            foreach (var image in page.Items.Where(image => _scope.Contains(ObjectIdentity.Of(image).Name)))
            {
                // Known before it is told: a list that breaks off after this page is taken up again without telling it twice.
                gone.Remove(ObjectIdentity.Of(image).Name ?? "");
                differences.AddRange(_known.Compare(image, unchangedSince).Select(item => item.WithoutVersion()));
                _known.Upsert(image);
            }

            if (differences.Count > 0)
            {
                yield return differences;
            }
        }

        if (gone.Count > 0)
        {
            var deleted = gone.Select(_known.Deleted).ToList();
            deleted.ForEach(_known.Apply);
            yield return [.. deleted.Select(item => item.WithoutVersion())];
        }

        _resourceVersion = version;
        _knowsAll = true;
        _progressed = true;
        if (isInitial)
        {
            yield return [ImageEvent.InitialEventsEnd(version)];
        }
    }

    private ValueTask NotifyAsync(string message, CancellationToken cancellationToken) =>
        observer?.RetryingAsync(message, cancellationToken) ?? ValueTask.CompletedTask;

    /// <summary>How one run of a stage went.</summary>
    private sealed class Attempt
    {
        public OpenShiftImageException? Failure { get; set; }

        public int Told { get; set; }
    }
}
