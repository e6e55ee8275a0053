using OpenShiftImage.Transport;

namespace OpenShiftImage.Client.Tests;

/// <summary>How the time of a whole exchange is counted.</summary>
public sealed class RequestDeadlineTests
{
    private readonly SteppedTime _time = new();

    [Fact]
    public void What_passes_while_it_is_suspended_does_not_count()
    {
        using var deadline = Create(10);
        Pass(4);
        deadline.Suspend();
        Pass(100);
        Assert.False(deadline.IsOver);
        deadline.Resume();
        Assert.Equal(TimeSpan.FromSeconds(6), deadline.Left);
        Pass(1);
        deadline.Suspend();
        deadline.Resume();
        Assert.Equal(TimeSpan.FromSeconds(5), deadline.Left);
        Pass(4.9);
        Assert.False(deadline.IsOver);
        Pass(0.1);
        Assert.True(deadline.IsOver);
        Assert.True(deadline.Token.IsCancellationRequested);
    }

    [Fact]
    public void What_is_over_stays_over()
    {
        using var deadline = Create(10);
        Pass(11);
        deadline.Suspend();
        deadline.Resume();
        Assert.True(deadline.IsOver);
    }

    [Fact]
    public void A_stream_has_no_end()
    {
        using var deadline = Create(10, isStream: true);
        Pass(1000);
        deadline.Suspend();
        Pass(1000);
        deadline.Resume();
        Pass(1000);
        Assert.False(deadline.IsOver);
        Assert.Equal(TimeSpan.MaxValue, deadline.Left);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void It_is_not_over_when_the_caller_ends_it(bool isStream)
    {
        using var stop = new CancellationTokenSource();
        using var deadline = Create(10, isStream, stop.Token);
        stop.Cancel();
        Assert.True(deadline.Token.IsCancellationRequested);
        Assert.False(deadline.IsOver);
    }

    [Fact]
    public void Its_error_tells_the_request_its_time_and_the_last_attempt()
    {
        using var deadline = Create(10);
        var cause = new OperationCanceledException();
        var error = deadline.CreateError(cause);
        Assert.Equal(
            "https://api.example.com:6443/ did not finish its answer to GET /x within 10 seconds.", error.Message);
        Assert.Equal(
            (TransportException.RequestTimeout, "https://api.example.com:6443/", cause),
            (error.ErrorId, error.Target, error.InnerException));
        var last = new TransportException(TransportException.ConnectionFailed, "nobody was there.", null);
        Assert.EndsWith(
            " within 10 seconds; the last attempt: nobody was there.",
            deadline.CreateError(new OperationCanceledException("x", last)).Message,
            StringComparison.Ordinal);
    }

    private RequestDeadline Create(int seconds, bool isStream = false, CancellationToken caller = default) => new(
        new ApiRequest(HttpMethod.Get, "/x") { Timeout = TimeSpan.FromSeconds(seconds), IsStream = isStream },
        RequestContexts.Server,
        _time,
        caller);

    private void Pass(double seconds) => _time.Advance(TimeSpan.FromSeconds(seconds));
}
