using System.Text;
using Microsoft.AspNetCore.Http;
using OpenShiftImage.Watching;

namespace OpenShiftImage.Client.Tests;

/// <summary>A watch that begins with the Images that exist.</summary>
public sealed class WatchInitialEventsTests() : WatchTestBase(images: 3)
{
    private readonly InstantTime _time = new();
    private readonly RecordingObserver _observer = new();

    private WatchSettings Settings => new() { SendInitialEvents = true, IncludeBookmark = true, Time = _time };

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
    public async Task A_watcher_falls_back_to_a_list_where_theServer_sends_no_initial_events()
    {
        Server.Intercept = async context =>
        {
            if (!context.Request.Query.ContainsKey("sendInitialEvents"))
            {
                return false;
            }

            context.Response.StatusCode = 422;
            await context.Response.WriteAsync(
                "sendInitialEvents is forbidden for watch unless the WatchList feature gate is enabled");
            return true;
        };
        var watcher = new ImageWatcher(Api, new WatchSettings { SendInitialEvents = true });
        var events = await TakeAsync(watcher.WatchAsync(), 3);
        Assert.Equal(3, events.Select(item => item.Name).Distinct().Count());
    }

    [Theory]
    [InlineData(400)]
    [InlineData(422)]
    public async Task A_server_that_refuses_initial_events_is_asked_for_a_list_at_once_and_the_watch_says_so(int code)
    {
        AnswerWatches((context, _) => Refuse(context, code));
        var events = await TakeAsync(Settings, 4);
        Assert.Equal(Enumerable.Repeat(ImageEventType.Added, 3), events.SkipLast(1).Select(item => item.Type));
        Assert.True(events[3].IsInitialEventsEnd);
        Assert.Contains("list", Assert.Single(_observer.Reconnections), StringComparison.Ordinal);
        Assert.Empty(_time.Pauses);
        Assert.Equal(2, Server.Requests.Count);
    }

    [Theory]
    [InlineData(404, false)]
    [InlineData(400, true)]
    [InlineData(422, true)]
    public async Task A_watch_that_is_refused_otherwise_or_once_it_has_begun_ends_with_the_error(
        int code, bool hasBegun)
    {
        AnswerWatches((context, _) => hasBegun
            ? Event("ADDED", "a", 5)
                + $"{{\"type\":\"ERROR\",\"object\":{{\"kind\":\"Status\",\"code\":{code}}}}}\n"
            : Refuse(context, code));
        var error = await Assert.ThrowsAsync<ApiException>(() => TakeAsync(Settings, 2));
        Assert.Equal(code, error.StatusCode);
        Assert.Single(Server.Requests);
    }

    [Fact]
    public async Task Initial_events_have_no_version_and_their_end_has()
    {
        AnswerWatches((_, watch) => watch == 1
            ? Event("ADDED", "a", 5) + Bookmark("6") + End("7")
            : Event("BOOKMARK", "", 8) + Event("ADDED", "b", 9));
        var events = await TakeAsync(Settings, 5);
        Assert.Equal([null, "6", "7", "8", "9"], events.Select(item => item.ResourceVersion));
        Assert.Contains("resourceVersion=7&", Server.Requests[1].Target, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("0")]
    public async Task After_an_end_without_a_version_a_watch_goes_on_from_that_of_a_list(string version)
    {
        AnswerWatches((_, watch) => watch == 1 ? End(version) : Event("ADDED", "new", 900));
        var events = await TakeAsync(Settings with { IncludeBookmark = false }, 4);
        Assert.Equal("Added new", events[^1].ToString());
        Assert.DoesNotContain("watch", Server.Requests[1].Target, StringComparison.Ordinal);
        Assert.Contains(
            $"resourceVersion={Server.Store.Current.Revision}&", Server.Requests[2].Target, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Initial_events_end_once_whatever_is_forgotten_later(bool areStreamed)
    {
        AnswerWatches((context, watch) => watch switch
        {
            1 => areStreamed ? End("7") + Expired : Refuse(context, 422),
            < 4 => Expired,
            _ => Event("ADDED", "new", 900),
        });
        var events = await TakeAsync(Settings, 5);
        Assert.Single(events, item => item.IsInitialEventsEnd);
        Assert.Equal("Added new", events[^1].ToString());
        Assert.Empty(_observer.Warnings);
    }

    [Fact]
    public async Task Initial_events_that_break_off_are_not_told_twice()
    {
        var first = Server.Store.Current.Images[0];
        var broken = false;
        Server.Intercept = async context =>
        {
            if (broken || !context.Request.Query.ContainsKey("sendInitialEvents"))
            {
                return false;
            }

            broken = true;
            context.Response.ContentType = "application/json";
            var item = Encoding.UTF8.GetString(first.Item.Span);
            await context.Response.WriteAsync($"{{\"type\":\"ADDED\",\"object\":{item}}}\n");
            await context.Response.WriteAsync(
                "{\"type\":\"ERROR\",\"object\":{\"kind\":\"Status\",\"message\":\"later\",\"code\":500}}\n");
            return true;
        };
        var settings = new WatchSettings { SendInitialEvents = true, Time = new InstantTime() };
        var watch = TakeAsync(new ImageWatcher(Api, settings).WatchAsync(), 4);
        await Api.CreateAsync(SandboxFixture.NewImage("zz-last"));
        var names = (await watch).Select(item => item.Name).ToList();
        Assert.Equal(4, names.Distinct().Count());
        Assert.Equal("zz-last", names[^1]);
    }

    private static string Bookmark(string version, string annotations = "") =>
        $"{{\"type\":\"BOOKMARK\",\"object\":{{\"metadata\":{{\"resourceVersion\":\"{version}\"{annotations}}}}}}}\n";

    private static string End(string version) =>
        Bookmark(version, ",\"annotations\":{\"k8s.io/initial-events-end\":\"true\"}");

    private Task<List<ImageEvent>> TakeAsync(WatchSettings settings, int count) =>
        TakeAsync(new ImageWatcher(Connection.CreateApi(_observer), settings, _observer).WatchAsync(), count);
}
