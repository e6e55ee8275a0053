using OpenShiftImage.Primitives;

namespace OpenShiftImage.Transport;

/// <summary>
/// When a whole exchange must be over. The time in which the caller is busy with a part of the answer does not count.
/// </summary>
internal sealed class RequestDeadline : IDisposable
{
    private readonly ApiRequest _request;
    private readonly Uri _server;
    private readonly CancellationToken _caller;
    private readonly TimeProvider _time;
    private readonly TimeLimit _limit;
    private long _started;
    private TimeSpan _left;

    /// <param name="request">The request; a stream has no deadline.</param>
    /// <param name="server">The server, for the error.</param>
    /// <param name="time">Tells when it is over.</param>
    /// <param name="caller">Ends the exchange, too.</param>
    public RequestDeadline(ApiRequest request, Uri server, TimeProvider time, CancellationToken caller)
    {
        _request = request;
        _server = server;
        _caller = caller;
        _time = time;
        _started = time.GetTimestamp();
        _left = request.Timeout;
        _limit = new TimeLimit(request.IsStream ? Timeout.InfiniteTimeSpan : _left, time, caller);
    }

    /// <summary>Whether a request has left whose answer does not tell that the server did not act.</summary>
    public bool MayHaveActed { get; set; }

    /// <summary>The time that is left.</summary>
    public TimeSpan Left => _request.IsStream ? TimeSpan.MaxValue : _left - _time.GetElapsedTime(_started);

    /// <summary>Is cancelled by the caller, and when the time is over.</summary>
    public CancellationToken Token => _limit.Token;

    /// <summary>Whether it was the time that ended the exchange, not the caller.</summary>
    public bool IsOver => _limit.Token.IsCancellationRequested && !_caller.IsCancellationRequested;

    public void Dispose() => _limit.Dispose();

    /// <summary>Stops counting.</summary>
    public void Suspend()
    {
        if (_request.IsStream)
        {
            return;
        }

        _left -= _time.GetElapsedTime(_started);
        _limit.Restart(Timeout.InfiniteTimeSpan);
    }

    /// <summary>Goes on counting.</summary>
    public void Resume()
    {
        if (_request.IsStream)
        {
            return;
        }

        _started = _time.GetTimestamp();
        _limit.Restart(_left > TimeSpan.Zero ? _left : TimeSpan.Zero);
    }

    /// <summary>Returns the error for an exchange whose time is over.</summary>
    public TransportException CreateError(Exception cause) => new(
        TransportException.RequestTimeout,
        $"{_server} did not finish its answer to {_request} within {_request.Timeout.TotalSeconds:0} seconds"
            + (cause.InnerException is OpenShiftImageException last ? $"; the last attempt: {last.Message}" : "."),
        _server.ToString(),
        cause);
}
