using System.Text;
using OpenShiftImage.Api;
using OpenShiftImage.Watching;

namespace OpenShiftImage.Client.Tests;

/// <summary>A watch of several names.</summary>
public sealed class WatchSeveralNamesTests() : WatchTestBase(images: 3)
{
    [Fact]
    public async Task A_watch_of_several_names_tells_only_of_them_and_lists_no_others_after_a_gap()
    {
        foreach (var name in new[] { "changes", "goes", "stays", "other" })
        {
            await Api.CreateAsync(SandboxFixture.NewImage(name));
        }

        var hold = true;
        Server.Intercept = context =>
        {
            context.Response.ContentType = "application/json";
            return Task.FromResult(hold && context.Request.Query.ContainsKey("watch"));
        };
        var observer = new RecordingObserver();
        var settings = new WatchSettings { Names = ["changes", "goes", "stays", "comes", "never"] };
        var watcher = new ImageWatcher(Connection.CreateApi(observer), settings, observer);
        await using var events = watcher.WatchAsync().GetAsyncEnumerator();
        var next = events.MoveNextAsync();
        await UntilAsync(() => observer.Reconnections.Count > 0);

        await LabelAsync("changes", "1");
        await LabelAsync("other", "1");
        await Api.DeleteAsync("goes");
        await Api.CreateAsync(SandboxFixture.NewImage("comes"));
        await Api.CreateAsync(SandboxFixture.NewImage("another"));
        Server.Store.Compact();
        hold = false;
        var emitted = new List<ImageEvent>();
        while (emitted.Count < 4 && await next)
        {
            emitted.Add(events.Current);
            if (emitted.Count == 3)
            {
                // From here on the watch tells as things happen.
                await LabelAsync("other", "2");
                var reference = Encoding.UTF8.GetBytes("{\"dockerImageReference\":\"quay.io/c/d:e\"}");
                await Api.PatchAsync("stays", new ImagePatch(PatchType.Merge, reference));
            }

            next = emitted.Count < 4 ? events.MoveNextAsync() : ValueTask.FromResult(false);
        }

        Assert.Equal(
            ["Added comes", "Deleted goes", "Modified changes", "Modified stays"],
            emitted.Select(item => item.ToString()).Order());
        Assert.Equal(["labels"], emitted.Single(item => item.Name == "changes").Changes);
        Assert.Equal(["dockerImageReference"], emitted[3].Changes);
        var lists = Server.Requests.Where(request => request.Method == "GET"
            && request.Target.Contains("/images?", StringComparison.Ordinal)
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
        var settings = new WatchSettings
        {
            Names = [.. Enumerable.Range(1, count).Select(i => $"w{i}")],
            SendInitialEvents = true,
            IncludeBookmark = true,
        };
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        WatchSettings[] variants =
            [settings, settings with { NoReconnect = true }, settings with { ResourceVersion = "1" }];
        foreach (var setting in variants)
        {
            var events = new List<ImageEvent>();
            await foreach (var item in new ImageWatcher(Api, setting).WatchAsync(deadline.Token))
            {
                events.Add(item);
                if (events.Count == 2)
                {
                    Assert.True(item.IsInitialEventsEnd);
                    Assert.NotNull(item.ResourceVersion);
                    await LabelAsync("w1", $"{events.Count}{setting.NoReconnect}{setting.ResourceVersion}");
                }

                if (item.Type == ImageEventType.Modified)
                {
                    break;
                }
            }

            Assert.Equal(["w1", null, "w1"], events.Select(item => item.Name));
            Assert.Equal(["labels"], events[2].Changes);
        }

        Assert.DoesNotContain(
            Server.Requests, request => request.Target.Contains("sendInitialEvents", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_watch_of_several_names_learns_nothing_of_the_others()
    {
        await Api.CreateAsync(SandboxFixture.NewImage("w1"));
        var settings = new WatchSettings { Names = [.. Enumerable.Range(1, 150).Select(i => $"w{i}")] };
        await using var events = new ImageWatcher(Api, settings).WatchAsync().GetAsyncEnumerator();
        var next = events.MoveNextAsync();
        await UntilAsync(() => Server.Requests.Any(
            request => request.Target.Contains("watch=true", StringComparison.Ordinal)));

        await LabelAsync(Server.Store.Current.Images[0].Name, "1");
        await LabelAsync("w1", "1");
        Assert.True(await next);
        Assert.Equal("w1", events.Current.Name);
        Assert.Equal(["labels"], events.Current.Changes);
        var list = Server.Requests.Last(request => request.Method == "GET"
            && !request.Target.Contains("watch=true", StringComparison.Ordinal));
        Assert.Contains("PartialObjectMetadata", list.Accept, StringComparison.Ordinal);
    }
}
