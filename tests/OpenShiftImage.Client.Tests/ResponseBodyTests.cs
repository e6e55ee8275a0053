using System.Buffers;
using System.Net;
using OpenShiftImage.Configuration;
using OpenShiftImage.Transport;

namespace OpenShiftImage.Client.Tests;

/// <summary>How the body of an answer is read, up to which size, and what its failures are called.</summary>
public sealed class ResponseBodyTests
{
    private static readonly ApiRequest s_request = new(HttpMethod.Get, "/x") { MaxBytes = 5000 };

    private readonly SteppedTime _time = new();

    [Theory]
    [InlineData(0, true)]
    [InlineData(4999, true)]
    [InlineData(5000, true)]
    [InlineData(5001, false)]
    [InlineData(50_000, false)]
    public async Task A_body_may_be_as_long_as_its_request_allows(int length, bool isRead)
    {
        var bytes = Enumerable.Range(0, length).Select(i => (byte)i).ToArray();
        using var body = Create(new Pieces(bytes));
        var buffer = new ArrayBufferWriter<byte>();
        var read = body.ReadWholeAsync(CancellationToken.None, buffer);
        if (isRead)
        {
            Assert.Equal(bytes, (await read).ToArray());
            Assert.Equal(bytes, buffer.WrittenSpan.ToArray());
            Assert.Equal(length, body.Summarize().Bytes);
            return;
        }

        Assert.Equal(
            TransportException.InvalidResponse,
            (await Assert.ThrowsAsync<TransportException>(() => read.AsTask())).ErrorId);
        // What is beyond is left.
        Assert.Equal(5001, body.Summarize().Bytes);
    }

    [Fact]
    public void A_body_that_is_too_long_says_how_much_would_do()
    {
        using var body = Create(new MemoryStream());
        Assert.Equal(
            "The answer of https://api.example.com:6443/ to GET /x is not the API's: it is longer than 3 MiB.",
            body.TooLong(3 << 20).Message);
    }

    [Theory]
    [InlineData("I/O")]
    [InlineData("data")]
    [InlineData("HTTP")]
    public async Task A_body_that_breaks_off_names_its_cause(string kind)
    {
        Exception cause = kind switch
        {
            "I/O" => new IOException("x", new InvalidOperationException("the root")),
            "data" => new InvalidDataException("the root"),
            _ => new HttpRequestException("the root"),
        };
        using var body = Create(new Broken(() => cause));
        var error = await Assert.ThrowsAsync<TransportException>(() => ReadAsync(body));
        Assert.Equal(
            (TransportException.IncompleteResponse, "https://api.example.com:6443/"), (error.ErrorId, error.Target));
        Assert.Equal(
            "The connection to https://api.example.com:6443/ ended in the middle of the answer to GET /x: the root",
            error.Message);
        Assert.Same(cause, error.InnerException);
    }

    [Fact]
    public async Task A_body_that_breaks_off_for_who_has_gone_is_no_failure()
    {
        using var stop = new CancellationTokenSource();
        using var body = Create(new Broken(() =>
        {
            stop.Cancel();
            return new IOException("gone");
        }));
        await Assert.ThrowsAsync<OperationCanceledException>(() => ReadAsync(body, stop.Token));
    }

    [Theory]
    [InlineData(null, 5, "sent nothing for 5 seconds in the middle of its answer to GET /x")]
    [InlineData(7, 7, "sent nothing for 7 seconds in the middle of its answer to GET /x")]
    [InlineData(60, 20, "did not finish its answer to GET /x within 20 seconds")]
    public async Task A_server_that_pauses_for_too_long_is_given_up(int? own, int after, string told)
    {
        var request = s_request with
        {
            IdleTimeout = own is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
            Timeout = TimeSpan.FromSeconds(20),
        };
        using var body = Create(new Silent(), request);
        var read = ReadAsync(body);
        _time.Advance(TimeSpan.FromSeconds(after - 0.1));
        Assert.False(read.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(0.1));
        var error = await Assert.ThrowsAsync<TransportException>(() => read);
        Assert.Equal(TransportException.RequestTimeout, error.ErrorId);
        Assert.Contains(told, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_goes_while_a_server_pauses_is_told_of_no_failure()
    {
        using var stop = new CancellationTokenSource();
        using var body = Create(new Silent());
        var read = ReadAsync(body, stop.Token);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => read);
    }

    [Theory]
    [InlineData(null, "unknown")]
    [InlineData("text/html; charset=utf-8", "text/html")]
    [InlineData("application/json; charset=utf-8", null)]
    public void A_body_that_is_no_JSON_is_refused_with_its_type(string? type, string? told)
    {
        using var body = Create(new MemoryStream(), type: type);
        if (told is null)
        {
            body.RequireJson();
            return;
        }

        var error = Assert.Throws<TransportException>(body.RequireJson);
        Assert.Equal(TransportException.InvalidResponse, error.ErrorId);
        Assert.EndsWith(
            $" is not the API's: its type is '{told}'. Is this the address of an OpenShift API server?",
            error.Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, HttpStatusCode.OK, 3L)]
    [InlineData(true, HttpStatusCode.OK, null)]
    [InlineData(true, HttpStatusCode.Gone, 3L)]
    public async Task A_stream_has_no_size_unless_it_was_refused(bool isStream, HttpStatusCode code, long? bytes)
    {
        var context = RequestContexts.Create(s_request with { IsStream = isStream }, time: _time);
        context.SentAt = _time.GetTimestamp();
        using var body = Create(new MemoryStream([1, 2, 3]), context: context, code: code);
        await ReadAsync(body);
        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(
            new RequestSummary("GET", "/x", (int)code, TimeSpan.FromSeconds(2), bytes), body.Summarize());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Disposing_it_closes_the_connection_and_ends_the_time_of_a_stream(bool ownsDeadline)
    {
        var (stream, wire) = (new MemoryStream(), new MemoryStream());
        var context = RequestContexts.Create(time: _time);
        var body = Create(stream, context: context, content: new StreamContent(wire));
        body.OwnsDeadline = ownsDeadline;
        body.Dispose();
        Assert.Equal((false, false), (stream.CanRead, wire.CanRead));
        Assert.Equal(ownsDeadline, Record.Exception(() => context.Deadline.Token) is ObjectDisposedException);
    }

    private static async Task ReadAsync(ResponseBody body, CancellationToken cancellationToken = default) =>
        await body.ReadAsync(new byte[10], cancellationToken);

    private ResponseBody Create(
        Stream stream,
        ApiRequest? request = null,
        RequestContext? context = null,
        string? type = null,
        HttpStatusCode code = HttpStatusCode.OK,
        HttpContent? content = null)
    {
        var response = new HttpResponseMessage(code) { Content = content ?? new ByteArrayContent([]) };
        response.Content.Headers.TryAddWithoutValidation("Content-Type", type);
        var configuration = new ClusterConfiguration
        {
            Server = RequestContexts.Server,
            IdleTimeout = TimeSpan.FromSeconds(5),
            Time = _time,
        };
        context ??= RequestContexts.Create(request ?? s_request, time: _time);
        return new ResponseBody(response, stream, context, configuration);
    }

    /// <summary>Comes in pieces, as from a network.</summary>
    private sealed class Pieces(byte[] bytes) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(buffer.Length, 3000)], cancellationToken);
    }

    private sealed class Broken(Func<Exception> cause) : MemoryStream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            throw cause();
    }

    private sealed class Silent : MemoryStream
    {
        public override async ValueTask<int> ReadAsync(
            Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
            return 0;
        }
    }
}
