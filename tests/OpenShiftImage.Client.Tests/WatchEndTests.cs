using System.Globalization;
using Microsoft.AspNetCore.Http;
using OpenShiftImage.Watching;

namespace OpenShiftImage.Client.Tests;

/// <summary>How a watch ends: with its time, with the caller's, or with an error.</summary>
public sealed class WatchEndTests() : WatchTestBase(images: 2)
{
    private const string Failed =
        "{\"type\":\"ERROR\",\"object\":{\"kind\":\"Status\",\"message\":\"later\",\"code\":500}}\n";

    private readonly InstantTime _time = new(TimeSpan.FromSeconds(30.5));
    private readonly RecordingObserver _observer = new();

    private WatchSettings Settings => new() { ResourceVersion = "50", TimeoutSeconds = 30, Time = _time };

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_watch_whose_time_is_over_ends_without_another_request(bool isInOrder)
    {
        AnswerWatches((_, watch) =>
        {
            _time.Advance(TimeSpan.FromSeconds(30));
            return Event("ADDED", "a", 100 + watch) + (isInOrder ? "" : Failed);
        });
        var events = await TakeAsync(Settings, 2);
        Assert.Equal("a", Assert.Single(events).Name);
        Assert.Single(Server.Requests);
        if (isInOrder)
        {
            Assert.Empty(_observer.Reconnections);
        }
    }

    [Fact]
    public async Task A_pause_ends_with_the_time_of_the_watch_and_a_last_request_asks_for_what_came_meanwhile()
    {
        AnswerWatches((context, watch) =>
        {
            context.Response.Headers.RetryAfter = "45";
            return watch == 2 ? Refuse(context, 429) : Event("ADDED", "a", 100 + watch);
        });
        var events = await TakeAsync(Settings, 3);
        Assert.Equal(["101", "103"], events.Select(item => item.ResourceVersion));
        Assert.Equal(TimeSpan.FromSeconds(30), TimeSpan.FromTicks(_time.Pauses.Sum(pause => pause.Ticks)));
        Assert.Contains("resourceVersion=101&", Server.Requests[2].Target, StringComparison.Ordinal);
        Assert.EndsWith("timeoutSeconds=1", Server.Requests[2].Target, StringComparison.Ordinal);
        Assert.Equal(3, Server.Requests.Count);
    }

    [Fact]
    public async Task A_begun_second_of_a_watch_counts()
    {
        AnswerWatches((_, watch) =>
        {
            _time.Advance(TimeSpan.FromSeconds(10));
            return Event("ADDED", "a", 100 + watch);
        });
        await TakeAsync(Settings, 2);
        Assert.Equal(["30", "20"], Server.Requests.Select(request => request.Target.Split('=')[^1]));
    }

    [Theory]
    [InlineData(30L)]
    [InlineData(null)]
    public async Task A_watch_that_its_caller_cancels_has_not_ended_in_order(long? seconds)
    {
        using var cancel = new CancellationTokenSource();
        Server.Intercept = async context =>
        {
            await cancel.CancelAsync();
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
            return true;
        };
        var watcher = new ImageWatcher(Api, Settings with { TimeoutSeconds = seconds });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => TakeAsync(watcher.WatchAsync(cancel.Token), 1));
    }

    [Fact]
    public async Task A_watch_whose_time_goes_by_in_its_list_was_not_accepted()
    {
        Server.Intercept = async context =>
        {
            if (context.Request.Query.ContainsKey("continue"))
            {
                _time.Advance(TimeSpan.FromSeconds(31));
                await Task.Delay(Timeout.Infinite, context.RequestAborted);
            }

            return false;
        };
        var settings = Settings with { ResourceVersion = null, PageSize = 1 };
        var error = await Assert.ThrowsAsync<TransportException>(() => TakeAsync(settings, 1));
        Assert.Equal(TransportException.RequestTimeout, error.ErrorId);
        Assert.Contains("30 seconds", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("50")]
    public async Task A_watch_whose_time_goes_by_with_failures_ends_with_the_last_of_them(string? version)
    {
        var requests = 0;
        Server.Intercept = async context =>
        {
            if (++requests > 1)
            {
                _time.Advance(TimeSpan.FromSeconds(31));
                await Task.Delay(Timeout.Infinite, context.RequestAborted);
            }

            await context.Response.WriteAsync(Refuse(context, 503));
            return true;
        };
        using var connection = new ClusterConnection(
            Connection.Configuration with { FirstRetryPause = TimeSpan.FromMilliseconds(1) });
        var watcher = new ImageWatcher(connection.CreateApi(), Settings with { ResourceVersion = version });
        var error = await Assert.ThrowsAsync<ApiException>(() => TakeAsync(watcher.WatchAsync(), 1));
        Assert.Equal(503, error.StatusCode);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(404)]
    [InlineData(422)]
    public async Task An_established_watch_ends_with_an_error_that_does_not_pass(int code)
    {
        AnswerWatches((context, watch) => watch == 1 ? Event("ADDED", "a", 101) : Refuse(context, code));
        var error = await Assert.ThrowsAsync<ApiException>(() => TakeAsync(Settings, 2));
        Assert.Equal(code, error.StatusCode);
        Assert.Equal(2, Server.Requests.Count);
    }

    [Fact]
    public async Task A_watch_that_was_never_accepted_ends_with_an_error_that_might_pass()
    {
        AnswerWatches((context, _) => Refuse(context, 500));
        var error = await Assert.ThrowsAsync<ApiException>(() => TakeAsync(Settings, 1));
        Assert.Equal(500, error.StatusCode);
        Assert.Single(Server.Requests);
    }

    private Task<List<ImageEvent>> TakeAsync(WatchSettings settings, int count) =>
        TakeAsync(new ImageWatcher(Connection.CreateApi(_observer), settings, _observer).WatchAsync(), count);
}
