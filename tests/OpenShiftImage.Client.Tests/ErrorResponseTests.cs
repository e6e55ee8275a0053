using System.Net;
using System.Net.Http.Headers;
using System.Text;
using OpenShiftImage.Configuration;
using OpenShiftImage.Transport;

namespace OpenShiftImage.Client.Tests;

/// <summary>What is read of an answer that is an error, whatever its body is.</summary>
public sealed class ErrorResponseTests
{
    private readonly SteppedTime _time = new();

    [Theory]
    [InlineData("application/json", """{"kind":"Status","message":"it is there","reason":"X"}""", "it is there")]
    [InlineData("text/plain", """{"message":1}""", """The server answered 409 (Conflict) to GET /x: {"message":1}.""")]
    [InlineData("application/json", "no JSON", "The server answered 409 (Conflict) to GET /x: no JSON.")]
    public async Task The_API_s_Status_is_read_and_another_text_is_told(string type, string text, string message)
    {
        var error = await ReadAsync(new MemoryStream(Encoding.UTF8.GetBytes(text)), type);
        Assert.Equal((409, "GET /x", message), (error.StatusCode, error.Request, error.Message));
        Assert.Equal("n", error.Target);
    }

    [Fact]
    public async Task A_body_that_breaks_off_does_not_hide_the_code()
    {
        var error = await ReadAsync(new Body(_ => throw new IOException("cut")));
        Assert.Equal("The server answered 409 (Conflict) to GET /x.", error.Message);
    }

    [Fact]
    public async Task A_body_that_does_not_end_is_waited_for_for_30_seconds()
    {
        var read = ReadAsync(new Body(async cancellationToken =>
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
            return 0;
        }));
        _time.Advance(TimeSpan.FromSeconds(29));
        Assert.False(read.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(409, (await read).StatusCode);
    }

    [Fact]
    public async Task Who_goes_meanwhile_is_told_of_no_error()
    {
        using var stop = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => ReadAsync(
            new Body(cancellationToken =>
            {
                stop.Cancel();
                cancellationToken.ThrowIfCancellationRequested();
                return ValueTask.FromResult(0);
            }),
            cancellationToken: stop.Token));
    }

    [Fact]
    public async Task A_long_body_is_not_read_to_its_end()
    {
        // A megabyte, in kilobytes.
        var left = (1 << 10) + 5;
        await ReadAsync(new Body(_ => ValueTask.FromResult(left-- > 0 ? 1 << 10 : 0)));
        Assert.Equal(5, left);
    }

    [Theory]
    [InlineData(7, null, 9, 7)]
    [InlineData(null, 20, 9, 20)]
    [InlineData(null, null, 9, 9)]
    [InlineData(null, null, null, null)]
    public async Task How_long_to_wait_is_said_by_the_header_or_else_by_the_Status(
        int? header, int? date, int? status, int? expected)
    {
        _time.Advance(TimeSpan.FromDays(1));
        var value = header is { } seconds ? new RetryConditionHeaderValue(TimeSpan.FromSeconds(seconds))
            : date is { } later ? new RetryConditionHeaderValue(_time.GetUtcNow().AddSeconds(later))
            : null;
        var details = status is null ? "{}" : $$"""{"retryAfterSeconds":{{status}}}""";
        var body = Encoding.UTF8.GetBytes($$"""{"kind":"Status","details":{{details}}}""");
        var error = await ReadAsync(new MemoryStream(body), retryAfter: value);
        Assert.Equal(expected is { } wait ? TimeSpan.FromSeconds(wait) : null, error.RetryAfter);
    }

    private async Task<ApiException> ReadAsync(
        Stream stream,
        string type = "application/json",
        RetryConditionHeaderValue? retryAfter = null,
        CancellationToken cancellationToken = default)
    {
        using var response = new HttpResponseMessage(HttpStatusCode.Conflict) { Content = new ByteArrayContent([]) };
        response.Content.Headers.TryAddWithoutValidation("Content-Type", type);
        response.Headers.RetryAfter = retryAfter;
        var context = RequestContexts.Create(
            new ApiRequest(HttpMethod.Get, "/x") { Target = "n" }, time: _time, caller: cancellationToken);
        var configuration = new ClusterConfiguration
        {
            Server = RequestContexts.Server,
            IdleTimeout = TimeSpan.FromHours(1),
            Time = _time,
        };
        using var body = new ResponseBody(response, stream, context, configuration);
        return await ErrorResponse.ReadAsync(response, body, context.Request, _time, cancellationToken);
    }

    private sealed class Body(Func<CancellationToken, ValueTask<int>> read) : MemoryStream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            read(cancellationToken);
    }
}
