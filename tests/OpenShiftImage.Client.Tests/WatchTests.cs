using System.Text;
using Microsoft.AspNetCore.Http;
using OpenShiftImage.Api;
using OpenShiftImage.Configuration;
using OpenShiftImage.Sandbox;
using OpenShiftImage.Serialization;
using OpenShiftImage.Watching;

namespace OpenShiftImage.Client.Tests;

public sealed class WatchTests : IAsyncLifetime
{
    private SandboxServer _server = null!;
    private ClusterConnection _connection = null!;

    private ImageApi Api => _connection.CreateApi();

    public async Task InitializeAsync()
    {
        _server = await SandboxServer.StartAsync(new SandboxOptions { Images = 3 });
        _connection = new ClusterConnection(SandboxFixture.ConfigurationOf(_server));
    }

    public async Task DisposeAsync()
    {
        _connection.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task A_watch_tells_what_happens_after_a_version()
    {
        var from = (await Api.ListPageAsync(new ListOptions { Limit = 1 })).ResourceVersion;
        await Api.CreateAsync(SandboxFixture.NewImage("w"));
        await Label("w", "1");
        await Api.DeleteAsync("w");
        var events = await TakeAsync(Api.WatchAsync(new ListOptions { ResourceVersion = from, TimeoutSeconds = 5 }), 3);
        Assert.Equal([ImageEventType.Added, ImageEventType.Modified, ImageEventType.Deleted], events.Select(item => item.Type));
        Assert.All(events, item => Assert.Equal("w", item.Name));
    }

    [Fact]
    public async Task The_deprecated_paths_watch_too()
    {
        await Api.CreateAsync(SandboxFixture.NewImage("w"));
        var one = await TakeAsync(Api.WatchPathAsync(new ListOptions { TimeoutSeconds = 5 }, "w"), 1);
        Assert.Equal("w", one[0].Name);
        var all = await TakeAsync(Api.WatchPathAsync(new ListOptions { TimeoutSeconds = 5 }), 4);
        Assert.Equal(4, all.Count);
    }

    [Theory]
    [InlineData("7")]
    [InlineData("18446744073709551615")]
    [InlineData("18446744073709551616")]
    [InlineData("007")]
    [InlineData("0")]
    [InlineData("seven")]
    [InlineData("")]
    [InlineData("\\u0037")]
    [InlineData(null)]
    public void The_version_of_an_event_is_as_it_was_written(string? written)
    {
        var version = written is null ? "null" : $"\"{written}\"";
        var json = Encoding.UTF8.GetBytes($"{{\"metadata\":{{\"labels\":{{\"name\":\"x\"}},\"resourceVersion\":{version},\"uid\":\"no-guid\",\"name\":\"a\\u0062\"}}}}");
        var deferred = new ImageEvent(ImageEventType.Modified, DeferredJson<Image>.FromValidatedJson(json, ImageJson.Image));
        var parsed = new ImageEvent(ImageEventType.Modified, ImageJson.ParseImage(json));
        var expected = written == "\\u0037" ? "7" : written;
        Assert.Equal((expected, expected), (deferred.ResourceVersion, parsed.ResourceVersion));
        Assert.Equal(("ab", "ab"), (deferred.Name, parsed.Name));
        Assert.Equal(expected, deferred.Image.Metadata?.ResourceVersion);
    }

    [Fact]
    public async Task A_version_that_is_forgotten_is_an_Expired_error()
    {
        _server.Store.Compact();
        var error = await Assert.ThrowsAsync<ApiException>(() => TakeAsync(Api.WatchAsync(new ListOptions { ResourceVersion = "1" }), 1));
        Assert.Equal(("Expired", 410), (error.ErrorId, error.StatusCode));
    }

    [Fact]
    public async Task A_watcher_tells_what_there_is_and_then_what_happens()
    {
        var events = new List<ImageEvent>();
        await foreach (var item in new ImageWatcher(Api, new WatchSettings { SendInitialEvents = true }).WatchAsync())
        {
            events.Add(item);
            if (events.Count == 3)
            {
                await Api.CreateAsync(SandboxFixture.NewImage("w"));
            }

            if (events.Count == 4)
            {
                break;
            }
        }

        Assert.All(events, item => Assert.Equal(ImageEventType.Added, item.Type));
        Assert.Equal("w", events[^1].Name);
    }

    [Fact]
    public async Task A_watcher_falls_back_to_a_list_where_the_server_sends_no_initial_events()
    {
        _server.Intercept = async context =>
        {
            if (!context.Request.Query.ContainsKey("sendInitialEvents"))
            {
                return false;
            }

            context.Response.StatusCode = 422;
            await context.Response.WriteAsync("sendInitialEvents is forbidden for watch unless the WatchList feature gate is enabled");
            return true;
        };
        var events = await TakeAsync(new ImageWatcher(Api, new WatchSettings { SendInitialEvents = true }).WatchAsync(), 3);
        Assert.Equal(3, events.Select(item => item.Name).Distinct().Count());
    }

    [Fact]
    public async Task A_watcher_goes_on_after_its_requests_end_or_break_and_loses_nothing()
    {
        var watches = 0;
        _server.Intercept = async context =>
        {
            if (!context.Request.Query.ContainsKey("watch"))
            {
                return false;
            }

            switch (Interlocked.Increment(ref watches))
            {
                case 1:
                    // A clean end without an event.
                    context.Response.ContentType = "application/json";
                    return true;
                case 2:
                    // A cut in the middle of an event.
                    context.Response.ContentType = "application/json";
                    await context.Response.WriteAsync("{\"type\":\"ADD");
                    await context.Response.Body.FlushAsync();
                    context.Abort();
                    return true;
                case 3:
                    context.Response.StatusCode = 503;
                    return true;
                default:
                    return false;
            }
        };
        var observer = new RecordingObserver();
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        await using var events = new ImageWatcher(_connection.CreateApi(observer), new WatchSettings(), observer).WatchAsync(deadline.Token).GetAsyncEnumerator();
        var next = events.MoveNextAsync();
        while (Volatile.Read(ref watches) == 0)
        {
            // What is created before the watch has learned what there is brings no event.
            await Task.Delay(10, deadline.Token);
        }

        await Api.CreateAsync(SandboxFixture.NewImage("w1"));
        await Api.CreateAsync(SandboxFixture.NewImage("w2"));
        var names = new List<string?>();
        while (names.Count < 2 && await next)
        {
            names.Add(events.Current.Name);
            next = names.Count < 2 ? events.MoveNextAsync() : ValueTask.FromResult(false);
        }

        Assert.Equal(["w1", "w2"], names);
        Assert.True(observer.Reconnections.Count >= 3, string.Join('\n', observer.Reconnections));
    }

    [Fact]
    public async Task A_watcher_tells_only_the_differences_after_its_version_is_forgotten()
    {
        await Api.CreateAsync(SandboxFixture.NewImage("changes"));
        await Api.CreateAsync(SandboxFixture.NewImage("goes"));
        await Api.CreateAsync(SandboxFixture.NewImage("stays"));
        var hold = true;
        _server.Intercept = context =>
        {
            // No watch until everything has happened and been forgotten.
            context.Response.ContentType = "application/json";
            return Task.FromResult(hold && context.Request.Query.ContainsKey("watch"));
        };
        var observer = new RecordingObserver();
        await using var events = new ImageWatcher(_connection.CreateApi(observer), new WatchSettings(), observer).WatchAsync().GetAsyncEnumerator();
        var next = events.MoveNextAsync();
        while (observer.Reconnections.Count == 0)
        {
            await Task.Delay(20);
        }

        await Label("changes", "1");
        await Api.DeleteAsync("goes");
        await Api.CreateAsync(SandboxFixture.NewImage("comes"));
        _server.Store.Compact();
        hold = false;
        var told = new List<string>();
        while (told.Count < 3 && await next)
        {
            told.Add(events.Current.ToString());
            next = told.Count < 3 ? events.MoveNextAsync() : ValueTask.FromResult(false);
        }

        Assert.Equal(["Added comes", "Deleted goes", "Modified changes"], told.Order());
    }

    [Fact]
    public async Task A_watch_of_several_names_tells_only_of_them_and_lists_no_others_after_a_gap()
    {
        foreach (var name in new[] { "changes", "goes", "stays", "other" })
        {
            await Api.CreateAsync(SandboxFixture.NewImage(name));
        }

        var hold = true;
        _server.Intercept = context =>
        {
            context.Response.ContentType = "application/json";
            return Task.FromResult(hold && context.Request.Query.ContainsKey("watch"));
        };
        var observer = new RecordingObserver();
        var settings = new WatchSettings { Names = ["changes", "goes", "stays", "comes", "never"] };
        await using var events = new ImageWatcher(_connection.CreateApi(observer), settings, observer).WatchAsync().GetAsyncEnumerator();
        var next = events.MoveNextAsync();
        while (observer.Reconnections.Count == 0)
        {
            await Task.Delay(20);
        }

        await Label("changes", "1");
        await Label("other", "1");
        await Api.DeleteAsync("goes");
        await Api.CreateAsync(SandboxFixture.NewImage("comes"));
        await Api.CreateAsync(SandboxFixture.NewImage("another"));
        _server.Store.Compact();
        hold = false;
        var told = new List<ImageEvent>();
        while (told.Count < 4 && await next)
        {
            told.Add(events.Current);
            if (told.Count == 3)
            {
                // From here on the watch tells as things happen.
                await Label("other", "2");
                await Api.PatchAsync("stays", new ImagePatch(PatchType.Merge, Encoding.UTF8.GetBytes("{\"dockerImageReference\":\"quay.io/c/d:e\"}")));
            }

            next = told.Count < 4 ? events.MoveNextAsync() : ValueTask.FromResult(false);
        }

        Assert.Equal(["Added comes", "Deleted goes", "Modified changes", "Modified stays"], told.Select(item => item.ToString()).Order());
        Assert.Equal(["labels"], told.Single(item => item.Name == "changes").Changes);
        Assert.Equal(["dockerImageReference"], told[3].Changes);
        var lists = _server.Requests.Where(request => request.Method == "GET" && request.Target.Contains("/images?", StringComparison.Ordinal)
            && !request.Target.Contains("watch=true", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(lists);
        Assert.All(lists, request => Assert.Contains("metadata.name", request.Target, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(150)]
    public async Task A_watch_of_several_names_begins_with_those_there_are_and_asks_for_no_others(int count)
    {
        await Api.CreateAsync(SandboxFixture.NewImage("w1"));
        var settings = new WatchSettings { Names = [.. Enumerable.Range(1, count).Select(i => $"w{i}")], SendInitialEvents = true, IncludeBookmark = true };
        foreach (var setting in new[] { settings, settings with { NoReconnect = true }, settings with { ResourceVersion = "1" } })
        {
            var events = new List<ImageEvent>();
            await foreach (var item in new ImageWatcher(Api, setting).WatchAsync(new CancellationTokenSource(TimeSpan.FromSeconds(30)).Token))
            {
                events.Add(item);
                if (events.Count == 2)
                {
                    Assert.True(item.IsInitialEventsEnd);
                    Assert.NotNull(item.ResourceVersion);
                    await Label("w1", $"{events.Count}{setting.NoReconnect}{setting.ResourceVersion}");
                }

                if (item.Type == ImageEventType.Modified)
                {
                    break;
                }
            }

            Assert.Equal(["w1", null, "w1"], events.Select(item => item.Name));
            Assert.Equal(["labels"], events[2].Changes);
        }

        Assert.DoesNotContain(_server.Requests, request => request.Target.Contains("sendInitialEvents", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_watch_of_several_names_learns_nothing_of_the_others()
    {
        await Api.CreateAsync(SandboxFixture.NewImage("w1"));
        await using var events = new ImageWatcher(Api, new WatchSettings { Names = [.. Enumerable.Range(1, 150).Select(i => $"w{i}")] }).WatchAsync().GetAsyncEnumerator();
        var next = events.MoveNextAsync();
        while (!_server.Requests.Any(request => request.Target.Contains("watch=true", StringComparison.Ordinal)))
        {
            await Task.Delay(20);
        }

        await Label(_server.Store.Current.Images[0].Name, "1");
        await Label("w1", "1");
        Assert.True(await next);
        Assert.Equal("w1", events.Current.Name);
        Assert.Equal(["labels"], events.Current.Changes);
        Assert.Contains("PartialObjectMetadata", _server.Requests.Last(request => !request.Target.Contains("watch=true", StringComparison.Ordinal) && request.Method == "GET").Accept, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_watcher_whose_list_fails_for_a_while_lists_again()
    {
        var requests = 0;
        _server.Intercept = async context =>
        {
            switch (Interlocked.Increment(ref requests))
            {
                case 1:
                    // What there is, to know it.
                    return false;
                case 2:
                    context.Response.ContentType = "application/json";
                    await context.Response.WriteAsync("{\"type\":\"ERROR\",\"object\":{\"kind\":\"Status\",\"reason\":\"Expired\",\"code\":410}}\n");
                    return true;
                case 3:
                    context.Response.StatusCode = 503;
                    return true;
                case 4:
                    context.Response.StatusCode = 410;
                    return true;
                case 5:
                    await CreateBehindAsync("meanwhile");
                    return false;
                default:
                    return false;
            }
        };
        var events = await TakeAsync(new ImageWatcher(Api, new WatchSettings()).WatchAsync(), 1);
        Assert.Equal("Added meanwhile", events[0].ToString());
        Assert.Null(events[0].ResourceVersion);
    }

    [Fact]
    public async Task A_watch_from_a_version_survives_a_cut_before_its_first_event()
    {
        var from = (await Api.ListPageAsync(new ListOptions { Limit = 1 })).ResourceVersion;
        var cut = true;
        _server.Intercept = async context =>
        {
            if (!cut || !context.Request.Query.ContainsKey("watch"))
            {
                return false;
            }

            cut = false;
            context.Response.ContentType = "application/json";
            await context.Response.StartAsync();
            await context.Response.Body.FlushAsync();
            context.Abort();
            return true;
        };
        var watch = TakeAsync(new ImageWatcher(Api, new WatchSettings { ResourceVersion = from }).WatchAsync(), 1);
        await Api.CreateAsync(SandboxFixture.NewImage("after"));
        Assert.Equal("after", (await watch)[0].Name);
    }

    [Fact]
    public async Task Initial_events_that_break_off_are_not_told_twice()
    {
        var first = _server.Store.Current.Images[0];
        var broken = false;
        _server.Intercept = async context =>
        {
            if (broken || !context.Request.Query.ContainsKey("sendInitialEvents"))
            {
                return false;
            }

            broken = true;
            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync($"{{\"type\":\"ADDED\",\"object\":{System.Text.Encoding.UTF8.GetString(first.Item.Span)}}}\n");
            await context.Response.WriteAsync("{\"type\":\"ERROR\",\"object\":{\"kind\":\"Status\",\"message\":\"later\",\"code\":500}}\n");
            return true;
        };
        var watch = TakeAsync(new ImageWatcher(Api, new WatchSettings { SendInitialEvents = true }).WatchAsync(), 4);
        await Task.Delay(500);
        await Api.CreateAsync(SandboxFixture.NewImage("zz-last"));
        var names = (await watch).Select(item => item.Name).ToList();
        Assert.Equal(4, names.Distinct().Count());
        Assert.Equal("zz-last", names[^1]);
    }

    [Theory]
    [InlineData(false, TransportException.RequestTimeout)]
    [InlineData(true, null)]
    public async Task The_time_of_a_watch_is_that_of_the_clock_also_while_the_server_stalls(bool inWatch, string? error)
    {
        _server.Intercept = async context =>
        {
            if (context.Request.Query.ContainsKey("watch") == inWatch)
            {
                context.Response.ContentType = "application/json";
                await context.Response.Body.FlushAsync();
                await Task.Delay(Timeout.Infinite, context.RequestAborted);
            }

            return false;
        };
        var watch = TakeAsync(new ImageWatcher(Api, new WatchSettings { TimeoutSeconds = 1 }).WatchAsync(), 1).WaitAsync(TimeSpan.FromSeconds(5));
        if (error is null)
        {
            Assert.Empty(await watch);
        }
        else
        {
            Assert.Equal(error, (await Assert.ThrowsAsync<TransportException>(() => watch)).ErrorId);
        }
    }

    [Fact]
    public async Task A_watch_ends_after_its_time_without_an_error()
    {
        var events = await TakeAsync(new ImageWatcher(Api, new WatchSettings { TimeoutSeconds = 1 }).WatchAsync(), 1);
        Assert.Empty(events);
    }

    [Fact]
    public async Task A_watch_that_is_refused_ends_with_the_error()
    {
        using var alice = new ClusterConnection(_connection.Configuration with { Credential = new TokenCredential(_server.AliceToken) });
        var error = await Assert.ThrowsAsync<ApiException>(() => TakeAsync(new ImageWatcher(alice.CreateApi(), new WatchSettings()).WatchAsync(), 1));
        Assert.Equal("Forbidden", error.ErrorId);
    }

    private static async Task<List<ImageEvent>> TakeAsync(IAsyncEnumerable<ImageEvent> source, int count)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        var events = new List<ImageEvent>();
        await foreach (var item in source.WithCancellation(deadline.Token))
        {
            events.Add(item);
            if (events.Count == count)
            {
                break;
            }
        }

        return events;
    }

    /// <summary>Creates an Image without a request of the tests' own.</summary>
    private Task CreateBehindAsync(string name)
    {
        var image = _server.Store.Current.Images[0].ToJson();
        image["metadata"]!["name"] = name;
        image["metadata"]!["uid"] = Guid.NewGuid().ToString();
        _server.Store.Change(name, (_, revision) => Sandbox.Storage.StoredImage.Create(image, revision));
        return Task.CompletedTask;
    }

    private Task<Image> Label(string name, string value) => Api.PatchAsync(
        name, new ImagePatch(PatchType.Merge, System.Text.Encoding.UTF8.GetBytes($"{{\"metadata\":{{\"labels\":{{\"l\":\"{value}\"}}}}}}")));
}
