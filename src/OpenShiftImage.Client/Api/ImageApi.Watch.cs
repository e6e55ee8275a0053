using System.Runtime.CompilerServices;
using OpenShiftImage.Transport;

namespace OpenShiftImage.Api;

/// <content>Watches.</content>
internal sealed partial class ImageApi
{
    /// <summary>Watches Images: one request, until the server or the caller ends it.</summary>
    /// <exception cref="ApiException">
    /// The server refused, or sent an ERROR event, as it does when the version is too old.
    /// </exception>
    public IAsyncEnumerable<ImageEvent> WatchAsync(
        ListOptions options, CancellationToken cancellationToken = default) =>
        WatchAsync(
            Images, null, options with { Watch = true }, null, retry: null, isUnattended: false, cancellationToken)
            .FlattenAsync(cancellationToken);

    /// <summary>
    /// Watches Images, or one, and returns the events that have arrived together; reports when the server has accepted
    /// the watch, and leaves it to the caller to try again. Unattended, it asks nobody for another credential.
    /// </summary>
    internal IAsyncEnumerable<IReadOnlyList<ImageEvent>> WatchAsync(
        ListOptions options,
        bool watchPath,
        string? name,
        Action opened,
        TimeSpan? retry,
        bool isUnattended,
        CancellationToken cancellationToken) => watchPath
        ? WatchAsync(WatchPath(name), name, options, opened, retry, isUnattended, cancellationToken)
        : WatchAsync(Images, name, options with { Watch = true }, opened, retry, isUnattended, cancellationToken);

    /// <summary>
    /// Watches Images through the deprecated paths <c>/watch/images</c> and <c>/watch/images/{name}</c>.
    /// </summary>
    /// <param name="options">What to watch.</param>
    /// <param name="name">The one Image to watch; null for all.</param>
    /// <param name="cancellationToken">Ends the watch.</param>
    public IAsyncEnumerable<ImageEvent> WatchPathAsync(
        ListOptions options, string? name = null, CancellationToken cancellationToken = default) =>
        WatchAsync(WatchPath(name), name, options, null, retry: null, isUnattended: false, cancellationToken)
            .FlattenAsync(cancellationToken);

    private static string WatchPath(string? name) => Root + "watch/images" + (name is null ? "" : "/" + Escape(name));

    private async IAsyncEnumerable<IReadOnlyList<ImageEvent>> WatchAsync(
        string path,
        string? name,
        ListOptions options,
        Action? opened,
        TimeSpan? retry,
        bool isUnattended,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var request = new ApiRequest(HttpMethod.Get, path + options.ToQuery())
        {
            Target = name,
            IsStream = true,
            // A quiet watch is silent until the server ends it: by the timeout that it was given, else within the hour.
            IdleTimeout = TimeSpan.FromSeconds((options.TimeoutSeconds ?? 3600) + 30),
        };
        // A caller with its own retries says how long the transport retries.
        var body = await transport.ExchangeAsync(
            Prepared(request) with { RetryTimeout = retry, IsUnattended = IsUnattended || isUnattended },
            observer,
            ValueTask.FromResult,
            cancellationToken).ConfigureAwait(false);
        using var reader = Guarded(body, () => new WatchReader(body, request));
        opened?.Invoke();
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false) is { Count: > 0 } arrived)
        {
            foreach (var item in arrived)
            {
                item.Image.Cluster = Cluster;
            }

            yield return arrived;
        }
    }

    private static T Guarded<T>(ResponseBody body, Func<T> make)
    {
        try
        {
            return make();
        }
        catch
        {
            body.Dispose();
            throw;
        }
    }
}
