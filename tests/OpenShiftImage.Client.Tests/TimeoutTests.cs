using Microsoft.AspNetCore.Http;
using OpenShiftImage.Api;
using OpenShiftImage.Configuration;
using OpenShiftImage.Sandbox;

namespace OpenShiftImage.Client.Tests;

/// <summary>Every wait ends when the documents say, on a clock that takes no time.</summary>
public sealed class TimeoutTests : IAsyncLifetime
{
    private static readonly TimeSpan s_hour = TimeSpan.FromHours(1);

    private readonly InstantTime _time = new(longestPause: TimeSpan.FromSeconds(10));
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private SandboxServer _server = null!;
    private ClusterConnection _connection = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await SandboxServer.StartAsync(new SandboxOptions { Images = 8 });
        _connection = new ClusterConnection(
            SandboxFixture.ConfigurationOf(_server) with { RetryTimeout = TimeSpan.Zero, Time = _time });
    }

    public async ValueTask DisposeAsync()
    {
        _connection.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task An_answer_must_begin_within_30_seconds()
    {
        Stall(null);
        await EndsAsync(
            _connection.CreateApi().GetAsync("x"),
            TimeSpan.FromSeconds(30),
            "did not answer GET /apis/image.openshift.io/v1/images/x within 30 seconds");
    }

    [Fact]
    public async Task An_answer_must_end_within_five_minutes()
    {
        Stall("{\"metadata\":");
        using var patient = new ClusterConnection(_connection.Configuration with { IdleTimeout = s_hour });
        var get = patient.CreateApi().GetAsync("x");
        await _time.UntilSetAsync(s_hour);
        await EndsAsync(
            get,
            TimeSpan.FromMinutes(5),
            "did not finish its answer to GET /apis/image.openshift.io/v1/images/x within 300 seconds");
    }

    [Fact]
    public async Task After_the_head_of_an_answer_there_may_be_a_pause_of_30_seconds()
    {
        // Each part of a body begins the 30 seconds again, at a moment that a test does not know: FaultTests has those.
        Stall("");
        await EndsAsync(
            _connection.CreateApi(operationTimeout: s_hour).GetAsync("x"),
            TimeSpan.FromSeconds(30),
            "sent nothing for 30 seconds in the middle of its answer");
    }

    [Fact]
    public async Task A_deletion_of_all_that_a_selector_chooses_may_take_an_hour()
    {
        Stall(null);
        var delete = _connection.CreateApi().DeleteCollectionAsync(new DeleteCollectionOptions());
        await _time.PassAsync(s_hour);
        Assert.Equal(
            TransportException.WriteOutcomeUnknown,
            (await Assert.ThrowsAsync<TransportException>(() => delete)).ErrorId);
    }

    [Theory]
    [InlineData(100L, 130)]
    [InlineData(null, 3630)]
    public async Task A_watch_may_be_silent_for_the_time_it_asked_for_and_30_seconds_more(long? asked, int seconds)
    {
        Stall("");
        await using var events = _connection.CreateApi()
            .WatchAsync(new ListOptions { TimeoutSeconds = asked })
            .GetAsyncEnumerator();
        await EndsAsync(
            events.MoveNextAsync().AsTask(), TimeSpan.FromSeconds(seconds), $"sent nothing for {seconds} seconds");
    }

    [Theory]
    [InlineData("list")]
    [InlineData("get")]
    public async Task A_chosen_time_takes_the_place_of_all_of_them(string operation)
    {
        Stall(null);
        var api = _connection.CreateApi(operationTimeout: TimeSpan.FromSeconds(77));
        Task request = operation == "list" ? api.ListPageAsync(new ListOptions()) : api.GetAsync("x");
        await _reached.Task;
        Assert.False(_time.HasDeadline(TimeSpan.FromSeconds(30)));
        await EndsAsync(request, TimeSpan.FromSeconds(77), "within 77 seconds");
    }

    [Fact]
    public async Task A_list_may_begin_10_seconds_after_the_time_that_it_asked_for()
    {
        Stall(null);
        var list = _connection.CreateApi().ListPageAsync(new ListOptions { TimeoutSeconds = 100 });
        await EndsAsync(list, TimeSpan.FromSeconds(110), "within 110 seconds");
    }

    [Fact]
    public async Task Closing_the_connection_ends_a_request_that_has_no_answer_yet()
    {
        Stall(null);
        var get = _connection.CreateApi().GetAsync("x");
        await _reached.Task;
        _connection.Dispose();
        var error = await Assert.ThrowsAsync<TransportException>(() => get).WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Contains("was closed before", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_chosen_time_is_that_of_each_page_of_a_list()
    {
        // Eight pages of 25 seconds; the next is on its way while one is read.
        _server.Intercept = _ =>
        {
            _time.Advance(TimeSpan.FromSeconds(25));
            return Task.FromResult(false);
        };
        var pages = 0;
        await foreach (var page in _connection.CreateApi(operationTimeout: TimeSpan.FromSeconds(60))
            .ListAsync(new ListOptions { Limit = 1 }))
        {
            pages++;
        }

        Assert.Equal(8, pages);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_connection_that_does_not_come_about_is_given_up(bool isWrite)
    {
        Assert.Equal(TimeSpan.FromSeconds(10), _connection.Configuration.ConnectTimeout);
        // The platform's own timer; a handshake that nobody answers outlasts any time.
        await using var silent = new StandInServer(
            async (socket, stop) =>
                await socket.ReceiveAsync(new byte[1 << 20], stop)
                    .AsTask()
                    .ContinueWith(_ => Task.Delay(-1, stop), TaskScheduler.Default)
                    .Unwrap());
        using var connection = new ClusterConnection(new ClusterConfiguration
        {
            Server = new Uri($"https://{silent.Address}"),
            ConnectTimeout = TimeSpan.FromMilliseconds(1),
            RetryTimeout = TimeSpan.Zero,
        });
        var api = connection.CreateApi();
        var error =
            await Assert.ThrowsAsync<TransportException>(() => isWrite ? api.DeleteAsync("x") : api.GetAsync("x"));
        Assert.Equal(TransportException.RequestTimeout, error.ErrorId);
        Assert.StartsWith(
            $"No connection to https://{silent.Address}/ within ", error.Message, StringComparison.Ordinal);
    }

    private async Task EndsAsync(Task task, TimeSpan after, string told)
    {
        await _time.PassAsync(after);
        var error = await Assert.ThrowsAsync<TransportException>(() => task.WaitAsync(TimeSpan.FromSeconds(30)));
        Assert.Equal(TransportException.RequestTimeout, error.ErrorId);
        Assert.Contains(told, error.Message, StringComparison.Ordinal);
    }

    /// <summary>Has the server begin its answer, or not even that where there is no text, and then wait until the client has gone.</summary>
    private void Stall(string? text) => _server.Intercept = async context =>
    {
        _reached.TrySetResult();
        if (text is not null)
        {
            context.Response.ContentType = "application/json";
            await context.Response.StartAsync();
            await context.Response.WriteAsync(text);
            await context.Response.Body.FlushAsync();
        }

        var gone = new TaskCompletionSource();
        await using var registration = context.RequestAborted.Register(gone.SetResult);
        await gone.Task;
        return true;
    };
}
