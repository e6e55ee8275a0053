using System.Globalization;
using Microsoft.AspNetCore.Http;
using OpenShiftImage.Watching;

namespace OpenShiftImage.Client.Tests;

/// <summary>What a watch asks the server for.</summary>
public sealed class WatchRequestTests() : WatchTestBase(images: 3)
{
    private readonly List<HttpRequestLine> _requests = [];

    [Fact]
    public async Task Initial_events_come_with_one_request_and_without_a_list()
    {
        await FirstEventsAsync(new WatchSettings { SendInitialEvents = true }, 3);
        var request = Assert.Single(_requests);
        Assert.Equal("true", request.Query["watch"]);
        Assert.Equal("true", request.Query["sendInitialEvents"]);
        Assert.Equal("NotOlderThan", request.Query["resourceVersionMatch"]);
        Assert.Equal("true", request.Query["allowWatchBookmarks"]);
    }

    [Fact]
    public async Task After_the_initial_events_a_watch_goes_on_from_the_version_of_their_end()
    {
        Record(request => request.Query["watch"] == "true" && _requests.Count == 1
            ? Event("ADDED", "a", 5)
                + "{\"type\":\"BOOKMARK\",\"object\":{\"metadata\":{\"resourceVersion\":\"7\","
                + "\"annotations\":{\"k8s.io/initial-events-end\":\"true\"}}}}\n"
            : Event("ADDED", "b", 8));
        var settings = new WatchSettings { SendInitialEvents = true, Time = new InstantTime() };
        var events = await TakeAsync(new ImageWatcher(Api, settings).WatchAsync(), 2);
        Assert.Equal(["a", "b"], events.Select(item => item.Name));
        Assert.Equal("7", _requests[1].Query["resourceVersion"]);
        Assert.Equal("", _requests[1].Query["sendInitialEvents"].ToString());
        Assert.Equal("", _requests[1].Query["resourceVersionMatch"].ToString());
    }

    [Theory]
    [InlineData(null, false, 300, 600)]
    [InlineData(20L, false, 20, 20)]
    [InlineData(20L, true, 20, 20)]
    [InlineData(5000L, false, 300, 600)]
    [InlineData(5000L, true, 5000, 5000)]
    public async Task A_request_lasts_no_longer_than_the_watch_and_ends_now_and_then(
        long? seconds, bool noReconnect, int least, int most)
    {
        Record(_ => Event("ADDED", "a", 5));
        var settings = new WatchSettings { ResourceVersion = "1", TimeoutSeconds = seconds, NoReconnect = noReconnect };
        await TakeAsync(new ImageWatcher(Api, settings).WatchAsync(), 1);
        var asked = int.Parse(_requests[^1].Query["timeoutSeconds"]!, CultureInfo.InvariantCulture);
        Assert.InRange(asked, least, most);
    }

    [Theory]
    [InlineData(false, "metadata.name=a,x=y")]
    [InlineData(true, "x=y")]
    public async Task One_name_is_selected_by_the_path_or_by_a_field(bool usesPath, string selector)
    {
        Record(_ => Event("ADDED", "a", 5));
        var settings = new WatchSettings
        {
            ResourceVersion = "1",
            Name = "a",
            FieldSelector = "x=y",
            UseWatchPath = usesPath,
        };
        await TakeAsync(new ImageWatcher(Api, settings).WatchAsync(), 1);
        Assert.Equal(selector, _requests[^1].Query["fieldSelector"]);
        Assert.Equal(usesPath, _requests[^1].Path.EndsWith("/watch/images/a", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(@"a,b", @"metadata.name=a\,b")]
    [InlineData(@"a=b", @"metadata.name=a\=b")]
    [InlineData(@"a\b", @"metadata.name=a\\b")]
    public void A_name_may_have_what_separates_fields(string name, string expected) =>
        Assert.Equal(expected, new WatchScope(new WatchSettings { Name = name }).FieldSelector);

    [Fact]
    public void A_scope_has_all_Images_or_those_of_its_names()
    {
        var all = new WatchScope(new WatchSettings());
        var several = new WatchScope(new WatchSettings { Names = ["a", "b", "a"] });
        var one = new WatchScope(new WatchSettings { Names = ["a", "a"] });
        Assert.True(all.Contains("x") && all.Contains(null) && several.Contains("b"));
        Assert.False(several.Contains("x") || several.Contains(null) || one.Contains("b"));
        Assert.Equal((false, true, false), (all.HasSeveralNames, several.HasSeveralNames, one.HasSeveralNames));
        Assert.Equal((false, true, true), (all.IsSmall, several.IsSmall, one.IsSmall));
        Assert.Equal((null, null, "a"), (all.Name, several.Name, one.Name));
        Assert.Throws<ArgumentException>(() => new WatchScope(new WatchSettings { Names = [] }));
    }

    [Theory]
    [InlineData(100, true)]
    [InlineData(101, false)]
    public void A_hundred_names_are_few(int count, bool isSmall)
    {
        var names = Enumerable.Range(0, count).Select(i => "n" + i).ToArray();
        Assert.Equal(isSmall, new WatchScope(new WatchSettings { Names = names }).IsSmall);
    }

    private Task<List<ImageEvent>> FirstEventsAsync(WatchSettings settings, int count)
    {
        Record(_ => null);
        return TakeAsync(new ImageWatcher(Api, settings).WatchAsync(), count);
    }

    /// <summary>Notes every request for Images; those without a text are left to the sandbox.</summary>
    private void Record(Func<HttpRequestLine, string?> answer) => Server.Intercept = async context =>
    {
        var request = new HttpRequestLine(context.Request.Path.Value!, context.Request.Query);
        if (!request.Path.Contains("images", StringComparison.Ordinal))
        {
            return false;
        }

        _requests.Add(request);
        if (answer(request) is not { } text)
        {
            return false;
        }

        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(text);
        return true;
    };

    private sealed record HttpRequestLine(string Path, IQueryCollection Query);
}
