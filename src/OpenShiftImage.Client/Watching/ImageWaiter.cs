using OpenShiftImage.Api;
using OpenShiftImage.Transport;

namespace OpenShiftImage.Watching;

/// <summary>Waits until one Image is as it shall be: reads it, then follows its changes, so that no state between is missed.</summary>
/// <param name="api">Sends the requests.</param>
/// <param name="name">Name of the Image.</param>
/// <param name="observer">Is told of every reconnection and why; null for nobody.</param>
internal sealed class ImageWaiter(ImageApi api, string name, IRequestObserver? observer = null)
{
    /// <summary>The Image as it was last seen, also when it has gone since; null when it never was there.</summary>
    public Image? LastSeen { get; private set; }

    /// <summary>Whether the Image is there, as far as is known; null before the first answer.</summary>
    public bool? Exists { get; private set; }

    /// <summary>Looks once, without waiting for anything to change, and says whether the Image is as it shall be.</summary>
    /// <param name="holds">Says whether the Image is as it shall be; is given null while there is none.</param>
    /// <param name="cancellationToken">Ends the look.</param>
    public async Task<bool> LookAsync(Func<Image?, ValueTask<bool>> holds, CancellationToken cancellationToken = default)
    {
        var watcher = new ImageWatcher(api, new WatchSettings { Name = name }, observer);
        await watcher.PrimeAsync(cancellationToken).ConfigureAwait(false);
        return await holds(See(watcher.PrimedImage)).ConfigureAwait(false);
    }

    /// <summary>Waits.</summary>
    /// <param name="holds">Says whether the Image is as it shall be; is given null while there is none.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task WaitAsync(Func<Image?, ValueTask<bool>> holds, CancellationToken cancellationToken = default)
    {
        var watcher = new ImageWatcher(api, new WatchSettings { Name = name }, observer);
        await watcher.PrimeAsync(cancellationToken).ConfigureAwait(false);
        if (await holds(See(watcher.PrimedImage)).ConfigureAwait(false))
        {
            return;
        }

        await foreach (var item in watcher.WatchAsync(cancellationToken).ConfigureAwait(false))
        {
            // An Image that went unseen is known by name only; what was seen of it before says more.
            LastSeen ??= item.Image;
            if (await holds(See(item.Type == ImageEventType.Deleted ? null : item.Image)).ConfigureAwait(false))
            {
                return;
            }
        }
    }

    private Image? See(Image? image)
    {
        Exists = image is not null;
        LastSeen = image ?? LastSeen;
        return image;
    }
}
