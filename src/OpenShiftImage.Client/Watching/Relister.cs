using System.Globalization;
using System.Runtime.CompilerServices;
using OpenShiftImage.Api;
using OpenShiftImage.Serialization;
using OpenShiftImage.Transport;

namespace OpenShiftImage.Watching;

/// <summary>Lists for a watch: once to fill the cache, and after a gap to compare with it.</summary>
/// <param name="api">Sends the requests.</param>
/// <param name="settings">What to follow.</param>
/// <param name="scope">Which Images are followed.</param>
/// <param name="state">How far the watch is.</param>
/// <param name="observer">Receives warnings; null for nobody.</param>
internal sealed class Relister(
    ImageApi api, WatchSettings settings, WatchScope scope, WatchState state, IRequestObserver? observer)
{
    /// <summary>
    /// Gets the last Image that priming read whole; null when there was none, or only metadata were read.
    /// </summary>
    public Image? PrimedImage { get; private set; }

    /// <summary>
    /// Fills the cache with the Images that exist, so that the watch can begin at the version of the list.
    /// </summary>
    /// <exception cref="ApiException">The server refuses the list.</exception>
    /// <exception cref="TransportException">The server cannot be reached.</exception>
    public async Task PrimeAsync(CancellationToken cancellationToken)
    {
        if (settings.NoReconnect)
        {
            // A watch of one request never compares: the version is all it needs.
            var options = scope.ListOptions with { Limit = 1 };
            var page = await api.ListMetadataPageAsync(options, cancellationToken).ConfigureAwait(false);
            state.ResourceVersion = page.ResourceVersion;
            return;
        }

        if (scope.IsSmall)
        {
            await PrimeImagesAsync(cancellationToken).ConfigureAwait(false);
        }
        else
        {
            await PrimeMetadataAsync(cancellationToken).ConfigureAwait(false);
        }

        state.IsCacheComplete = true;
    }

    /// <summary>
    /// Lists the Images and returns how they differ from the cache, page by page, then what was deleted.
    /// </summary>
    /// <exception cref="ApiException">The server refuses the list.</exception>
    /// <exception cref="TransportException">The server cannot be reached.</exception>
    public async IAsyncEnumerable<IReadOnlyList<ImageEvent>> RelistAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var isInitial = settings.SendInitialEvents && !state.IsCacheComplete;
        var unchangedSince = isInitial || state.IsCacheComplete ? 0 : ParseVersion(state.ResourceVersion);
        if (unchangedSince > 0 && observer is not null)
        {
            await observer.WarnAsync(
                "The server has forgotten the version that this watch had reached. "
                + "Images that were deleted since then and that this watch never saw cannot be reported.",
                cancellationToken).ConfigureAwait(false);
        }

        var missing = new HashSet<string>(state.Cache.Names, StringComparer.Ordinal);
        string? version = null;
        await foreach (var page in scope.ListAsync(api, cancellationToken).ConfigureAwait(false))
        {
            state.HasConnected = true;
            version = page.ResourceVersion;
            var differences = Compare(page, unchangedSince, missing);
            if (differences.Count > 0)
            {
                yield return differences;
            }
        }

        if (missing.Count > 0)
        {
            yield return Delete(missing);
        }

        state.ResourceVersion = version;
        state.IsCacheComplete = true;
        state.HasProgressed = true;
        if (isInitial)
        {
            yield return [ImageEvent.InitialEventsEnd(version)];
        }
    }

    /// <summary>Returns a version as a number; 0 when it is none.</summary>
    private static ulong ParseVersion(string? version) =>
        ulong.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    /// <summary>
    /// Reads whole Images: a caller that waits for one wants it as it is in the version where the watch begins.
    /// </summary>
    private async Task PrimeImagesAsync(CancellationToken cancellationToken)
    {
        string? version = null;
        await foreach (var page in scope.ListAsync(api, cancellationToken).ConfigureAwait(false))
        {
            state.HasConnected = true;
            version = page.ResourceVersion;
            foreach (var image in page.Items.Where(image => scope.Contains(ObjectIdentity.Of(image).Name)))
            {
                PrimedImage = image;
                state.Cache.Upsert(image);
            }
        }

        state.ResourceVersion = version;
    }

    private async Task PrimeMetadataAsync(CancellationToken cancellationToken)
    {
        var pages = api.ListMetadataAsync(scope.ListOptions, consistent: true, cancellationToken: cancellationToken);
        await foreach (var page in pages.ConfigureAwait(false))
        {
            state.HasConnected = true;
            state.ResourceVersion = page.ResourceVersion;
            foreach (var item in page.Items.Where(item => scope.Contains(item.Name)))
            {
                state.Cache.Upsert(item.Metadata);
            }
        }
    }

    private List<ImageEvent> Compare(Page<Image> page, ulong unchangedSince, HashSet<string> missing)
    {
        var differences = new List<ImageEvent>();
        foreach (var image in page.Items)
        {
            var name = ObjectIdentity.Of(image).Name;
            if (scope.Contains(name))
            {
                missing.Remove(name ?? "");
                differences.AddRange(state.Cache.Compare(image, unchangedSince).Select(item => item.WithoutVersion()));
                // Cached before it is returned: when the list breaks off after this page, the next one does not repeat
                // it.
                state.Cache.Upsert(image);
            }
        }

        return differences;
    }

    private List<ImageEvent> Delete(IEnumerable<string> names)
    {
        var deleted = names.Select(state.Cache.Deleted).ToList();
        deleted.ForEach(state.Cache.Apply);
        return deleted.ConvertAll(item => item.WithoutVersion());
    }
}
