using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace OpenShiftImage.Api;

/// <summary>
/// Ends a list that would never end: the same continue token again, empty page after empty page, or a fresh token with
/// every 410. Real servers send an empty page now and then, and one 410 where a token has expired.
/// </summary>
/// <param name="server">The server, for errors.</param>
/// <param name="time">Lets time pass between the pages that bring nothing.</param>
internal sealed class ContinuationGuard(Uri server, TimeProvider time)
{
    private const int MaxEmptyPages = 20;
    private const int MaxExpirations = 5;
    private static readonly TimeSpan s_firstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan s_longestPause = TimeSpan.FromSeconds(5);

    private readonly HashSet<ulong> _tokens = [];
    private int _emptyPages;
    private int _expirations;

    /// <summary>Returns a token that may be used for the next page.</summary>
    /// <exception cref="TransportException">It was used before.</exception>
    public string Accept(string token) =>
        _tokens.Add(BitConverter.ToUInt64(SHA256.HashData(Encoding.UTF8.GetBytes(token)))) ? token
            : throw Endless(string.Create(
                CultureInfo.InvariantCulture,
                $"after {_tokens.Count} pages it gives a continue token that it gave before"));

    /// <summary>
    /// Notes whether a page brought anything; after an empty page that is not the last there is a pause.
    /// </summary>
    /// <exception cref="TransportException">Too many pages in a row brought nothing.</exception>
    public ValueTask ReceivedAsync(bool hasItems, bool isLast, CancellationToken cancellationToken)
    {
        if (hasItems)
        {
            (_emptyPages, _expirations) = (0, 0);
        }

        return hasItems || isLast ? ValueTask.CompletedTask
            : ++_emptyPages > MaxEmptyPages
                ? throw Endless($"{_emptyPages} pages in a row are empty, and none is the last")
            : PauseAsync(_emptyPages, cancellationToken);
    }

    /// <summary>
    /// Notes that a token had expired and the server gave a fresh one; from the second in a row on there is a pause.
    /// </summary>
    /// <returns>Whether to go on with it.</returns>
    public async ValueTask<bool> ExpiredAsync(CancellationToken cancellationToken)
    {
        if (++_expirations > MaxExpirations)
        {
            return false;
        }

        if (_expirations > 1)
        {
            await PauseAsync(_expirations + 2, cancellationToken).ConfigureAwait(false);
        }

        return true;
    }

    private ValueTask PauseAsync(int count, CancellationToken cancellationToken)
    {
        var pause = s_firstPause * Math.Pow(2, count - 1);
        return new ValueTask(Task.Delay(pause < s_longestPause ? pause : s_longestPause, time, cancellationToken));
    }

    private TransportException Endless(string why) => new(
        TransportException.InvalidResponse, $"The list of {server} does not end: {why}.", server.ToString());
}
