using System.Globalization;
using OpenShiftImage.Primitives;

namespace OpenShiftImage.Transport;

/// <summary>
/// Says whether, and when, a failed request is sent again. A read is repeated when no connection came about, when the
/// answer broke off, and after 429, 502, 503 and 504; a write only where the server has certainly not acted: after 429,
/// or without a connection.
/// The pauses grow, with a spread, and keep what the server asks for in <c>Retry-After</c>.
/// </summary>
/// <param name="request">The request.</param>
/// <param name="first">The first pause.</param>
/// <param name="timeout">How long, from now on, there may be other attempts.</param>
/// <param name="time">Tells how long it has been.</param>
internal sealed class RetryPolicy(ApiRequest request, TimeSpan first, TimeSpan timeout, TimeProvider time)
{
    /// <summary>
    /// A name that is not known is most often a slip of the hand; only a passing fault of the resolver is waited
    /// for.
    /// </summary>
    private const int MostForUnknownHost = 2;
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(8);

    private readonly long _started = time.GetTimestamp();
    private int _retries;

    /// <summary>Gives the pause before the next attempt; null when the failure is to be reported.</summary>
    public TimeSpan? GetDelay(OpenShiftImageException failure)
    {
        if (!IsTransient(failure))
        {
            return null;
        }

        var grown = new Backoff(first, s_longest).GetDelay(_retries);
        var pause = failure is ApiException { RetryAfter: { } asked } && asked > grown ? asked : grown;
        if (time.GetElapsedTime(_started) + pause > timeout)
        {
            return null;
        }

        _retries++;
        return pause;
    }

    /// <summary>Says what is going to happen.</summary>
    public string Describe(OpenShiftImageException failure, TimeSpan pause) => string.Create(
        CultureInfo.InvariantCulture,
        $"Attempt {_retries + 1} of {request} in {pause.TotalSeconds:0.0} s: {failure.Message}");

    private bool IsTransient(OpenShiftImageException failure) => failure switch
    {
        TransportException { ErrorId: TransportException.HostNotFound } => _retries < MostForUnknownHost,
        TransportException { ErrorId: TransportException.TlsFailed or TransportException.CertificateNotTrusted } =>
            false,
        TransportException { IsPartlyRead: true } => false,
        TransportException { IsUnsent: true } => true,
        TransportException
        {
            ErrorId: TransportException.ConnectionFailed or TransportException.IncompleteResponse,
        } => request.IsRead,
        ApiException { StatusCode: 429 } => true,
        ApiException { StatusCode: 502 or 503 or 504 } => request.IsRead,
        _ => false,
    };
}
