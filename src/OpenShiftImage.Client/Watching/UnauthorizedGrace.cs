using System.Globalization;
using OpenShiftImage.Transport;

namespace OpenShiftImage.Watching;

/// <summary>
/// Lets an established watch live through 401 and 403 for a while: after a restart of the aggregated server a cluster
/// answers 403 for <c>system:anonymous</c> for some seconds, and upgrades answer 401.
/// </summary>
/// <param name="timeout">How long the watch goes on; zero to end it at once.</param>
/// <param name="time">Measures it.</param>
/// <param name="observer">Receives a warning when it begins; null for nobody.</param>
internal sealed class UnauthorizedGrace(TimeSpan timeout, TimeProvider time, IRequestObserver? observer)
{
    private long? _since;

    /// <summary>Gets whether the server is refusing the watch at present.</summary>
    public bool IsActive => _since is not null;

    /// <summary>
    /// Ends the grace, because the server has accepted the watch again. The next refusal begins another.
    /// </summary>
    public void Reset() => _since = null;

    /// <summary>Begins or continues the grace.</summary>
    /// <param name="failure">The refusal.</param>
    /// <param name="cancellationToken">Cancels the warning.</param>
    /// <exception cref="ApiException">The grace is over; it is the refusal itself.</exception>
    public async ValueTask ContinueAsync(ApiException failure, CancellationToken cancellationToken)
    {
        var elapsed = _since is { } since ? time.GetElapsedTime(since) : TimeSpan.Zero;
        if (elapsed >= timeout)
        {
            throw failure;
        }

        if (_since is not null)
        {
            return;
        }

        _since = time.GetTimestamp();
        if (observer is not null)
        {
            var message = string.Create(
                CultureInfo.InvariantCulture,
                $"The server answers {failure.StatusCode}, and did not before. The watch goes on trying for "
                + $"{timeout.TotalSeconds:0} seconds: {failure.Message}");
            await observer.WarnAsync(message, cancellationToken).ConfigureAwait(false);
        }
    }
}
