using System.Text;
using OpenShiftImage.Api;
using OpenShiftImage.Configuration;
using OpenShiftImage.Serialization;
using OpenShiftImage.Watching;

namespace OpenShiftImage.Client.Tests;

/// <summary>Single watch requests, and how a watch ends.</summary>
public sealed class WatchTests() : WatchTestBase(images: 3)
{
    [Fact]
    public async Task A_watch_tells_what_happens_after_a_version()
    {
        var from = (await Api.ListPageAsync(new ListOptions { Limit = 1 })).ResourceVersion;
        await Api.CreateAsync(SandboxFixture.NewImage("w"));
        await LabelAsync("w", "1");
        await Api.DeleteAsync("w");
        var events = await TakeAsync(Api.WatchAsync(new ListOptions { ResourceVersion = from, TimeoutSeconds = 5 }), 3);
        ImageEventType[] expected = [ImageEventType.Added, ImageEventType.Modified, ImageEventType.Deleted];
        Assert.Equal(expected, events.Select(item => item.Type));
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
        var json = Encoding.UTF8.GetBytes(
            $"{{\"metadata\":{{\"labels\":{{\"name\":\"x\"}},"
            + $"\"resourceVersion\":{version},\"uid\":\"no-guid\",\"name\":\"a\\u0062\"}}}}");
        var image = DeferredJson<Image>.FromValidatedJson(json, ImageJson.Image);
        var deferred = new ImageEvent(ImageEventType.Modified, image);
        var parsed = new ImageEvent(ImageEventType.Modified, ImageJson.ParseImage(json));
        var expected = written == "\\u0037" ? "7" : written;
        Assert.Equal((expected, expected), (deferred.ResourceVersion, parsed.ResourceVersion));
        Assert.Equal(("ab", "ab"), (deferred.Name, parsed.Name));
        Assert.Equal(expected, deferred.Image.Metadata?.ResourceVersion);
    }

    [Fact]
    public async Task A_version_that_is_forgotten_is_an_Expired_error()
    {
        Server.Store.Compact();
        var watch = TakeAsync(Api.WatchAsync(new ListOptions { ResourceVersion = "1" }), 1);
        var error = await Assert.ThrowsAsync<ApiException>(() => watch);
        Assert.Equal(("Expired", 410), (error.ErrorId, error.StatusCode));
    }

    [Theory]
    [InlineData(false, TransportException.RequestTimeout)]
    [InlineData(true, null)]
    public async Task The_time_of_a_watch_is_that_of_the_clock_also_while_theServer_stalls(bool inWatch, string? error)
    {
        Server.Intercept = async context =>
        {
            if (context.Request.Query.ContainsKey("watch") == inWatch)
            {
                context.Response.ContentType = "application/json";
                await context.Response.Body.FlushAsync();
                await Task.Delay(Timeout.Infinite, context.RequestAborted);
            }

            return false;
        };
        var watcher = new ImageWatcher(Api, new WatchSettings { TimeoutSeconds = 1 });
        var watch = TakeAsync(watcher.WatchAsync(), 1).WaitAsync(TimeSpan.FromSeconds(5));
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
        var credential = new TokenCredential(Server.AliceToken);
        using var alice = new ClusterConnection(Connection.Configuration with { Credential = credential });
        var watch = TakeAsync(new ImageWatcher(alice.CreateApi(), new WatchSettings()).WatchAsync(), 1);
        var error = await Assert.ThrowsAsync<ApiException>(() => watch);
        Assert.Equal("Forbidden", error.ErrorId);
    }
}
