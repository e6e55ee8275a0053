using Microsoft.AspNetCore.Http;
using OpenShiftImage.Api;
using OpenShiftImage.Configuration;
using OpenShiftImage.Sandbox;

namespace OpenShiftImage.Client.Tests;

/// <summary>What is sent again, what never, and that it is told.</summary>
public sealed class RetryTests : IAsyncLifetime
{
    private readonly RecordingObserver _observer = new();
    private SandboxServer _server = null!;
    private ClusterConnection _connection = null!;

    private ImageApi Api => _connection.CreateApi(_observer);

    public async ValueTask InitializeAsync()
    {
        _server = await SandboxServer.StartAsync(new SandboxOptions { Images = 20 });
        _connection = Connect(TimeSpan.FromSeconds(30));
    }

    public async ValueTask DisposeAsync()
    {
        _connection.Dispose();
        await _server.DisposeAsync();
    }

    [Theory]
    [InlineData(429)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    public async Task A_read_is_repeated_until_the_server_recovers_and_each_attempt_is_told(int code)
    {
        FailFirst(2, code);
        Assert.Equal(20, (await Api.ListPageAsync(new ListOptions())).Items.Count);
        Assert.Equal(2, _observer.Reconnections.Count);
        Assert.Equal([code, code, 200], _observer.Requests.Select(request => request.StatusCode));
    }

    [Fact]
    public async Task A_write_is_repeated_after_429_only()
    {
        FailFirst(1, 429);
        await Api.CreateAsync(SandboxFixture.NewImage("once"));
        Assert.Equal(2, _server.Requests.Count(request => request.Method == "POST"));

        FailFirst(1, 503);
        var error = await Assert.ThrowsAsync<ApiException>(() => Api.CreateAsync(SandboxFixture.NewImage("never")));
        Assert.Equal(503, error.StatusCode);
        Assert.Equal(3, _server.Requests.Count(request => request.Method == "POST"));
    }

    [Theory]
    [InlineData(400)]
    [InlineData(403)]
    [InlineData(500)]
    public async Task A_permanent_failure_is_reported_without_a_retry(int code)
    {
        FailFirst(1, code);
        var error = await Assert.ThrowsAsync<ApiException>(() => Api.GetAsync("x"));
        Assert.Equal(code, error.StatusCode);
        Assert.Empty(_observer.Reconnections);
    }

    [Fact]
    public async Task A_page_that_broke_off_is_read_again_from_its_start()
    {
        var cuts = 0;
        _server.Intercept = async context =>
        {
            if (cuts++ > 0)
            {
                return false;
            }

            context.Response.ContentType = "application/json";
            context.Response.ContentLength = 10_000;
            await context.Response.WriteAsync("{\"kind\":\"ImageList\",\"items\":[{\"metadata\":{\"name\":\"a\"}},");
            await context.Response.Body.FlushAsync();
            context.Abort();
            return true;
        };
        var names = new List<string?>();
        await foreach (var page in Api.ListAsync(new ListOptions { Limit = 7 }))
        {
            names.AddRange(page.Items.Select(image => image.Name));
        }

        Assert.Equal(20, names.Distinct().Count());
        Assert.Equal(20, names.Count);
        Assert.Single(_observer.Reconnections);
    }

    [Fact]
    public async Task A_wait_longer_than_there_may_be_attempts_is_not_begun()
    {
        _server.Intercept = async context =>
        {
            context.Response.StatusCode = 429;
            context.Response.Headers.RetryAfter = "60";
            await context.Response.WriteAsync("slow down");
            return true;
        };
        var error = await Assert.ThrowsAsync<ApiException>(() => Api.GetAsync("x")).WaitAsync(TimeSpan.FromSeconds(5));
        Assert.Equal((429, TimeSpan.FromSeconds(60)), (error.StatusCode, error.RetryAfter));
    }

    [Fact]
    public async Task A_longer_retry_timeout_waits_for_Retry_After()
    {
        _server.Intercept = async context =>
        {
            context.Response.StatusCode = 429;
            context.Response.Headers.RetryAfter = "60";
            await context.Response.WriteAsync("slow down");
            return true;
        };
        using var patient = Connect(TimeSpan.FromSeconds(90));
        using var stop = new CancellationTokenSource();
        var get = patient.CreateApi(_observer).GetAsync("x", cancellationToken: stop.Token);
        Assert.True(SpinWait.SpinUntil(() => _observer.Reconnections.Count > 0, TimeSpan.FromSeconds(10)));
        Assert.Contains("in 60.0 s", _observer.Reconnections[0], StringComparison.Ordinal);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => get);
    }

    [Fact]
    public async Task Pauses_are_doubled_up_to_eight_seconds_less_a_random_share()
    {
        FailFirst(9, 503);
        var time = new InstantTime(longestPause: TimeSpan.FromSeconds(10));
        using var connection = Connect(TimeSpan.FromMinutes(2), time);
        await connection.CreateApi(_observer).ListPageAsync(new ListOptions());
        Assert.All(
            time.Pauses.Zip((double[])[0.5, 1, 2, 4, 8, 8, 8, 8, 8]),
            pause => Assert.InRange(pause.First.TotalSeconds, pause.Second / 2, pause.Second));
        Assert.Equal(9, time.Pauses.Count);
        // Two of them may be equal by chance; without a random share the last five would be.
        Assert.True(time.Pauses.TakeLast(5).Distinct().Count() > 2);
    }

    [Fact]
    public async Task Attempts_go_on_for_30_seconds_by_default()
    {
        FailFirst(int.MaxValue, 503);
        var time = new InstantTime(longestPause: TimeSpan.FromSeconds(10));
        using var connection = new ClusterConnection(SandboxFixture.ConfigurationOf(_server) with { Time = time });
        var error = await Assert.ThrowsAsync<ApiException>(() => connection.CreateApi(_observer).GetAsync("x"));
        Assert.Equal(503, error.StatusCode);
        Assert.InRange(time.Pauses.Sum(pause => pause.TotalSeconds), 30 - 8, 30);
    }

    [Fact]
    public async Task Without_time_for_another_attempt_there_is_none()
    {
        FailFirst(int.MaxValue, 503);
        using var connection = Connect(TimeSpan.Zero);
        await Assert.ThrowsAsync<ApiException>(() => connection.CreateApi(_observer).GetAsync("x"));
        Assert.Single(_server.Requests);
    }

    [Fact]
    public async Task A_host_that_is_not_known_is_tried_three_times()
    {
        var time = new InstantTime(longestPause: TimeSpan.FromSeconds(10));
        using var connection = new ClusterConnection(
            new ClusterConfiguration { Server = new Uri("https://no-such-host.invalid"), Time = time });
        var error = await Assert.ThrowsAsync<TransportException>(() => connection.CreateApi(_observer).GetAsync("x"));
        Assert.Equal(TransportException.HostNotFound, error.ErrorId);
        Assert.Equal(["Attempt 2", "Attempt 3"], _observer.Reconnections.Select(text => text[..9]));
    }

    [Fact]
    public async Task Attempts_end_with_their_time()
    {
        FailFirst(int.MaxValue, 503);
        using var connection = Connect(
            TimeSpan.FromSeconds(1.5), new InstantTime(longestPause: TimeSpan.FromSeconds(10)));
        var error = await Assert.ThrowsAsync<ApiException>(() => connection.CreateApi(_observer).GetAsync("x"))
            .WaitAsync(TimeSpan.FromSeconds(10));
        Assert.Equal(503, error.StatusCode);
        Assert.NotEmpty(_observer.Reconnections);
    }

    [Fact]
    public async Task A_write_that_found_nobody_listening_is_repeated()
    {
        using var connection = new ClusterConnection(
            new ClusterConfiguration
            {
                Server = new Uri("https://127.0.0.1:1"),
                RetryTimeout = TimeSpan.FromSeconds(1.5),
                Time = new InstantTime(longestPause: TimeSpan.FromSeconds(10)),
            });
        var error =
            await Assert.ThrowsAsync<TransportException>(
                () => connection.CreateApi(_observer).CreateAsync(SandboxFixture.NewImage()));
        Assert.Equal(TransportException.ConnectionFailed, error.ErrorId);
        Assert.NotEmpty(_observer.Reconnections);
    }

    [Fact]
    public async Task The_pause_before_an_attempt_is_cancelled_at_once()
    {
        FailFirst(int.MaxValue, 503);
        // A clock that never gets to the end of a pause.
        using var connection = Connect(TimeSpan.FromSeconds(30), new InstantTime(longestPause: TimeSpan.Zero));
        using var stop = new CancellationTokenSource();
        var get = connection.CreateApi(_observer).GetAsync("x", cancellationToken: stop.Token);
        Assert.True(SpinWait.SpinUntil(() => _observer.Reconnections.Count > 0, TimeSpan.FromSeconds(10)));
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => get).WaitAsync(TimeSpan.FromSeconds(5));
    }

    private ClusterConnection Connect(
        TimeSpan retries, TimeProvider? time = null) => new(SandboxFixture.ConfigurationOf(_server) with
        {
            RetryTimeout = retries,
            Time = time ?? TimeProvider.System,
        });

    private void FailFirst(int times, int code)
    {
        var failed = 0;
        _server.Intercept = async context =>
        {
            if (failed >= times)
            {
                return false;
            }

            failed++;
            context.Response.StatusCode = code;
            await context.Response.WriteAsync("not now");
            return true;
        };
    }
}
