using System.Diagnostics;

namespace OpenShiftImage;

/// <summary>When a whole exchange must be over. The time in which the caller is busy with a part of the answer does not count.</summary>
internal sealed class RequestDeadline : IDisposable
{
    private readonly ApiRequest _request;
    private readonly Uri _server;
    private readonly CancellationToken _caller;
    private readonly CancellationTokenSource _source;
    private long _started = Stopwatch.GetTimestamp();
    private TimeSpan _left;

    /// <param name="request">The request; a stream has no deadline.</param>
    /// <param name="server">The server, for the error.</param>
    /// <param name="caller">Ends the exchange, too.</param>
    public RequestDeadline(ApiRequest request, Uri server, CancellationToken caller)
    {
        _request = request;
        _server = server;
        _caller = caller;
        _source = CancellationTokenSource.CreateLinkedTokenSource(caller);
        _left = request.Timeout;
        if (!request.IsStream)
        {
            _source.CancelAfterAtMost(_left);
        }
    }

    /// <summary>Whether a request has left whose answer does not tell that the server did not act.</summary>
    public bool MayHaveActed { get; set; }

    /// <summary>The time that is left.</summary>
    public TimeSpan Left => _request.IsStream ? TimeSpan.MaxValue : _left - Stopwatch.GetElapsedTime(_started);

    /// <summary>Is cancelled by the caller, and when the time is over.</summary>
    public CancellationToken Token => _source.Token;

    /// <summary>Whether it was the time that ended the exchange, not the caller.</summary>
    public bool IsOver => _source.IsCancellationRequested && !_caller.IsCancellationRequested;

    public void Dispose() => _source.Dispose();

    /// <summary>Stops counting.</summary>
    public void Suspend()
    {
        if (_request.IsStream)
        {
            return;
        }

        _left -= Stopwatch.GetElapsedTime(_started);
        _source.CancelAfter(Timeout.InfiniteTimeSpan);
    }

    /// <summary>Goes on counting.</summary>
    public void Resume()
    {
        if (_request.IsStream)
        {
            return;
        }

        _started = Stopwatch.GetTimestamp();
        _source.CancelAfterAtMost(_left > TimeSpan.Zero ? _left : TimeSpan.Zero);
    }

    /// <summary>Returns the error for an exchange whose time is over.</summary>
    public TransportException CreateError(Exception cause) => new(
        TransportException.RequestTimeout,
        $"{_server} did not finish its answer to {_request} within {_request.Timeout.TotalSeconds:0} seconds"
            + (cause.InnerException is OpenShiftImageException last ? $"; the last attempt: {last.Message}" : "."),
        _server.ToString(),
        cause);
}
