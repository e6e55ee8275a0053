using System.Text;
using Microsoft.AspNetCore.Http;
using OpenShiftImage.Api;
using OpenShiftImage.Watching;

namespace OpenShiftImage.Client.Tests;

/// <summary>A watch whose version the server has forgotten: it lists, and compares.</summary>
public sealed class WatchRelistTests() : WatchTestBase(images: 3)
{
    private readonly InstantTime _time = new();

    [Fact]
    public async Task A_watcher_tells_only_the_differences_after_its_version_is_forgotten()
    {
        await Api.CreateAsync(SandboxFixture.NewImage("changes"));
        await Api.CreateAsync(SandboxFixture.NewImage("goes"));
        await Api.CreateAsync(SandboxFixture.NewImage("stays"));
        var hold = true;
        Server.Intercept = context =>
        {
            // No watch until everything has happened and been forgotten.
            context.Response.ContentType = "application/json";
            return Task.FromResult(hold && context.Request.Query.ContainsKey("watch"));
        };
        var observer = new RecordingObserver();
        var watcher = new ImageWatcher(Connection.CreateApi(observer), new WatchSettings(), observer);
        await using var events = watcher.WatchAsync().GetAsyncEnumerator();
        var next = events.MoveNextAsync();
        await UntilAsync(() => observer.Reconnections.Count > 0);

        await LabelAsync("changes", "1");
        await Api.DeleteAsync("goes");
        await Api.CreateAsync(SandboxFixture.NewImage("comes"));
        Server.Store.Compact();
        hold = false;
        var emitted = new List<string>();
        while (emitted.Count < 3 && await next)
        {
            emitted.Add(events.Current.ToString());
            next = emitted.Count < 3 ? events.MoveNextAsync() : ValueTask.FromResult(false);
        }

        Assert.Equal(["Added comes", "Deleted goes", "Modified changes"], emitted.Order());
        // All was known that there was: nothing can have been missed.
        Assert.Empty(observer.Warnings);
    }

    [Fact]
    public async Task A_watcher_whose_list_fails_for_a_while_lists_again()
    {
        var requests = 0;
        Server.Intercept = async context =>
        {
            switch (Interlocked.Increment(ref requests))
            {
                case 1:
                    // What there is, to know it.
                    return false;
                case 2:
                    context.Response.ContentType = "application/json";
                    await context.Response.WriteAsync(Expired);
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
    public async Task What_one_relist_returned_is_not_returned_by_the_next()
    {
        await Api.CreateAsync(SandboxFixture.NewImage("changes"));
        await Api.CreateAsync(SandboxFixture.NewImage("goes"));
        AnswerWatches(async (_, watch) =>
        {
            switch (watch)
            {
                case 1:
                    await LabelAsync("changes", "1");
                    await Api.DeleteAsync("goes");
                    await Api.CreateAsync(SandboxFixture.NewImage("comes"));
                    return Expired;
                case 2:
                    return Expired;
                case 3:
                    await Api.CreateAsync(SandboxFixture.NewImage("last"));
                    return null;
                default:
                    return null;
            }
        });
        var events = await TakeAsync(new ImageWatcher(Api, new WatchSettings { Time = _time }).WatchAsync(), 4);
        Assert.Equal(
            ["Modified changes", "Added comes", "Deleted goes", "Added last"], events.Select(item => item.ToString()));
    }

    [Fact]
    public async Task An_Image_that_was_recreated_in_a_gap_is_returned_as_deleted_and_added()
    {
        var before = (await Api.CreateAsync(SandboxFixture.NewImage("recreated"))).Metadata!.Uid;
        string? after = null;
        AnswerWatches(async (_, watch) =>
        {
            if (watch > 1)
            {
                return null;
            }

            await Api.DeleteAsync("recreated");
            after = (await Api.CreateAsync(SandboxFixture.NewImage("recreated"))).Metadata!.Uid;
            return Expired;
        });
        var events = await TakeAsync(new ImageWatcher(Api, new WatchSettings { Time = _time }).WatchAsync(), 2);
        Assert.Equal(["Deleted recreated", "Added recreated"], events.Select(item => item.ToString()));
        Assert.Equal([before, after], events.Select(item => item.Image.Metadata!.Uid));
        Assert.NotEqual(before, after);
    }

    [Fact]
    public async Task A_version_of_the_caller_that_the_server_has_forgotten_is_an_Expired_error()
    {
        AnswerWatches((_, _) => Expired);
        var settings = new WatchSettings { ResourceVersion = "50", Time = _time };
        var watch = TakeAsync(new ImageWatcher(Api, settings).WatchAsync(), 1);
        var error = await Assert.ThrowsAsync<ApiException>(() => watch);
        Assert.Equal("Expired", error.ErrorId);
        Assert.Single(Server.Requests);
    }

    [Fact]
    public async Task A_watch_that_began_at_a_version_warns_once_and_tells_what_is_newer_than_what_it_has_reached()
    {
        var names = Server.Store.Current.Images.Select(image => image.Name).ToList();
        var reached = (int)Server.Store.Current.Revision;
        AnswerWatches(async (_, watch) =>
        {
            if (watch > 1)
            {
                return watch < 4 ? Expired : Event("ADDED", "last", 900);
            }

            await LabelAsync(names[1], "1");
            await Api.CreateAsync(SandboxFixture.NewImage("zz-new"));
            return Event("DELETED", "other", reached) + Event("ADDED", "goes", reached) + Expired;
        });
        var observer = new RecordingObserver();
        var settings = new WatchSettings { ResourceVersion = "1", IncludeBookmark = true, Time = _time };
        var watcher = new ImageWatcher(Connection.CreateApi(observer), settings, observer);
        var events = await TakeAsync(watcher.WatchAsync(), 6);
        Assert.Equal(
            ["Deleted other", "Added goes", $"Added {names[1]}", "Added zz-new", "Deleted goes", "Added last"],
            events.Select(item => item.ToString()));
        var version = $"{reached}";
        Assert.Equal([version, version, null, null, null, "900"], events.Select(item => item.ResourceVersion));
        Assert.Contains("deleted since then", Assert.Single(observer.Warnings), StringComparison.Ordinal);
        Assert.Contains($"from version {version} ", observer.Reconnections[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("an event", 2)]
    [InlineData("an event of another Image", 1)]
    [InlineData("a bookmark", 1)]
    [InlineData("an end in order", 1)]
    public async Task A_watch_that_has_passed_the_version_of_the_caller_relists(string passedBy, int events)
    {
        var version = (int)Server.Store.Current.Revision;
        var answer = passedBy switch
        {
            "an event" => Event("ADDED", "first", version) + Expired,
            "an event of another Image" => Event("ADDED", "other", version) + Expired,
            "a bookmark" => Event("BOOKMARK", "", version) + Expired,
            _ => "",
        };
        AnswerWatches(async (_, watch) =>
        {
            if (watch > 1)
            {
                return Expired;
            }

            await Api.CreateAsync(SandboxFixture.NewImage("second"));
            return answer;
        });
        var settings = new WatchSettings { ResourceVersion = "1", Names = ["first", "second"], Time = _time };
        var received = await TakeAsync(new ImageWatcher(Api, settings).WatchAsync(), events);
        Assert.Equal(events, received.Count);
        Assert.Equal("Added second", received[^1].ToString());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_watch_that_began_with_initial_events_relists(bool areStreamed)
    {
        const string End = "{\"type\":\"BOOKMARK\",\"object\":{\"metadata\":{\"resourceVersion\":\"101\","
            + "\"annotations\":{\"k8s.io/initial-events-end\":\"true\"}}}}\n";
        AnswerWatches(async (context, watch) =>
        {
            switch (watch)
            {
                case 1:
                    return areStreamed ? End + Expired : Refuse(context, 422);
                case 2:
                    await Api.CreateAsync(SandboxFixture.NewImage("zz-second"));
                    return Expired;
                default:
                    return Expired;
            }
        });
        var settings = new WatchSettings { ResourceVersion = "1", SendInitialEvents = true, Time = _time };
        var received = await TakeAsync(new ImageWatcher(Api, settings).WatchAsync(), 4);
        Assert.Equal("Added zz-second", received[^1].ToString());
    }

    /// <summary>Creates an Image without a request of the tests' own.</summary>
    private Task CreateBehindAsync(string name)
    {
        var image = Server.Store.Current.Images[0].ToJson();
        image["metadata"]!["name"] = name;
        image["metadata"]!["uid"] = Guid.NewGuid().ToString();
        Server.Store.Change(name, (_, revision) => Sandbox.Storage.StoredImage.Create(image, revision));
        return Task.CompletedTask;
    }
}
