using System.Buffers;
using System.Diagnostics;
using System.Net.Http.Headers;

namespace OpenShiftImage;

/// <summary>The body of an answer, read as it comes. Every read can be cancelled and has an end.</summary>
internal sealed class ResponseBody : IDisposable
{
    private readonly HttpResponseMessage _response;
    private readonly Stream _stream;
    private readonly ApiRequest _request;
    private readonly string _server;
    private readonly TimeSpan _idleTimeout;
    private long _read;

    public ResponseBody(HttpResponseMessage response, Stream stream, ApiRequest request, Uri server, TimeSpan idleTimeout)
    {
        _idleTimeout = idleTimeout;
        _response = response;
        _stream = stream;
        _request = request;
        _server = server.ToString();
    }

    public MediaTypeHeaderValue? ContentType => _response.Content.Headers.ContentType;

    /// <summary>When the request was sent, as a time stamp of <see cref="Stopwatch"/>.</summary>
    public long Started { get; init; }

    public void Dispose() => _response.Dispose();

    /// <summary>Says what has come of the request so far.</summary>
    public RequestSummary Summarize() => new(
        _request.Method.Method, _request.Path, (int)_response.StatusCode, Stopwatch.GetElapsedTime(Started), _request.IsStream && _response.IsSuccessStatusCode ? null : _read);

    /// <summary>Reads what there is, at least one byte; 0 at the end.</summary>
    /// <exception cref="TransportException">The connection ended early, or the server paused for too long.</exception>
    public async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfterAtMost(_idleTimeout);
        try
        {
            var read = await _stream.ReadAsync(buffer, deadline.Token).ConfigureAwait(false);
            _read += read;
            return read;
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TransportException(
                TransportException.RequestTimeout,
                $"{_server} sent nothing for {_idleTimeout.TotalSeconds:0} seconds in the middle of its answer to {_request}.",
                _server,
                e);
        }
        catch (Exception e) when (e is IOException or InvalidDataException or HttpRequestException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw new TransportException(
                TransportException.IncompleteResponse,
                $"The connection to {_server} ended in the middle of the answer to {_request}: {e.GetBaseException().Message}",
                _server,
                e);
        }
    }

    /// <summary>Reads the whole body.</summary>
    /// <param name="limit">The most bytes to take; what is beyond is left.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async ValueTask<ReadOnlyMemory<byte>> ReadToEndAsync(int limit, CancellationToken cancellationToken)
    {
        var buffer = new ArrayBufferWriter<byte>(16 * 1024);
        while (buffer.WrittenCount < limit)
        {
            var read = await ReadAsync(buffer.GetMemory(4096), cancellationToken).ConfigureAwait(false);
            if (read == 0)
            {
                break;
            }

            buffer.Advance(read);
        }

        return buffer.WrittenMemory;
    }

    /// <summary>Makes the error for a body that is not what the API sends.</summary>
    public TransportException Invalid(string why, Exception? inner = null) => new(
        TransportException.InvalidResponse,
        $"The answer of {_server} to {_request} is not the API's: {why}",
        _server,
        inner);

    /// <summary>Refuses a body that says it is not JSON, before anything of it is read.</summary>
    public void RequireJson()
    {
        if (ContentType?.MediaType is not ApiRequest.Json)
        {
            throw Invalid($"its type is '{ContentType?.MediaType ?? "unknown"}'. Is this the address of an OpenShift API server?");
        }
    }
}
