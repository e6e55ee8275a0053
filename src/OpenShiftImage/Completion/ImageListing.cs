namespace OpenShiftImage.Completion;

/// <summary>
/// The names and labels of a cluster's Images while they arrive, and once they are there. Bounded in time and in
/// memory. Safe for use by many threads.
/// </summary>
#pragma warning disable CA1001 // It disposes of what it holds when it ends, which it does in any case.
internal sealed class ImageListing
#pragma warning restore CA1001
{
    /// <summary>More than the largest clusters have; 100 MB at most.</summary>
    private const int MaxNames = 500_000;

    /// <summary>More values than anybody selects by: that many are not labels but a database.</summary>
    private const int MaxLabels = 100_000;

    /// <summary>How long a list may take.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    private readonly object _lock = new();
    private readonly List<string> _names = [];
    private readonly Dictionary<string, Dictionary<string, int>> _labels = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _stop;
    private readonly TimeProvider _time;
    private TaskCompletionSource _progress = NewProgress();
    private int _labelCount;
    private bool _isSorted = true;
    private bool _hasEnded;
    private long _endedAt;

    private ImageListing(ClusterConnection connection, TimeProvider time)
    {
        Connection = connection;
        _time = time;
        _stop = new CancellationTokenSource(Longest, time);
    }

    /// <summary>The cluster that is listed.</summary>
    public ClusterConnection Connection { get; }

    /// <summary>Why there is no list; null while it is on its way, and when it is there.</summary>
    public string? Failure { get; private set; }

    /// <summary>Whether somebody has waited for the list in vain; for the cache that keeps it.</summary>
    public bool WasLate { get; set; }

    /// <summary>Begins to list.</summary>
    /// <param name="connection">The cluster to list.</param>
    /// <param name="pages">Lists it.</param>
    /// <param name="time">The clock.</param>
    public static ImageListing Start(
        ClusterConnection connection,
        Func<CancellationToken, IAsyncEnumerable<IReadOnlyList<PartialObjectMetadata>>> pages,
        TimeProvider time)
    {
        var listing = new ImageListing(connection, time);
        var arriving = pages(listing._stop.Token);
        _ = Task.Run(() => listing.RunAsync(arriving));
        return listing;
    }

    /// <summary>Ends a list that nobody wants any more.</summary>
    public void Stop()
    {
        lock (_lock)
        {
            if (!_hasEnded)
            {
                _ = _stop.CancelAsync();
            }
        }
    }

    /// <summary>Returns whether the list ended longer ago than a time.</summary>
    public bool IsOlderThan(TimeSpan age)
    {
        lock (_lock)
        {
            return _hasEnded && _time.GetElapsedTime(_endedAt) > age;
        }
    }

    /// <summary>Waits until all names that begin with a text are known, or all of everything, or it is time.</summary>
    /// <param name="prefix">The text; null for everything.</param>
    /// <param name="cancellationToken">Says when it is time.</param>
    /// <returns>Whether they are known.</returns>
    public async Task<bool> WaitAsync(string? prefix, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task progress;
            lock (_lock)
            {
                if (_hasEnded || IsPast(prefix))
                {
                    return Failure is null;
                }

                progress = _progress.Task;
            }

            try
            {
                await progress.WaitAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                return false;
            }
        }
    }

    /// <summary>Returns the names that fit, in the order of the list.</summary>
    public List<string> FindNames(Func<string, bool> fits)
    {
        lock (_lock)
        {
            return _names.FindAll(name => fits(name));
        }
    }

    /// <summary>Returns the keys of labels and the number of Images that have each; with a key, its values.</summary>
    public List<(string Text, int Count)> FindLabels(string? key, Func<string, bool> fits)
    {
        lock (_lock)
        {
            var counts = key is null
                ? _labels.Select(pair => (Text: pair.Key, Count: pair.Value.Values.Sum()))
                : (_labels.GetValueOrDefault(key) ?? []).Select(pair => (Text: pair.Key, Count: pair.Value));
            return [.. counts.Where(pair => fits(pair.Text)).OrderBy(pair => pair.Text, StringComparer.Ordinal)];
        }
    }

    private static TaskCompletionSource NewProgress() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>
    /// Whether a sorted list has come past all names that begin with a text, in lower and upper case.
    /// </summary>
    private bool IsPast(string? prefix)
    {
        if (string.IsNullOrEmpty(prefix) || !_isSorted || _names.Count == 0)
        {
            return false;
        }

        var lastName = _names[^1];
        return string.CompareOrdinal(
            lastName.Length > prefix.Length ? lastName[..prefix.Length] : lastName, prefix.ToLowerInvariant()) > 0;
    }

    private async Task RunAsync(IAsyncEnumerable<IReadOnlyList<PartialObjectMetadata>> pages)
    {
        string? failure = null;
        try
        {
            await foreach (var page in pages.WithCancellation(_stop.Token).ConfigureAwait(false))
            {
                failure = Add(page);
                if (failure is not null)
                {
                    break;
                }
            }
        }
        catch (OperationCanceledException)
        {
            failure = $"no whole list came within {Longest.TotalSeconds:0} seconds";
        }
        catch (Exception e)
        {
            // Completion shows any failure, and the next Tab tries again.
            failure = e.Message;
        }

        lock (_lock)
        {
            Failure = failure;
            _endedAt = _time.GetTimestamp();
            _hasEnded = true;
            _progress.TrySetResult();
        }

        _stop.Dispose();
    }

    /// <summary>Takes a page; returns why there can be no more.</summary>
    private string? Add(IReadOnlyList<PartialObjectMetadata> page)
    {
        lock (_lock)
        {
            foreach (var item in page)
            {
                var name = item.Metadata?.Name ?? "";
                _isSorted &= _names.Count == 0 || string.CompareOrdinal(_names[^1], name) < 0;
                _names.Add(name);
                foreach (var (key, value) in item.Metadata?.Labels ?? [])
                {
                    if (!_labels.TryGetValue(key, out var values))
                    {
                        _labels[key] = values = new Dictionary<string, int>(StringComparer.Ordinal);
                    }

                    _labelCount += values.TryAdd(value ?? "", 0) ? 1 : 0;
                    values[value ?? ""]++;
                }
            }

            var progress = _progress;
            _progress = NewProgress();
            progress.TrySetResult();
            return _names.Count > MaxNames || _labelCount > MaxLabels
                ? "there are too many Images or labels to suggest from"
                : null;
        }
    }
}
