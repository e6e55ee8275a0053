using System.Net.Http.Headers;
using OpenShiftImage.Api;
using OpenShiftImage.Configuration;
using OpenShiftImage.Watching;

namespace OpenShiftImage.Client.Tests;

/// <summary>A watch that the server refuses with 401 or 403.</summary>
public sealed class WatchUnauthorizedTests() : WatchTestBase(images: 2)
{
    private readonly InstantTime _time = new();
    private readonly RecordingObserver _observer = new();

    private WatchSettings Settings => new() { ResourceVersion = "50", Time = _time };

    [Theory]
    [InlineData(401)]
    [InlineData(403)]
    public async Task An_established_watch_lives_through_a_time_without_rights(int code)
    {
        AnswerWatches((context, watch) => watch switch
        {
            1 => Event("ADDED", "a", 101),
            < 5 => Refuse(context, code),
            _ => Event("ADDED", "b", 102),
        });
        var events = await TakeAsync(Settings, 2);
        Assert.Equal(["a", "b"], events.Select(item => item.Name));
        var warning = Assert.Single(_observer.Warnings);
        Assert.Contains($"answers {code}", warning, StringComparison.Ordinal);
        Assert.Contains("300 seconds", warning, StringComparison.Ordinal);
        Assert.Contains("User system:anonymous may not", warning, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_watch_without_rights_for_longer_than_the_timeout_ends_with_the_error()
    {
        AnswerWatches((context, watch) => watch == 1 ? Event("ADDED", "a", 101) : Refuse(context, 403));
        var error = await Assert.ThrowsAsync<ApiException>(() => TakeAsync(Settings, 2));
        Assert.Equal(403, error.StatusCode);
        var waited = TimeSpan.FromTicks(_time.Pauses.Sum(pause => pause.Ticks));
        Assert.InRange(waited, TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(6));
    }

    [Fact]
    public async Task An_accepted_request_gives_the_next_refusal_the_whole_timeout_again()
    {
        AnswerWatches((context, watch) =>
        {
            if (watch == 3)
            {
                _time.Advance(TimeSpan.FromMinutes(10));
            }

            return watch is 2 or 4 ? Refuse(context, 403) : Event("ADDED", $"image-{watch}", 100 + watch);
        });
        var events = await TakeAsync(Settings, 3);
        Assert.Equal(["image-1", "image-3", "image-5"], events.Select(item => item.Name));
        Assert.Equal(2, _observer.Warnings.Count);
    }

    [Fact]
    public async Task A_watch_with_a_timeout_of_zero_ends_with_its_first_refusal()
    {
        AnswerWatches((context, watch) => watch == 1 ? Event("ADDED", "a", 101) : Refuse(context, 403));
        var settings = Settings with { UnauthorizedTimeout = TimeSpan.Zero };
        await Assert.ThrowsAsync<ApiException>(() => TakeAsync(settings, 2));
        Assert.Equal(2, Server.Requests.Count);
    }

    [Fact]
    public async Task A_watch_that_was_never_accepted_fails_at_once()
    {
        AnswerWatches((context, _) => Refuse(context, 403));
        await Assert.ThrowsAsync<ApiException>(() => TakeAsync(Settings, 1));
        Assert.Single(Server.Requests);
    }

    [Fact]
    public async Task A_watch_fails_at_once_where_its_user_may_list_but_not_watch()
    {
        var watches = 0;
        AnswerWatches((context, watch) =>
        {
            watches = watch;
            return Refuse(context, 403);
        });
        await Assert.ThrowsAsync<ApiException>(() => TakeAsync(new WatchSettings { Time = _time }, 1));
        Assert.Equal(1, watches);
    }

    [Fact]
    public async Task A_credential_is_renewed_once_and_not_with_every_refused_request()
    {
        var credential = new CountingCredential();
        using var connection = new ClusterConnection(Connection.Configuration with { Credential = credential });
        AnswerWatches((context, watch) => watch switch
        {
            1 => Event("ADDED", "a", 101),
            < 10 => Refuse(context, 401),
            _ => Event("ADDED", "b", 102),
        });
        await TakeAsync(new ImageWatcher(connection.CreateApi(), Settings).WatchAsync(), 2);
        Assert.Equal(1, credential.Renewals);
    }

    private Task<List<ImageEvent>> TakeAsync(WatchSettings settings, int count) =>
        TakeAsync(new ImageWatcher(Connection.CreateApi(_observer), settings, _observer).WatchAsync(), count);

    private sealed class CountingCredential : ICredential
    {
        public int Renewals { get; private set; }

        public ValueTask<AuthenticationHeaderValue?> GetAuthorizationAsync(
            bool renew, CancellationToken cancellationToken)
        {
            Renewals += renew ? 1 : 0;
            return ValueTask.FromResult<AuthenticationHeaderValue?>(new("Bearer", "t"));
        }
    }
}
