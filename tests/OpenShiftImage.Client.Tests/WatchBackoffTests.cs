using System.Globalization;
using System.Net;
using OpenShiftImage.Primitives;
using OpenShiftImage.Watching;

namespace OpenShiftImage.Client.Tests;

/// <summary>The delays between the requests of a watch.</summary>
public sealed class WatchBackoffTests() : WatchTestBase(images: 2)
{
    private readonly InstantTime _time = new();

    [Fact]
    public void Delays_double_up_to_the_longest_and_are_jittered_between_half_and_whole()
    {
        var backoff = new Backoff(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(10));
        int[] retries = [0, 1, 2, 3, 4, 100, int.MaxValue];
        foreach (var (retry, whole) in retries.Zip((double[])[1, 2, 4, 8, 10, 10, 10]))
        {
            var delays = Enumerable.Range(0, 200).Select(_ => backoff.GetDelay(retry).TotalSeconds).ToList();
            Assert.All(delays, delay => Assert.InRange(delay, whole / 2, whole));
            var (shortest, longest) = (delays.Min(), delays.Max());
            Assert.True(longest - shortest > whole / 4, $"{whole} s is jittered between {shortest} and {longest} s.");
        }
    }

    [Fact]
    public void Delays_grow_with_the_rate_of_requests_whether_they_succeed_or_not()
    {
        var backoff = new WatchBackoff();
        var delays = Enumerable.Range(0, 8).Select(_ => backoff.GetDelay(null, TimeSpan.FromSeconds(1))).ToList();
        Assert.InRange(delays[0], TimeSpan.FromSeconds(0.4), TimeSpan.FromSeconds(0.8));
        Assert.InRange(delays[3], TimeSpan.FromSeconds(3.2), TimeSpan.FromSeconds(6.4));
        Assert.InRange(delays[7], TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(30));
        Assert.True(backoff.GetDelay(null, TimeSpan.FromSeconds(30)) < TimeSpan.FromSeconds(0.1));
        Assert.InRange(backoff.GetDelay(null, TimeSpan.Zero), TimeSpan.FromSeconds(0.4), TimeSpan.FromSeconds(0.8));
    }

    [Fact]
    public void A_request_that_lasts_ten_seconds_is_no_short_one()
    {
        var backoff = new WatchBackoff();
        Assert.True(backoff.GetDelay(null, TimeSpan.FromSeconds(9.9)) >= TimeSpan.FromSeconds(0.4));
        Assert.InRange(
            backoff.GetDelay(null, TimeSpan.FromSeconds(10)), TimeSpan.FromSeconds(0.025), TimeSpan.FromSeconds(0.05));
    }

    [Theory]
    [InlineData(410, true)]
    [InlineData(429, true)]
    [InlineData(500, true)]
    [InlineData(503, true)]
    [InlineData(400, false)]
    [InlineData(404, false)]
    [InlineData(499, false)]
    public void An_answer_passes_that_tells_of_the_server_and_not_of_the_request(int code, bool passes) =>
        Assert.Equal(passes, WatchBackoff.IsTransient(Answer(code, null)));

    [Theory]
    [InlineData(TransportException.ConnectionFailed, true)]
    [InlineData(TransportException.HostNotFound, true)]
    [InlineData(TransportException.RequestTimeout, true)]
    [InlineData(TransportException.IncompleteResponse, true)]
    [InlineData(TransportException.CertificateNotTrusted, false)]
    [InlineData(TransportException.TlsFailed, false)]
    [InlineData(TransportException.InvalidResponse, false)]
    public void A_fault_of_the_network_passes_and_one_of_trust_does_not(string id, bool passes) =>
        Assert.Equal(passes, WatchBackoff.IsTransient(new TransportException(id, "m", null)));

    [Fact]
    public void A_shorter_Retry_After_does_not_shorten_a_delay()
    {
        var backoff = new WatchBackoff();
        var failure = Answer(429, TimeSpan.FromSeconds(1));
        var delays = Enumerable.Range(0, 8).Select(_ => backoff.GetDelay(failure, TimeSpan.Zero)).ToList();
        Assert.Equal(TimeSpan.FromSeconds(1), delays[0]);
        Assert.InRange(delays[7], TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task A_watch_whose_every_request_ends_after_one_event_backs_off()
    {
        AnswerWatches((_, watch) => Event("MODIFIED", "a", 100 + watch));
        var events = await TakeAsync(8);
        Assert.Equal(
            Enumerable.Range(101, 8).Select(version => version.ToString(CultureInfo.InvariantCulture)),
            events.Select(item => item.ResourceVersion));
        Assert.True(_time.Pauses.Skip(5).Min() > TimeSpan.FromSeconds(5), string.Join(", ", _time.Pauses));
    }

    [Theory]
    [InlineData(45, 45)]
    [InlineData(600, 120)]
    public async Task A_longer_Retry_After_is_respected_up_to_two_minutes(int retryAfter, int expected)
    {
        AnswerWatches((context, watch) =>
        {
            if (watch == 2)
            {
                context.Response.Headers.RetryAfter = retryAfter.ToString(CultureInfo.InvariantCulture);
                return Refuse(context, 429);
            }

            return Event("ADDED", "a", 100 + watch);
        });
        await TakeAsync(2);
        Assert.Equal(TimeSpan.FromSeconds(expected), _time.Pauses.Last());
    }

    private static ApiException Answer(int code, TimeSpan? retryAfter) =>
        new((HttpStatusCode)code, null, null, retryAfter, "GET /images", null);

    private Task<List<ImageEvent>> TakeAsync(int count)
    {
        var settings = new WatchSettings { ResourceVersion = "50", Time = _time };
        return TakeAsync(new ImageWatcher(Api, settings).WatchAsync(), count);
    }
}
