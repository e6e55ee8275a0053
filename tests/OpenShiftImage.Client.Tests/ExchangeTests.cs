using System.Net.Http.Headers;
using System.Security.Cryptography.X509Certificates;
using OpenShiftImage.Api;
using OpenShiftImage.Configuration;
using OpenShiftImage.Transport;

namespace OpenShiftImage.Client.Tests;

/// <summary>One request from its start to its end: its clocks, its connections, what its listener is told.</summary>
public sealed class ExchangeTests
{
    private readonly InstantTime _time = new(longestPause: TimeSpan.Zero);

    [Theory]
    [InlineData(200, null)]
    [InlineData(404, typeof(ApiException))]
    public async Task No_clock_runs_once_it_is_over(int code, Type? error)
    {
        await using var server = new RawHttpServer((_, _) =>
            RawHttpServer.Json("{}").Replace("200 OK", $"{code} X", StringComparison.Ordinal));
        using var connection = server.Connect(configuration => configuration with { Time = _time });
        var api = connection.CreateApi(operationTimeout: TimeSpan.FromSeconds(17));
        Assert.Equal(error, (await Record.ExceptionAsync(() => api.GetAsync("a")))?.GetType());
        Assert.False(_time.HasDeadline(TimeSpan.FromSeconds(17)));
    }

    [Theory]
    [InlineData("GET", TransportException.RequestTimeout)]
    [InlineData("PUT", TransportException.WriteOutcomeUnknown)]
    public async Task Its_time_may_be_over_before_that_for_the_answer_s_head(string method, string id)
    {
        await using var server = new StandInServer(async (socket, stop) =>
        {
            // It reads, and says nothing.
            while (await socket.ReceiveAsync(new byte[1 << 10], stop) > 0)
            {
            }
        });
        using var transport = new ClusterTransport(Configuration(server.Address));
        var request = new ApiRequest(new HttpMethod(method), "/x") { Timeout = TimeSpan.FromSeconds(17) };
        var exchange = ExchangeAsync(transport, request);
        await _time.UntilSetAsync(request.HeadersTimeout);
        _time.Advance(request.Timeout);
        var error = await Assert.ThrowsAsync<TransportException>(() => exchange.WaitAsync(TimeSpan.FromSeconds(30)));
        Assert.Equal(id, error.ErrorId);
        Assert.Contains(
            $"did not finish its answer to {method} /x within 17 s", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_connection_that_is_idle_ends_with_who_opened_it()
    {
        var closed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = new StandInServer(async (socket, stop) =>
        {
            await socket.ReceiveAsync(new byte[1 << 16], stop);
            await socket.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"u8.ToArray(), stop);
            if (await socket.ReceiveAsync(new byte[1 << 16], stop) == 0)
            {
                closed.SetResult();
            }
        });
        var transport = new ClusterTransport(Configuration(server.Address));
        Assert.Equal(0, await ExchangeAsync(transport, new ApiRequest(HttpMethod.Get, "/x")));
        Assert.False(closed.Task.IsCompleted);
        transport.Dispose();
        await closed.Task.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task A_stream_goes_on_after_its_exchange_and_its_time_ends_with_it()
    {
        await using var server = new RawHttpServer((_, _) => RawHttpServer.Json("{}"));
        using var transport = new ClusterTransport(Configuration(server.Address.Authority));
        var body = await transport.ExchangeAsync(
            new ApiRequest(HttpMethod.Get, "/x") { IsStream = true },
            null,
            ValueTask.FromResult,
            CancellationToken.None);
        Assert.Equal(2, await body.ReadAsync(new byte[10], CancellationToken.None));
        body.Dispose();
        Assert.Throws<ObjectDisposedException>(() => body.Deadline.Token);
    }

    [Fact]
    public void Connections_can_be_closed_twice()
    {
        var configuration = Configuration("127.0.0.1:1");
        var handler = new ConnectionHandler(configuration, ImpersonationHeaders.Create(configuration));
        handler.Dispose();
        handler.Dispose();
    }

    [Fact]
    public async Task A_certificate_that_stays_the_same_keeps_its_connection()
    {
        await using var server = new RawHttpServer((_, _) => RawHttpServer.Json("{}"));
        var plugin = new Plugin { ClientCertificate = [CurveCertificates.Issue("one")] };
        using var connection = server.Connect(configuration => configuration with { Credential = plugin });
        var api = connection.CreateApi();
        await api.GetServerVersionAsync();
        await api.GetServerVersionAsync();
        plugin.ClientCertificate = [CurveCertificates.Issue("another")];
        await api.GetServerVersionAsync();
        await api.GetServerVersionAsync();
        Assert.Equal([1, 1, 2, 2], server.Requests.Select(request => request.Connection));
    }

    [Theory]
    [InlineData(nameof(RequestDetail.None), 0)]
    [InlineData(nameof(RequestDetail.Summary), 2)]
    public async Task What_came_of_it_is_told_to_who_wants_to_know(string detail, int count)
    {
        await using var server = new RawHttpServer((_, number) => RawHttpServer.Json("{}")
            .Replace("200 OK", number == 1 ? "404 Not Found" : "200 OK", StringComparison.Ordinal));
        using var connection = server.Connect();
        var observer = new RecordingObserver { Detail = Enum.Parse<RequestDetail>(detail) };
        await Assert.ThrowsAsync<ApiException>(() => connection.CreateApi(observer).GetServerVersionAsync());
        await connection.CreateApi(observer).GetServerVersionAsync();
        Assert.Equal(count, observer.Requests.Count);
        Assert.All(observer.Requests, summary => Assert.Equal(2, summary.Bytes));
        Assert.Empty(observer.Headers);
    }

    [Fact]
    public async Task Who_goes_in_the_middle_of_an_answer_is_not_told_what_came_of_it()
    {
        await using var server = new RawHttpServer((_, _) =>
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{");
        using var connection = server.Connect(configuration => configuration with
        {
            Time = _time,
            IdleTimeout = TimeSpan.FromSeconds(17),
        });
        var observer = new RecordingObserver();
        using var stop = new CancellationTokenSource();
        var get = connection.CreateApi(observer).GetServerVersionAsync(stop.Token);
        await _time.UntilSetAsync(TimeSpan.FromSeconds(17));
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => get);
        Assert.Empty(observer.Requests);
    }

    private static Task<int> ExchangeAsync(ClusterTransport transport, ApiRequest request) => transport.ExchangeAsync(
        request,
        null,
        async body => (await body.ReadWholeAsync(CancellationToken.None)).Length,
        CancellationToken.None);

    private ClusterConfiguration Configuration(string address) => new()
    {
        Server = new Uri($"http://{address}"),
        RetryTimeout = TimeSpan.Zero,
        Time = _time,
    };

    /// <summary>Gives no token, but a certificate.</summary>
    private sealed class Plugin : ICredential
    {
        public X509Certificate2Collection? ClientCertificate { get; set; }

        public ValueTask<AuthenticationHeaderValue?> GetAuthorizationAsync(
            bool renew, CancellationToken cancellationToken) => default;
    }
}
