using OpenShiftImage.Api;
using OpenShiftImage.Transport;

namespace OpenShiftImage.Watching;

/// <summary>
/// Waits until a condition holds for one Image: reads it, then follows its changes, so that no state in between is
/// missed.
/// </summary>
/// <param name="api">Sends the requests.</param>
/// <param name="name">Name of the Image.</param>
/// <param name="observer">Receives every reconnection and its reason; null for nobody.</param>
internal sealed class ImageWaiter(ImageApi api, string name, IRequestObserver? observer = null)
{
    /// <summary>
    /// Gets the Image as it was last seen, also when it was deleted since; null when it never existed.
    /// </summary>
    public Image? LastSeen { get; private set; }

    /// <summary>Gets whether the Image exists, as far as is known; null before the first answer.</summary>
    public bool? Exists { get; private set; }

    /// <summary>Reads the Image once and returns whether the condition holds.</summary>
    /// <param name="holds">The condition; receives null while the Image does not exist.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    public async Task<bool> LookAsync(
        Func<Image?, ValueTask<bool>> holds, CancellationToken cancellationToken = default)
    {
        var watcher = new ImageWatcher(api, new WatchSettings { Name = name }, observer);
        await watcher.PrimeAsync(cancellationToken).ConfigureAwait(false);
        return await holds(Record(watcher.PrimedImage)).ConfigureAwait(false);
    }

    /// <summary>Waits until the condition holds.</summary>
    /// <param name="holds">The condition; receives null while the Image does not exist.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task WaitAsync(Func<Image?, ValueTask<bool>> holds, CancellationToken cancellationToken = default)
    {
        var watcher = new ImageWatcher(api, new WatchSettings { Name = name }, observer);
        await watcher.PrimeAsync(cancellationToken).ConfigureAwait(false);
        if (await holds(Record(watcher.PrimedImage)).ConfigureAwait(false))
        {
            return;
        }

        await foreach (var item in watcher.WatchAsync(cancellationToken).ConfigureAwait(false))
        {
            // Null for a Deleted event, which may have little more than a name: LastSeen keeps what was seen before.
            if (await holds(Record(item.Type == ImageEventType.Deleted ? null : item.Image)).ConfigureAwait(false))
            {
                return;
            }
        }
    }

    private Image? Record(Image? image)
    {
        Exists = image is not null;
        LastSeen = image ?? LastSeen;
        return image;
    }
}
