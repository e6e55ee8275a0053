using System.Text;
using Microsoft.AspNetCore.Http;
using OpenShiftImage.Watching;

namespace OpenShiftImage.Client.Tests;

/// <summary>A watch that begins with the Images that exist.</summary>
public sealed class WatchInitialEventsTests() : WatchTestBase(images: 3)
{
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
}
