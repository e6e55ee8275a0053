namespace OpenShiftImage.Completion;

/// <summary>
/// Keeps, for one session, the list that completion was too early for: it goes on behind the prompt, and the next Tab
/// has it. A list that came in time is not kept, so that what is suggested is what there is.
/// </summary>
internal sealed class ListingCache(TimeProvider? time = null)
{
    /// <summary>
    /// How long a list is kept once it is there: long enough to press Tab again, too short to mislead.
    /// </summary>
    private static readonly TimeSpan s_age = TimeSpan.FromSeconds(60);

    private readonly TimeProvider _time = time ?? TimeProvider.System;
    private readonly object _lock = new();
    private ImageListing? _kept;
    private ITimer? _removal;

    /// <summary>Returns the list that is kept of a cluster, or begins one; the list of another cluster ends.</summary>
    /// <param name="connection">The cluster.</param>
    /// <param name="pages">Lists it.</param>
    public ImageListing GetOrStart(
        ClusterConnection connection,
        Func<CancellationToken, IAsyncEnumerable<IReadOnlyList<PartialObjectMetadata>>> pages)
    {
        lock (_lock)
        {
            if (_kept is { } kept && kept.Connection == connection && !connection.IsClosed && !kept.IsOlderThan(s_age))
            {
                return kept;
            }

            _kept?.Stop();
            return _kept = ImageListing.Start(connection, pages, _time);
        }
    }

    /// <summary>Takes a list back from who has waited for it.</summary>
    /// <param name="listing">The list.</param>
    /// <param name="wasEnough">Whether it came in time.</param>
    public void Return(ImageListing listing, bool wasEnough)
    {
        lock (_lock)
        {
            if (_kept != listing)
            {
                listing.Stop();
                return;
            }

            _removal?.Dispose();
            _removal = null;
            if (listing.Failure is not null || (wasEnough && !listing.WasLate))
            {
                // A failure is reported once; the next Tab tries again.
                listing.Stop();
                _kept = null;
            }
            else
            {
                listing.WasLate = true;
                _removal = _time.CreateTimer(
                    _ => Remove(listing), null, ImageListing.Longest + s_age, Timeout.InfiniteTimeSpan);
            }
        }
    }

    /// <summary>Lets go of the memory when nobody presses Tab again.</summary>
    private void Remove(ImageListing listing)
    {
        lock (_lock)
        {
            if (_kept == listing)
            {
                _kept = null;
                _removal?.Dispose();
                _removal = null;
            }
        }
    }
}
