using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace OpenShiftImage;

/// <summary>
/// A watch that lasts: it goes on after the server ends a request, after a broken connection and after an error that passes,
/// from the last version it has seen; and when the server has forgotten that version it lists again and tells only what differs.
/// </summary>
/// <param name="api">Sends the requests.</param>
/// <param name="settings">What to follow.</param>
/// <param name="observer">Is told of every reconnection and why; null for nobody.</param>
public sealed class ImageWatcher(ImageApi api, WatchSettings settings, IRequestObserver? observer = null)
{
    private static readonly TimeSpan s_longestPause = TimeSpan.FromSeconds(30);

    private readonly KnownImages _known = new();
    private readonly long _started = Stopwatch.GetTimestamp();
    private string? _resourceVersion = settings.ResourceVersion;
    private bool _knowsAll;
    private bool _connected;
    private int _failures;

    private bool IsOver => settings.TimeoutSeconds is { } seconds && Stopwatch.GetElapsedTime(_started).TotalSeconds >= seconds;

    /// <summary>Gives the events, in the order in which they happened.</summary>
    /// <exception cref="ApiException">The server refuses the watch for a reason that does not pass.</exception>
    /// <exception cref="TransportException">The server cannot be reached at all.</exception>
    public async IAsyncEnumerable<ImageEvent> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        if (!settings.SendInitialEvents && _resourceVersion is null)
        {
            await LearnAsync(cancellationToken).ConfigureAwait(false);
        }

        var initial = settings.SendInitialEvents;
        while (!IsOver)
        {
            var request = Next(initial);
            var events = api.WatchAsync(request, cancellationToken).GetAsyncEnumerator(cancellationToken);
            var began = Stopwatch.GetTimestamp();
            OpenShiftImageException? failure = null;
            var seen = 0;
            await using (events.ConfigureAwait(false))
            {
                while (true)
                {
                    try
                    {
                        if (!await events.MoveNextAsync().ConfigureAwait(false))
                        {
                            break;
                        }
                    }
                    catch (OpenShiftImageException e)
                    {
                        failure = e;
                        break;
                    }

                    _connected = true;
                    _failures = 0;
                    seen++;
                    var item = events.Current;
                    _resourceVersion = item.ResourceVersion ?? _resourceVersion;
                    _known.Apply(item);
                    if (item.IsInitialEventsEnd)
                    {
                        initial = false;
                        _knowsAll = true;
                    }

                    if (item.Type != ImageEventType.Bookmark || settings.IncludeBookmark)
                    {
                        yield return item;
                    }
                }
            }

            if (failure is null)
            {
                _connected = true;
            }

            if (settings.NoReconnect)
            {
                if (failure is not null)
                {
                    throw failure;
                }

                yield break;
            }

            if (IsOver)
            {
                yield break;
            }

            if (initial && seen == 0 && failure is ApiException { StatusCode: 400 or 422 })
            {
                // A server without streaming lists: list, then watch.
                await TellAsync("The server does not send initial events; they come from a list.", cancellationToken).ConfigureAwait(false);
                initial = false;
                await foreach (var item in ListDifferencesAsync(cancellationToken).ConfigureAwait(false))
                {
                    yield return item;
                }

                continue;
            }

            if (initial && (seen > 0 || failure is not null) && _connected && failure is null or TransportException)
            {
                // The initial events broke off; what has been told is known, so the next list tells the rest.
                initial = false;
                _resourceVersion = null;
            }

            if (failure is ApiException { StatusCode: 410 } && !_connected)
            {
                throw failure;
            }

            if (failure is not null && !Passes(failure))
            {
                throw failure;
            }

            await PauseAsync(failure, Stopwatch.GetElapsedTime(began), cancellationToken).ConfigureAwait(false);
            if (failure is ApiException { StatusCode: 410 } || _resourceVersion is null)
            {
                await foreach (var item in ListDifferencesAsync(cancellationToken).ConfigureAwait(false))
                {
                    yield return item;
                }
            }
        }
    }

    private ListOptions Next(bool initial)
    {
        // A request of its own length lets a half-open connection be noticed; the spread keeps many watchers from moving as one.
        long seconds = Random.Shared.Next(300, 600);
        if (settings.TimeoutSeconds is { } limit)
        {
            var left = limit - (long)Stopwatch.GetElapsedTime(_started).TotalSeconds;
            seconds = settings.NoReconnect ? limit : Math.Max(1, Math.Min(seconds, left));
        }

        return new ListOptions
        {
            LabelSelector = settings.LabelSelector,
            FieldSelector = settings.FieldSelector,
            AllowWatchBookmarks = true,
            TimeoutSeconds = seconds,
            SendInitialEvents = initial ? true : null,
            ResourceVersionMatch = initial ? ResourceVersionMatch.NotOlderThan : null,
            ResourceVersion = initial ? settings.ResourceVersion : _resourceVersion,
        };
    }

    private bool Passes(OpenShiftImageException failure) => failure switch
    {
        ApiException { StatusCode: 410 or 429 or >= 500 } => _connected,
        TransportException
        {
            ErrorId: TransportException.ConnectionFailed or TransportException.HostNotFound
                or TransportException.RequestTimeout or TransportException.IncompleteResponse,
        } => _connected,
        _ => false,
    };

    private async ValueTask PauseAsync(OpenShiftImageException? failure, TimeSpan lasted, CancellationToken cancellationToken)
    {
        var quick = failure is null && lasted < TimeSpan.FromSeconds(1);
        _failures = failure is null && !quick ? 0 : _failures + 1;
        var seconds = _failures <= 1 ? 0.05 : Math.Min(s_longestPause.TotalSeconds, Math.Pow(2, _failures - 2));
        var pause = TimeSpan.FromSeconds(seconds * (0.5 + (Random.Shared.NextDouble() / 2)));
        if (failure is ApiException { RetryAfter: { } asked } && asked > pause)
        {
            pause = asked;
        }

        var why = failure is null ? "the server ended the request" : failure.Message;
        await TellAsync(
            string.Create(CultureInfo.InvariantCulture, $"Watch goes on from version {_resourceVersion} in {pause.TotalSeconds:0.0} s: {why}"),
            cancellationToken).ConfigureAwait(false);
        if (settings.TimeoutSeconds is { } limit)
        {
            var left = TimeSpan.FromSeconds(limit) - Stopwatch.GetElapsedTime(_started);
            pause = left < pause ? TimeSpan.FromTicks(Math.Max(0, left.Ticks)) : pause;
        }

        await Task.Delay(pause, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Learns what there is, without telling, so that later gaps can be told.</summary>
    private async Task LearnAsync(CancellationToken cancellationToken)
    {
        if (settings.NoReconnect)
        {
            var page = await api.ListMetadataPageAsync(ToList() with { Limit = 1 }, cancellationToken).ConfigureAwait(false);
            _resourceVersion = page.ResourceVersion;
            return;
        }

        await foreach (var page in api.ListMetadataAsync(ToList(), consistent: true, cancellationToken).ConfigureAwait(false))
        {
            _resourceVersion = page.ResourceVersion;
            foreach (var item in page.Items)
            {
                _known.Learn(item.Metadata);
            }
        }

        _knowsAll = true;
        _connected = true;
    }

    /// <summary>Lists what there is and tells how it differs from what has been told.</summary>
    private async IAsyncEnumerable<ImageEvent> ListDifferencesAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var unchangedSince = !_knowsAll && ulong.TryParse(_resourceVersion, NumberStyles.None, CultureInfo.InvariantCulture, out var last) ? last : 0;
        if (unchangedSince > 0 && observer is not null)
        {
            await observer.WarnAsync(
                "The server has forgotten the version this watch had come to. Images deleted since then that this watch never saw cannot be told of.",
                cancellationToken).ConfigureAwait(false);
        }

        var gone = new HashSet<string>(_known.Names, StringComparer.Ordinal);
        string? version = null;
        await foreach (var page in api.ListAsync(ToList(), consistent: true, cancellationToken).ConfigureAwait(false))
        {
            version = page.ResourceVersion;
            foreach (var image in page.Items)
            {
                gone.Remove(image.Name ?? "");
                foreach (var item in _known.Compare(image, unchangedSince))
                {
                    yield return item;
                }

                _known.Learn(image.Metadata);
            }
        }

        foreach (var name in gone)
        {
            var item = _known.Deleted(name);
            _known.Apply(item);
            yield return item;
        }

        _resourceVersion = version;
        _knowsAll = true;
        _connected = true;
    }

    private ListOptions ToList() => new()
    {
        LabelSelector = settings.LabelSelector,
        FieldSelector = settings.FieldSelector,
        Limit = settings.PageSize,
    };

    private ValueTask TellAsync(string message, CancellationToken cancellationToken) =>
        observer?.ReconnectingAsync(message, cancellationToken) ?? ValueTask.CompletedTask;
}
