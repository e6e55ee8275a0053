using OpenShiftImage.Watching;

namespace OpenShiftImage.Client.Tests;

/// <summary>A watch against servers that fail for a while or send what is not its own.</summary>
public sealed class WatchResilienceTests() : WatchTestBase(images: 2)
{
    private readonly InstantTime _time = new();
    private readonly RecordingObserver _observer = new();

    private WatchSettings Settings => new() { ResourceVersion = "50", Time = _time };

    [Theory]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(503)]
    public async Task An_established_watch_lives_through_errors_that_pass(int code)
    {
        var from = new List<string?>();
        AnswerWatches((context, watch) =>
        {
            from.Add(context.Request.Query["resourceVersion"]);
            return watch switch
            {
                1 => Event("ADDED", "a", 101),
                < 5 => Refuse(context, code),
                _ => Event("ADDED", "b", 102),
            };
        });
        var watcher = new ImageWatcher(Connection.CreateApi(_observer), Settings, _observer);
        var events = await TakeAsync(watcher.WatchAsync(), 2);
        Assert.Equal(["a", "b"], events.Select(item => item.Name));
        Assert.Equal(["50", "101", "101", "101", "101"], from);
        // Each is one of the watch, with its delay, and none of the requests is tried again beneath it.
        Assert.Equal(4, _observer.Reconnections.Count);
        Assert.All(
            _observer.Reconnections, told => Assert.Contains("from version 101 in ", told, StringComparison.Ordinal));
        Assert.Contains("the server ended the request", _observer.Reconnections[0], StringComparison.Ordinal);
        Assert.Contains("User system:anonymous may not", _observer.Reconnections[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_first_request_of_a_watch_is_tried_again()
    {
        AnswerWatches((context, watch) => watch == 1 ? Refuse(context, 503) : Event("ADDED", "a", 101));
        using var connection = new ClusterConnection(
            Connection.Configuration with { FirstRetryPause = TimeSpan.FromMilliseconds(1) });
        var events = await TakeAsync(new ImageWatcher(connection.CreateApi(), Settings).WatchAsync(), 1);
        Assert.Equal("a", events[0].Name);
        Assert.Equal(2, Server.Requests.Count);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_batch_is_never_empty_and_has_bookmarks_where_they_are_wanted(bool includeBookmark)
    {
        AnswerWatches((_, watch) => watch switch
        {
            1 => Event("BOOKMARK", "", 101),
            2 => Event("ADDED", "other", 102),
            _ => Event("ADDED", "a", 103) + Event("BOOKMARK", "", 104),
        });
        var settings = Settings with { IncludeBookmark = includeBookmark, Names = ["a", "b"] };
        var events = new List<ImageEvent>();
        await foreach (var batch in new ImageWatcher(Api, settings).WatchBatchesAsync())
        {
            Assert.NotEmpty(batch);
            events.AddRange(batch);
            if (events[^1].ResourceVersion == "104" || Server.Requests.Count > 3)
            {
                break;
            }
        }

        string[] expected = includeBookmark ? ["101", "103", "104"] : ["103"];
        Assert.Equal(expected, events.Select(item => item.ResourceVersion).Distinct());
    }

    [Fact]
    public async Task Events_of_others_are_not_returned_and_move_a_watch_of_several_names_on_all_the_same()
    {
        string? from = null;
        AnswerWatches((context, watch) =>
        {
            from = context.Request.Query["resourceVersion"];
            return watch == 1 ? Event("ADDED", "a", 101) + Event("ADDED", "other", 105) : Event("ADDED", "b", 106);
        });
        var events = await TakeAsync(new ImageWatcher(Api, Settings with { Names = ["b", "a", "b"] }).WatchAsync(), 2);
        Assert.Equal(["a", "b"], events.Select(item => item.Name));
        Assert.Equal("105", from);
    }

    [Theory]
    [InlineData("")]
    [InlineData("0")]
    public async Task A_bookmark_without_a_version_does_not_start_the_watch_over(string version)
    {
        var bookmark = $"{{\"type\":\"BOOKMARK\",\"object\":{{\"metadata\":{{\"resourceVersion\":\"{version}\"}}}}}}\n";
        AnswerWatches((_, watch) => watch == 1 ? Event("ADDED", "a", 101) + bookmark : Event("ADDED", "b", 102));
        await TakeAsync(new ImageWatcher(Api, Settings).WatchAsync(), 2);
        Assert.Contains("resourceVersion=101&", Server.Requests[1].Target, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_end_of_another_Image_is_not_taken_for_that_of_the_one_that_is_waited_for()
    {
        await Api.CreateAsync(SandboxFixture.NewImage("a"));
        var watches = 0;
        AnswerWatches((_, watch) =>
        {
            watches = watch;
            return watch == 1 ? Event("DELETED", "b", 5000) : Event("DELETED", "a", 5001);
        });
        var seen = new List<string?>();
        await new ImageWaiter(Api, "a").WaitAsync(image =>
        {
            seen.Add(image?.Name);
            return ValueTask.FromResult(image is null);
        }).WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(["a", null], seen);
        Assert.Equal(2, watches);
    }
}
