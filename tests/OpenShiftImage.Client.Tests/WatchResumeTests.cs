using Microsoft.AspNetCore.Http;
using OpenShiftImage.Api;
using OpenShiftImage.Watching;

namespace OpenShiftImage.Client.Tests;

/// <summary>A watch that resumes from the last version it has received.</summary>
public sealed class WatchResumeTests() : WatchTestBase(images: 3)
{
    [Fact]
    public async Task A_watcher_goes_on_after_its_requests_end_or_break_and_loses_nothing()
    {
        var watches = 0;
        Server.Intercept = async context =>
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
        var watcher = new ImageWatcher(
            Connection.CreateApi(observer), new WatchSettings { Time = new InstantTime() }, observer);
        await using var events = watcher.WatchAsync(deadline.Token).GetAsyncEnumerator();
        var next = events.MoveNextAsync();
        // What is created before the watch has learned what there is brings no event.
        await UntilAsync(() => Volatile.Read(ref watches) > 0);

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
    public async Task A_watch_from_a_version_survives_a_cut_before_its_first_event()
    {
        var from = (await Api.ListPageAsync(new ListOptions { Limit = 1 })).ResourceVersion;
        var cut = true;
        Server.Intercept = async context =>
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
        var watch = TakeAsync(
            new ImageWatcher(Api, new WatchSettings { ResourceVersion = from, Time = new InstantTime() }).WatchAsync(),
            1);
        await Api.CreateAsync(SandboxFixture.NewImage("after"));
        Assert.Equal("after", (await watch)[0].Name);
    }
}
