using System.Net;
using OpenShiftImage.Configuration;
using OpenShiftImage.Transport;

namespace OpenShiftImage.Client.Tests;

/// <summary>Whether, when and for how long a failed attempt is met by another one.</summary>
public sealed class RetryDecisionTests
{
    private static readonly TimeSpan s_minute = TimeSpan.FromMinutes(1);

    private readonly RecordingObserver _observer = new();

    public static TheoryData<string, bool, bool, bool, bool> Failures => new()
    {
        // What failed, whether it has certainly not left, is partly read, is a read; and whether it is sent again.
        { TransportException.ConnectionFailed, false, false, true, true },
        { TransportException.ConnectionFailed, false, false, false, false },
        { TransportException.ConnectionFailed, true, false, false, true },
        { TransportException.IncompleteResponse, false, false, true, true },
        { TransportException.IncompleteResponse, false, false, false, false },
        { TransportException.IncompleteResponse, false, true, true, false },
        { TransportException.HostNotFound, true, false, false, true },
        { TransportException.TlsFailed, true, false, true, false },
        { TransportException.CertificateNotTrusted, true, false, true, false },
        { TransportException.RequestTimeout, false, false, true, false },
        { TransportException.RequestTimeout, true, false, false, true },
        { TransportException.InvalidResponse, false, false, true, false },
        { "429", false, false, true, true },
        { "429", false, false, false, true },
        { "502", false, false, true, true },
        { "502", false, false, false, false },
        { "503", false, false, true, true },
        { "504", false, false, true, true },
        { "504", false, false, false, false },
        { "500", false, false, true, false },
        { "501", false, false, true, false },
        { "505", false, false, true, false },
        { "428", false, false, true, false },
    };

    [Theory]
    [MemberData(nameof(Failures))]
    public void What_may_pass_and_has_not_acted_is_sent_again(
        string failure, bool isUnsent, bool isPartlyRead, bool isRead, bool isRepeated)
    {
        var policy = CreatePolicy(s_minute, isRead: isRead);
        OpenShiftImageException error = int.TryParse(failure, out var code)
            ? Answered(code)
            : new TransportException(failure, "m", null) { IsUnsent = isUnsent, IsPartlyRead = isPartlyRead };
        Assert.Equal(isRepeated, policy.GetDelay(error) is not null);
    }

    [Fact]
    public void A_host_that_is_not_known_is_asked_for_twice_more()
    {
        var policy = CreatePolicy(s_minute);
        var error = new TransportException(TransportException.HostNotFound, "m", null);
        Assert.NotNull(policy.GetDelay(error));
        Assert.NotNull(policy.GetDelay(error));
        Assert.Null(policy.GetDelay(error));
    }

    [Theory]
    [InlineData(10, 10, true)]
    [InlineData(11, 10, false)]
    public void What_the_server_asks_for_is_waited_for_where_there_is_time(int asked, int timeout, bool isBegun)
    {
        var delay = CreatePolicy(TimeSpan.FromSeconds(timeout)).GetDelay(Answered(429, asked));
        Assert.Equal(isBegun ? TimeSpan.FromSeconds(asked) : null, delay);
    }

    [Fact]
    public void A_shorter_wait_than_the_pause_is_not_kept()
    {
        var policy = CreatePolicy(s_minute, first: TimeSpan.FromSeconds(8));
        Assert.InRange(policy.GetDelay(Answered(429, 1))!.Value.TotalSeconds, 4, 8);
    }

    [Theory]
    [InlineData(5, true)]
    [InlineData(6, false)]
    public void The_time_that_has_passed_is_a_part_of_that_for_other_attempts(int passed, bool isBegun)
    {
        var time = new SteppedTime();
        var policy = CreatePolicy(TimeSpan.FromSeconds(10), time: time);
        time.Advance(TimeSpan.FromSeconds(passed));
        Assert.Equal(isBegun, policy.GetDelay(Answered(429, 5)) is not null);
    }

    [Fact]
    public void What_will_happen_is_told_with_its_number_its_pause_and_its_reason()
    {
        var policy = CreatePolicy(s_minute);
        var error = Answered(503, 2.5);
        Assert.Equal(
            $"Attempt 2 of GET /x in 2.5 s: {error.Message}", policy.Describe(error, policy.GetDelay(error)!.Value));
        Assert.StartsWith(
            "Attempt 3 of GET /x ", policy.Describe(error, policy.GetDelay(error)!.Value), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(5, 60, 2)]
    [InlineData(60, 5, 2)]
    [InlineData(null, 5, 2)]
    [InlineData(null, 60, 8)]
    [InlineData(60, 90, 8)]
    public async Task The_shorter_of_the_request_s_time_for_attempts_and_the_connection_s_counts(
        int? own, int connection, int attempts)
    {
        var request = new ApiRequest(HttpMethod.Get, "/x")
        {
            RetryTimeout = own is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
        };
        // Each attempt is followed by four seconds of pause, and takes five.
        var time = new InstantTime(longestPause: TimeSpan.FromSeconds(10));
        var count = 0;
        await Assert.ThrowsAsync<ApiException>(() => RunAsync(
            request,
            time,
            connection,
            () =>
            {
                time.Advance(TimeSpan.FromSeconds(count++ == 0 ? 0 : 5));
                throw Answered(429, 4);
            }));
        Assert.Equal(attempts, count);
    }

    [Theory]
    [InlineData(10, false)]
    [InlineData(10.001, true)]
    public async Task A_pause_that_the_deadline_would_end_is_not_begun(double seconds, bool isBegun)
    {
        var count = 0;
        var time = new SteppedTime();
        var run = RunAsync(
            new ApiRequest(HttpMethod.Get, "/x") { Timeout = TimeSpan.FromSeconds(seconds) },
            time,
            60,
            () => ++count == 1 ? throw Answered(429, 10) : Task.FromResult("answer"));
        Assert.Equal(isBegun ? 1 : 0, _observer.Reconnections.Count);
        time.Advance(TimeSpan.FromSeconds(10));
        if (isBegun)
        {
            Assert.Equal("answer", await run);
        }
        else
        {
            Assert.Equal(429, (await Assert.ThrowsAsync<ApiException>(() => run)).StatusCode);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Who_has_gone_or_has_no_time_left_is_told_of_no_other_attempt(bool hasGone)
    {
        var time = new SteppedTime();
        using var stop = new CancellationTokenSource();
        // It fails at the very moment at which its caller goes, or its time is over.
        var run = RunAsync(
            new ApiRequest(HttpMethod.Get, "/x") { Timeout = TimeSpan.FromSeconds(10) },
            time,
            60,
            () =>
            {
                if (hasGone)
                {
                    stop.Cancel();
                }
                else
                {
                    time.Advance(TimeSpan.FromSeconds(10));
                }

                throw Answered(503);
            },
            stop.Token);
        await Assert.ThrowsAsync<ApiException>(() => run);
        Assert.Empty(_observer.Reconnections);
    }

    [Fact]
    public async Task The_time_that_an_observer_takes_is_none_of_the_request_s()
    {
        var time = new InstantTime(longestPause: TimeSpan.FromSeconds(10));
        var request = new ApiRequest(HttpMethod.Get, "/x") { Timeout = TimeSpan.FromSeconds(11) };
        var context = RequestContexts.Create(request, new SlowObserver(time), time);
        var count = 0;
        var answer = await new RetryLoop(CreateConfiguration(time, 600), context).RunAsync(
            () => ++count == 1 ? throw Answered(503) : Task.FromResult("answer"), CancellationToken.None);
        Assert.Equal("answer", answer);
        // It counts again from there on.
        Assert.InRange(context.Deadline.Left.TotalSeconds, 10, 11);
        time.Advance(TimeSpan.FromSeconds(11));
        Assert.True(SpinWait.SpinUntil(() => context.Deadline.IsOver, TimeSpan.FromSeconds(10)));
    }

    [Fact]
    public async Task Nobody_needs_to_listen()
    {
        var time = new InstantTime(longestPause: TimeSpan.FromSeconds(10));
        var count = 0;
        var context = RequestContexts.Create(time: time);
        Assert.Equal("answer", await new RetryLoop(CreateConfiguration(time, 60), context).RunAsync(
            () => ++count == 1 ? throw Answered(503) : Task.FromResult("answer"), CancellationToken.None));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_attempt_that_was_ended_tells_how_the_one_before_failed(bool isFirst)
    {
        var time = new InstantTime(longestPause: TimeSpan.FromSeconds(10));
        var before = Answered(503);
        var count = 0;
        var ended = await Assert.ThrowsAsync<OperationCanceledException>(() => RunAsync(
            new ApiRequest(HttpMethod.Get, "/x"),
            time,
            60,
            () => ++count == 1 && !isFirst ? throw before : throw new OperationCanceledException("ended")));
        Assert.Equal("ended", ended.Message);
        Assert.Same(isFirst ? null : before, ended.InnerException);
    }

    private static ApiException Answered(int code, double? retryAfter = null) => new(
        (HttpStatusCode)code,
        null,
        null,
        retryAfter is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
        "GET /x",
        null);

    private static ClusterConfiguration CreateConfiguration(TimeProvider time, int retryTimeout) => new()
    {
        Server = RequestContexts.Server,
        RetryTimeout = TimeSpan.FromSeconds(retryTimeout),
        // Short, so that what the server asks for is longer than any pause with its random share.
        FirstRetryPause = TimeSpan.FromMilliseconds(1),
        Time = time,
    };

    private static RetryPolicy CreatePolicy(
        TimeSpan timeout, bool isRead = true, TimeSpan? first = null, TimeProvider? time = null) => new(
            new ApiRequest(isRead ? HttpMethod.Get : HttpMethod.Put, "/x"),
            first ?? TimeSpan.FromSeconds(0.5),
            timeout,
            time ?? new SteppedTime());

    private Task<string> RunAsync(
        ApiRequest request,
        TimeProvider time,
        int retryTimeout,
        Func<Task<string>> attempt,
        CancellationToken cancellationToken = default)
    {
        var context = RequestContexts.Create(request, _observer, time, cancellationToken);
        return new RetryLoop(CreateConfiguration(time, retryTimeout), context).RunAsync(attempt, cancellationToken);
    }

    /// <summary>Takes a minute to be told of an attempt.</summary>
    private sealed class SlowObserver(InstantTime time) : IRequestObserver
    {
        public RequestDetail Detail => RequestDetail.None;

        public ValueTask RetryingAsync(string message, CancellationToken cancellationToken)
        {
            time.Advance(s_minute);
            return ValueTask.CompletedTask;
        }

        public ValueTask WarnAsync(string message, CancellationToken cancellationToken) => default;

        public ValueTask CompletedAsync(RequestSummary summary, CancellationToken cancellationToken) => default;

        public ValueTask HeadersAsync(string text, CancellationToken cancellationToken) => default;

        public ValueTask FailedAsync(OpenShiftImageException failure, CancellationToken cancellationToken) => default;

        public ValueTask InformAsync(string message, CancellationToken cancellationToken) => default;
    }
}
