using System.Globalization;
using Microsoft.AspNetCore.Http;
using OpenShiftImage.Api;
using OpenShiftImage.Configuration;
using OpenShiftImage.Sandbox;
using OpenShiftImage.Watching;

namespace OpenShiftImage.Client.Tests;

/// <summary>A watch against servers that end it, turn it away for a while, or send what is not its own.</summary>
public sealed class WatchResilienceTests : IAsyncLifetime
{
    private readonly InstantTime _time = new();
    private readonly RecordingObserver _observer = new();
    private SandboxServer _server = null!;
    private ClusterConnection _connection = null!;

    private ImageApi Api => _connection.CreateApi();

    public async Task InitializeAsync()
    {
        _server = await SandboxServer.StartAsync(new SandboxOptions { Images = 2 });
        _connection = new ClusterConnection(SandboxFixture.ConfigurationOf(_server));
    }

    public async Task DisposeAsync()
    {
        _connection.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public void Pauses_grow_with_the_rate_of_requests_whether_they_succeed_or_not()
    {
        var policy = new ReconnectPolicy();
        var pauses = Enumerable.Range(0, 8).Select(_ => policy.GetDelay(null, TimeSpan.FromSeconds(1))).ToList();
        Assert.InRange(pauses[0], TimeSpan.FromSeconds(0.4), TimeSpan.FromSeconds(0.8));
        Assert.InRange(pauses[3], TimeSpan.FromSeconds(3.2), TimeSpan.FromSeconds(6.4));
        Assert.InRange(pauses[7], TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(30));
        Assert.True(policy.GetDelay(null, TimeSpan.FromSeconds(30)) < TimeSpan.FromSeconds(0.1));
        Assert.InRange(policy.GetDelay(null, TimeSpan.Zero), TimeSpan.FromSeconds(0.4), TimeSpan.FromSeconds(0.8));
    }

    [Fact]
    public async Task A_watch_whose_every_request_ends_after_one_event_backs_off()
    {
        var count = 0;
        Watch(_ => Event("MODIFIED", "a", 100 + ++count));
        var events = await TakeAsync(new WatchSettings { ResourceVersion = "50", Time = _time }, 8);
        Assert.Equal(Enumerable.Range(101, 8).Select(version => version.ToString(CultureInfo.InvariantCulture)), events.Select(item => item.ResourceVersion));
        Assert.True(_time.Pauses.Skip(5).Min() > TimeSpan.FromSeconds(5), string.Join(", ", _time.Pauses));
    }

    [Theory]
    [InlineData(401)]
    [InlineData(403)]
    public async Task A_watch_that_was_established_lives_on_through_a_time_without_rights(int code)
    {
        var requests = 0;
        Watch(context => ++requests switch
        {
            1 => Event("ADDED", "a", 101),
            < 5 => Refuse(context, code),
            _ => Event("ADDED", "b", 102),
        });
        var events = await TakeAsync(new WatchSettings { ResourceVersion = "50", Time = _time }, 2);
        Assert.Equal(["a", "b"], events.Select(item => item.Name));
        Assert.Contains($"answers {code}", Assert.Single(_observer.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Events_of_others_are_passed_over_and_carry_a_watch_of_several_names_on_all_the_same()
    {
        var requests = 0;
        string? from = null;
        Watch(context =>
        {
            from = context.Request.Query["resourceVersion"];
            return ++requests == 1 ? Event("ADDED", "a", 101) + Event("ADDED", "other", 105) : Event("ADDED", "b", 106);
        });
        var events = await TakeAsync(new WatchSettings { Names = ["b", "a", "b"], ResourceVersion = "50", Time = _time }, 2);
        Assert.Equal(["a", "b"], events.Select(item => item.Name));
        Assert.Equal("105", from);
    }

    [Fact]
    public async Task A_watch_without_rights_for_longer_than_it_may_ends_with_the_error()
    {
        var requests = 0;
        Watch(context => ++requests == 1 ? Event("ADDED", "a", 101) : Refuse(context, 403));
        var error = await Assert.ThrowsAsync<ApiException>(() => TakeAsync(new WatchSettings { ResourceVersion = "50", Time = _time }, 2));
        Assert.Equal(403, error.StatusCode);
        var waited = TimeSpan.FromTicks(_time.Pauses.Sum(pause => pause.Ticks));
        Assert.InRange(waited, TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(6));
        await Assert.ThrowsAsync<ApiException>(() => TakeAsync(new WatchSettings { ResourceVersion = "50", Time = _time, UnauthorizedTimeout = TimeSpan.Zero }, 1));
    }

    [Fact]
    public async Task A_watch_that_was_never_accepted_fails_at_once()
    {
        Watch(context => Refuse(context, 403));
        await Assert.ThrowsAsync<ApiException>(() => TakeAsync(new WatchSettings { ResourceVersion = "50", Time = _time }, 1));
        Assert.Single(_server.Requests);
    }

    [Fact]
    public async Task Who_may_list_but_not_watch_is_told_at_once()
    {
        var watches = 0;
        _server.Intercept = async context =>
        {
            if (!context.Request.QueryString.Value!.Contains("watch=true", StringComparison.Ordinal))
            {
                return false;
            }

            watches++;
            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync(Refuse(context, 403));
            return true;
        };
        await Assert.ThrowsAsync<ApiException>(() => TakeAsync(new WatchSettings { Time = _time }, 1));
        Assert.Equal(1, watches);
    }

    [Fact]
    public async Task While_rights_are_away_a_credential_is_renewed_once_and_not_with_every_request()
    {
        var credential = new Counting();
        using var connection = new ClusterConnection(_connection.Configuration with { Credential = credential });
        var requests = 0;
        Watch(context => ++requests switch
        {
            1 => Event("ADDED", "a", 101),
            < 10 => Refuse(context, 401),
            _ => Event("ADDED", "b", 102),
        });
        var taken = 0;
        await foreach (var item in new ImageWatcher(connection.CreateApi(), new WatchSettings { ResourceVersion = "50", Time = _time }).WatchAsync())
        {
            if (++taken == 2)
            {
                break;
            }
        }

        Assert.Equal(1, credential.Renewals);
    }

    private sealed class Counting : ICredential
    {
        public int Renewals { get; private set; }

        public ValueTask<System.Net.Http.Headers.AuthenticationHeaderValue?> GetAuthorizationAsync(bool renew, CancellationToken cancellationToken)
        {
            Renewals += renew ? 1 : 0;
            return ValueTask.FromResult<System.Net.Http.Headers.AuthenticationHeaderValue?>(new("Bearer", "t"));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("0")]
    public async Task A_bookmark_without_a_version_does_not_begin_the_watch_anew(string version)
    {
        var requests = 0;
        Watch(_ => ++requests == 1
            ? Event("ADDED", "a", 101) + $"{{\"type\":\"BOOKMARK\",\"object\":{{\"metadata\":{{\"resourceVersion\":\"{version}\"}}}}}}\n"
            : Event("ADDED", "b", 102));
        await TakeAsync(new WatchSettings { ResourceVersion = "50", Time = _time }, 2);
        Assert.Contains("resourceVersion=101&", _server.Requests[1].Target, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_Image_s_end_is_not_taken_for_that_of_the_one_that_is_waited_for()
    {
        await Api.CreateAsync(SandboxFixture.NewImage("a"));
        var requests = 0;
        _server.Intercept = async context =>
        {
            if (!context.Request.QueryString.Value!.Contains("watch=true", StringComparison.Ordinal))
            {
                return false;
            }

            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync(++requests == 1 ? Event("DELETED", "b", 5000) : Event("DELETED", "a", 5001));
            return true;
        };
        var seen = new List<string?>();
        await new ImageWaiter(Api, "a").WaitAsync(image =>
        {
            seen.Add(image?.Name);
            return ValueTask.FromResult(image is null);
        }).WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(["a", null], seen);
        Assert.Equal(2, requests);
    }

    private static string Event(string type, string name, int version) =>
        string.Create(CultureInfo.InvariantCulture, $"{{\"type\":\"{type}\",\"object\":{{\"metadata\":{{\"name\":\"{name}\",\"resourceVersion\":\"{version}\"}}}}}}\n");

    private static string Refuse(HttpContext context, int code)
    {
        context.Response.StatusCode = code;
        return $"{{\"kind\":\"Status\",\"code\":{code},\"message\":\"User system:anonymous may not\"}}";
    }

    private void Watch(Func<HttpContext, string> answer) => _server.Intercept = async context =>
    {
        context.Response.ContentType = "application/json";
        var text = answer(context);
        await context.Response.WriteAsync(text);
        return true;
    };

    private async Task<List<ImageEvent>> TakeAsync(WatchSettings settings, int count)
    {
        var taken = new List<ImageEvent>();
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        await foreach (var item in new ImageWatcher(_connection.CreateApi(_observer), settings, _observer).WatchAsync(deadline.Token))
        {
            taken.Add(item);
            if (taken.Count == count)
            {
                break;
            }
        }

        return taken;
    }
}
