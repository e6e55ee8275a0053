using Microsoft.AspNetCore.Http;
using OpenShiftImage.Watching;

namespace OpenShiftImage.Client.Tests;

/// <summary>A watch without a version, which begins with a list.</summary>
public sealed class WatchBeginningTests() : WatchTestBase(images: 3)
{
    private const string ForgottenList = "{\"kind\":\"Status\",\"code\":410,\"reason\":\"Expired\","
        + "\"message\":\"The provided continue parameter is too old\",\"metadata\":{\"continue\":\"another\"}}";

    private readonly InstantTime _time = new();
    private readonly RecordingObserver _observer = new();

    private string[] Names => [.. Server.Store.Current.Images.Select(image => image.Name)];

    [Fact]
    public async Task A_watch_of_one_request_asks_for_one_name_to_learn_the_version_and_ends_with_its_request()
    {
        AnswerWatches((_, _) => Event("ADDED", "a", 101));
        var events = await TakeAsync(new WatchSettings { NoReconnect = true }, 2);
        Assert.Equal("a", Assert.Single(events).Name);
        Assert.Equal(2, Server.Requests.Count);
        Assert.Contains("limit=1", Server.Requests[0].Target, StringComparison.Ordinal);
        Assert.Contains("PartialObjectMetadata", Server.Requests[0].Accept, StringComparison.Ordinal);
        Assert.Contains(
            $"resourceVersion={Server.Store.Current.Revision}&", Server.Requests[1].Target, StringComparison.Ordinal);
        Assert.Empty(_observer.Reconnections);
    }

    [Fact]
    public async Task A_watch_of_one_request_ends_with_its_failure()
    {
        AnswerWatches((_, _) => Event("ADDED", "a", 101) + Expired);
        var error = await Assert.ThrowsAsync<ApiException>(
            () => TakeAsync(new WatchSettings { NoReconnect = true }, 2));
        Assert.Equal(410, error.StatusCode);
        Assert.Equal(2, Server.Requests.Count);
    }

    [Theory]
    [InlineData("all")]
    [InlineData("one")]
    [InlineData("several")]
    public async Task A_watch_goes_on_from_the_version_of_its_list(string scope)
    {
        AnswerWatches((_, _) => Event("MODIFIED", Names[0], 101));
        var settings = new WatchSettings { PageSize = 1, LabelSelector = "x!=y" };
        await TakeAsync(Scoped(settings, scope), 1);
        var requests = Server.Requests.Select(request => Uri.UnescapeDataString(request.Target)).ToList();
        Assert.Contains($"resourceVersion={Server.Store.Current.Revision}&", requests[^1], StringComparison.Ordinal);
        Assert.All(requests, request => Assert.Contains("labelSelector=x!=y", request, StringComparison.Ordinal));
        Assert.All(requests.SkipLast(1), request => Assert.Contains("limit=1", request, StringComparison.Ordinal));
        Assert.Equal(scope == "one" ? 2 : 4, requests.Count);
    }

    [Theory]
    [InlineData("all", "continue")]
    [InlineData("several", "resourceVersionMatch")]
    public async Task A_list_that_is_forgotten_in_its_midst_begins_again_and_tells_nothing(
        string scope, string parameter)
    {
        var refused = 0;
        AnswerWatches((_, _) => Event("MODIFIED", Names[0], 101));
        Forget(request => request.ContainsKey(parameter) && ++refused == 1);
        var events = await TakeAsync(Scoped(new WatchSettings { PageSize = 1 }, scope), 1);
        Assert.Equal(ImageEventType.Modified, events[0].Type);
        Assert.Equal(2 + 3 + 1, Server.Requests.Count);
        Assert.Contains("Watch goes on", Assert.Single(_observer.Reconnections), StringComparison.Ordinal);
        Assert.Empty(_observer.Warnings);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(150)]
    public async Task Initial_events_whose_list_is_forgotten_in_its_midst_are_not_told_twice(int count)
    {
        var refused = 0;
        AnswerWatches((_, _) => Event("MODIFIED", Names[0], 101));
        Forget(request =>
            (request.ContainsKey("continue") || request.ContainsKey("resourceVersionMatch")) && ++refused == 1);
        var settings = new WatchSettings
        {
            Names = [.. Names[..2], .. Enumerable.Range(2, count - 2).Select(i => $"w{i}")],
            SendInitialEvents = true,
            ResourceVersion = "1",
            PageSize = 2,
        };
        var events = await TakeAsync(settings, 3);
        Assert.Equal(
            [$"Added {Names[0]}", $"Added {Names[1]}", $"Modified {Names[0]}"], events.Select(item => item.ToString()));
        Assert.Equal([null, null, "101"], events.Select(item => item.ResourceVersion));
        Assert.Equal(1 + 1 + 2 + 1, Server.Requests.Count);
        Assert.Empty(_observer.Warnings);
    }

    [Fact]
    public async Task Several_names_are_listed_in_order_and_as_they_were_in_one_version()
    {
        AnswerWatches((_, _) => Event("MODIFIED", Names[0], 101));
        await TakeAsync(new WatchSettings { Names = [.. Names.Reverse()], FieldSelector = "metadata.namespace=" }, 1);
        var lists = Server.Requests.SkipLast(1)
            .Select(request => Uri.UnescapeDataString(request.Target.Replace('+', ' '))).ToList();
        Assert.Equal(3, lists.Count);
        Assert.All(lists.Zip(Names), (pair, _) => Assert.Contains(
            $"fieldSelector=metadata.name={pair.Second},metadata.namespace=", pair.First, StringComparison.Ordinal));
        var exact = $"resourceVersion={Server.Store.Current.Revision}&resourceVersionMatch=Exact";
        Assert.DoesNotContain("resourceVersion", lists[0], StringComparison.Ordinal);
        Assert.All(lists.Skip(1), list => Assert.Contains(exact, list, StringComparison.Ordinal));
    }

    private WatchSettings Scoped(WatchSettings settings, string scope) => scope switch
    {
        "one" => settings with { Name = Names[0] },
        "several" => settings with { Names = Names },
        _ => settings,
    };

    private Task<List<ImageEvent>> TakeAsync(WatchSettings settings, int count)
    {
        var watcher = new ImageWatcher(Connection.CreateApi(_observer), settings with { Time = _time }, _observer);
        return TakeAsync(watcher.WatchAsync(), count);
    }

    /// <summary>Answers to some requests that their version is forgotten, and to the others as before.</summary>
    private void Forget(Func<IQueryCollection, bool> isForgotten)
    {
        var next = Server.Intercept;
        Server.Intercept = async context =>
        {
            if (!isForgotten(context.Request.Query))
            {
                return next is not null && await next(context);
            }

            context.Response.StatusCode = 410;
            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync(ForgottenList);
            return true;
        };
    }
}
