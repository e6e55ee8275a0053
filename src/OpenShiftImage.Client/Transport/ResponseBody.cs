using System.Buffers;
using System.IO.Compression;
using System.Net.Http.Headers;
using OpenShiftImage.Configuration;
using OpenShiftImage.Primitives;

namespace OpenShiftImage.Transport;

/// <summary>The body of an answer, read as it comes. Every read can be cancelled and has an end.</summary>
internal sealed class ResponseBody : IDisposable
{
    private readonly HttpResponseMessage _response;
    private readonly Stream _stream;
    private readonly RequestContext _context;
    private readonly ApiRequest _request;
    private readonly string _server;
    private readonly TimeSpan _idleTimeout;
    private readonly TimeProvider _time;
    private long _read;

    /// <summary>Takes a body that has begun to arrive.</summary>
    /// <param name="response">The answer that it is of.</param>
    /// <param name="stream">Its bytes, unpacked.</param>
    /// <param name="context">What was asked, and when the exchange must be over.</param>
    /// <param name="configuration">The server that was asked, and how long it may pause.</param>
    public ResponseBody(
        HttpResponseMessage response, Stream stream, RequestContext context, ClusterConfiguration configuration)
    {
        _response = response;
        _stream = stream;
        _context = context;
        _request = context.Request;
        _server = configuration.Server.ToString();
        _idleTimeout = _request.IdleTimeout ?? configuration.IdleTimeout;
        _time = configuration.Time;
    }

    public MediaTypeHeaderValue? ContentType => _response.Content.Headers.ContentType;

    /// <summary>Whether the exchange is over for everybody but who reads this: a stream that has begun.</summary>
    public bool OwnsDeadline { get; set; }

    /// <summary>When the whole exchange must be over.</summary>
    public RequestDeadline Deadline => _context.Deadline;

    /// <summary>Returns the body of an answer, unpacked.</summary>
    /// <param name="response">The answer.</param>
    /// <param name="context">What was asked, and when the exchange must be over.</param>
    /// <param name="configuration">The server that was asked, and how long it may pause.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static async Task<ResponseBody> OpenAsync(
        HttpResponseMessage response,
        RequestContext context,
        ClusterConfiguration configuration,
        CancellationToken cancellationToken)
    {
        var stream = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        if (response.Content.Headers.ContentEncoding.Contains("gzip"))
        {
            // Some servers and proxies pack what nobody has asked them to.
            stream = new GZipStream(stream, CompressionMode.Decompress);
        }

        return new ResponseBody(response, stream, context, configuration);
    }

    public void Dispose()
    {
        _stream.Dispose();
        _response.Dispose();
        if (OwnsDeadline)
        {
            Deadline.Dispose();
        }
    }

    /// <summary>Says what has come of the request so far.</summary>
    public RequestSummary Summarize() => new(
        _request.Method.Method,
        _request.Path,
        (int)_response.StatusCode,
        _time.GetElapsedTime(_context.SentAt),
        _request.IsStream && _response.IsSuccessStatusCode ? null : _read);

    /// <summary>Reads what there is, at least one byte; 0 at the end.</summary>
    /// <exception cref="TransportException">The connection ended early, or the server paused for too long.</exception>
    public async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        using var idle = new TimeLimit(_idleTimeout, _time, cancellationToken, Deadline.Token);
        try
        {
            var read = await _stream.ReadAsync(buffer, idle.Token).ConfigureAwait(false);
            _read += read;
            return read;
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw Deadline.IsOver ? Deadline.CreateError(e) : new TransportException(
                TransportException.RequestTimeout,
                $"{_server} sent nothing for {_idleTimeout.TotalSeconds:0} seconds "
                    + $"in the middle of its answer to {_request}.",
                _server,
                e);
        }
        catch (Exception e) when (e is IOException or InvalidDataException or HttpRequestException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw new TransportException(
                TransportException.IncompleteResponse,
                $"The connection to {_server} ended in the middle of the answer to {_request}: "
                    + e.GetBaseException().Message,
                _server,
                e);
        }
    }

    /// <summary>Reads the whole body.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <param name="buffer">An empty buffer to read into, which the result is a part of; null for a new one.</param>
    /// <exception cref="TransportException">The body is longer than the request allows, or broke off.</exception>
    public async ValueTask<ReadOnlyMemory<byte>> ReadWholeAsync(
        CancellationToken cancellationToken, ArrayBufferWriter<byte>? buffer = null)
    {
        var bytes = await ReadToEndAsync(_request.MaxBytes + 1, cancellationToken, buffer).ConfigureAwait(false);
        return bytes.Length <= _request.MaxBytes ? bytes : throw TooLong(_request.MaxBytes);
    }

    /// <summary>Returns the error for a body that goes on for longer than any of the API's.</summary>
    public TransportException TooLong(long limit) => Invalid($"it is longer than {limit >> 20} MiB.");

    /// <summary>Reads the body up to a limit.</summary>
    /// <param name="limit">The most bytes to take; what is beyond is left.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <param name="buffer">An empty buffer to read into, which the result is a part of; null for a new one.</param>
    public async ValueTask<ReadOnlyMemory<byte>> ReadToEndAsync(
        int limit, CancellationToken cancellationToken, ArrayBufferWriter<byte>? buffer = null)
    {
        buffer ??= new ArrayBufferWriter<byte>(16 * 1024);
        while (buffer.WrittenCount < limit)
        {
            var memory = buffer.GetMemory(4096);
            var room = memory[..Math.Min(memory.Length, limit - buffer.WrittenCount)];
            var read = await ReadAsync(room, cancellationToken).ConfigureAwait(false);
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
            var type = ContentType?.MediaType ?? "unknown";
            throw Invalid($"its type is '{type}'. Is this the address of an OpenShift API server?");
        }
    }
}
