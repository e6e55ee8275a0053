using System.Net;
using System.Net.Http.Headers;
using OpenShiftImage.Configuration;
using OpenShiftImage.Transport;

namespace OpenShiftImage.Client.Tests;

/// <summary>What each handler does with an answer: pass it on, or let it go to free its connection.</summary>
public sealed class HandlerTests
{
    private readonly RecordingObserver _observer = new();
    private readonly List<Watched> _answers = [];
    private readonly List<string?> _sent = [];
    private readonly SteppedTime _time = new();

    [Fact]
    public async Task An_answer_that_asks_for_another_credential_is_let_go_before_the_request_is_sent_again()
    {
        var wasFree = false;
        var response = await SendAsync(new AuthenticationHandler(new Tokens("old", "new")), number =>
        {
            wasFree = number == 2 && _answers[0].IsDisposed;
            return number == 1 ? HttpStatusCode.Unauthorized : HttpStatusCode.OK;
        });
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.True(wasFree);
        Assert.False(_answers[1].IsDisposed);
        Assert.Equal(["Bearer old", "Bearer new"], _sent);
        Assert.Equal(
            "GET /x was answered 401; the credential was renewed and the request sent again.",
            Assert.Single(_observer.Reconnections));
    }

    [Fact]
    public async Task Nobody_needs_to_be_told_that_a_request_was_sent_again()
    {
        var response = await SendAsync(
            new AuthenticationHandler(new Tokens("old", "new")), UnauthorizedOnce, RequestContexts.Create());
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task An_answer_is_let_go_when_no_other_credential_can_be_got()
    {
        var failure = await Assert.ThrowsAsync<ConfigurationException>(() =>
            SendAsync(new AuthenticationHandler(new Tokens("old", null)), UnauthorizedOnce));
        Assert.Equal("no token", failure.Message);
        Assert.True(Assert.Single(_answers).IsDisposed);
        Assert.Single(_sent);
    }

    [Fact]
    public async Task An_answer_is_passed_on_when_there_is_no_other_credential()
    {
        var response = await SendAsync(new AuthenticationHandler(new TokenCredential("fixed")), UnauthorizedOnce);
        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.False(Assert.Single(_answers).IsDisposed);
    }

    [Fact]
    public async Task A_request_that_nobody_asked_for_asks_for_no_other_credential()
    {
        var context = RequestContexts.Create(
            new ApiRequest(HttpMethod.Get, "/x") { IsUnattended = true }, time: _time);
        var response = await SendAsync(new AuthenticationHandler(new Tokens("old", "new")), UnauthorizedOnce, context);
        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Equal(["Bearer old"], _sent);
    }

    [Fact]
    public async Task The_time_that_credentials_take_is_none_of_the_request_s()
    {
        var request = new ApiRequest(HttpMethod.Get, "/x") { Timeout = TimeSpan.FromSeconds(10) };
        var context = RequestContexts.Create(request, _observer, _time);
        var tokens = new Tokens("old", "new", () => _time.Advance(TimeSpan.FromMinutes(1)));
        await SendAsync(
            new AuthenticationHandler(tokens),
            number =>
            {
                Assert.False(context.Deadline.IsOver);
                // What the server takes counts, before the renewal and after it.
                _time.Advance(TimeSpan.FromSeconds(3));
                return UnauthorizedOnce(number);
            },
            context);
        Assert.Equal(TimeSpan.FromSeconds(4), context.Deadline.Left);
        _time.Advance(TimeSpan.FromSeconds(4));
        Assert.True(context.Deadline.IsOver);
    }

    [Theory]
    [InlineData("retrying")]
    [InlineData("warning")]
    [InlineData("headers")]
    public async Task An_answer_is_let_go_when_its_listener_has_gone(string told)
    {
        DelegatingHandler handler = told switch
        {
            "retrying" => new AuthenticationHandler(new Tokens("old", "new")),
            "warning" => new WarningHandler(),
            _ => new TracingHandler(_time),
        };
        var context = RequestContexts.Create(observer: new GoneObserver(told), time: _time);
        await Assert.ThrowsAsync<OperationCanceledException>(() => SendAsync(
            handler, told == "retrying" ? UnauthorizedOnce : _ => HttpStatusCode.OK, context));
        Assert.NotEmpty(_answers);
        Assert.All(_answers, answer => Assert.True(answer.IsDisposed));
    }

    [Fact]
    public async Task A_hundred_warnings_of_an_answer_are_passed_on_and_the_time_that_takes_is_not_the_server_s()
    {
        var request = new ApiRequest(HttpMethod.Get, "/x") { Timeout = TimeSpan.FromSeconds(10) };
        var observer = new GoneObserver("nothing", () => _time.Advance(TimeSpan.FromMinutes(1)));
        var context = RequestContexts.Create(request, observer, _time);
        await SendAsync(new WarningHandler(), _ => HttpStatusCode.OK, context, warnings: 101);
        Assert.Equal(Enumerable.Range(1, 100).Select(number => $"w{number}"), observer.Warnings);
        Assert.Equal((TimeSpan.FromSeconds(10), false), (context.Deadline.Left, context.Deadline.IsOver));
        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.True(context.Deadline.IsOver);
    }

    [Theory]
    [InlineData(nameof(RequestDetail.None), 0, 0)]
    [InlineData(nameof(RequestDetail.Summary), 1, 0)]
    [InlineData(nameof(RequestDetail.Headers), 1, 2)]
    public async Task A_request_without_an_answer_is_told_to_who_wants_to_know(
        string detail, int summaries, int headers)
    {
        var observer = new RecordingObserver { Detail = Enum.Parse<RequestDetail>(detail) };
        var request = new ApiRequest(HttpMethod.Put, "/x") { Body = "{}"u8.ToArray() };
        var failure = new TransportException(TransportException.ConnectionFailed, "m", null);
        var thrown = await Assert.ThrowsAsync<TransportException>(() => SendAsync(
            new TracingHandler(_time),
            _ =>
            {
                _time.Advance(TimeSpan.FromSeconds(2));
                throw failure;
            },
            RequestContexts.Create(request, observer, _time)));
        Assert.Same(failure, thrown);
        Assert.Equal(headers, observer.Headers.Count);
        Assert.Equal(
            Enumerable.Repeat(new RequestSummary("PUT", "/x", 0, TimeSpan.FromSeconds(2), null), summaries),
            observer.Requests);
    }

    [Fact]
    public async Task Who_has_gone_is_not_told_of_a_request_without_an_answer()
    {
        using var stop = new CancellationTokenSource();
        var failure = new TransportException(TransportException.ConnectionFailed, "m", null);
        await Assert.ThrowsAsync<OperationCanceledException>(() => SendAsync(
            new TracingHandler(_time),
            _ =>
            {
                stop.Cancel();
                throw failure;
            },
            cancellationToken: stop.Token));
        Assert.Empty(_observer.Requests);
    }

    [Fact]
    public void A_message_of_somebody_else_is_refused()
    {
        using var message = new HttpRequestMessage();
        Assert.Throws<InvalidOperationException>(() => RequestContext.Of(message));
    }

    private static HttpStatusCode UnauthorizedOnce(int number) =>
        number == 1 ? HttpStatusCode.Unauthorized : HttpStatusCode.OK;

    private async Task<HttpResponseMessage> SendAsync(
        DelegatingHandler handler,
        Func<int, HttpStatusCode> answer,
        RequestContext? context = null,
        int warnings = 1,
        CancellationToken cancellationToken = default)
    {
        handler.InnerHandler = new Server(this, answer, warnings);
        using var chain = new HttpMessageInvoker(handler);
        context ??= RequestContexts.Create(observer: _observer, time: _time, caller: cancellationToken);
        using var message = context.CreateMessage();
        return await chain.SendAsync(message, cancellationToken);
    }

    private sealed class Server(HandlerTests test, Func<int, HttpStatusCode> answer, int warnings) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request, CancellationToken cancellationToken)
        {
            test._sent.Add(request.Headers.Authorization?.ToString());
            var response = new HttpResponseMessage(answer(test._sent.Count)) { Content = new Watched() };
            test._answers.Add((Watched)response.Content);
            for (var number = 1; number <= warnings; number++)
            {
                response.Headers.TryAddWithoutValidation("Warning", $"299 - \"w{number}\"");
            }

            return Task.FromResult(response);
        }
    }

    /// <summary>A body that knows whether anybody still holds it.</summary>
    private sealed class Watched() : ByteArrayContent([])
    {
        public bool IsDisposed { get; private set; }

        protected override void Dispose(bool disposing)
        {
            IsDisposed = true;
            base.Dispose(disposing);
        }
    }

    /// <summary>Has one token and, unless there is none, a newer one; to look for either takes a while.</summary>
    private sealed class Tokens(string first, string? second, Action? takes = null) : ICredential
    {
        public ValueTask<AuthenticationHeaderValue?> GetAuthorizationAsync(
            bool renew, CancellationToken cancellationToken)
        {
            takes?.Invoke();
            return !renew || second is not null
                ? ValueTask.FromResult<AuthenticationHeaderValue?>(new("Bearer", renew ? second : first))
                : throw new ConfigurationException(ConfigurationException.CredentialFailed, "no token", null);
        }
    }

    /// <summary>Listens until it is told one thing, and has gone by then.</summary>
    private sealed class GoneObserver(string when, Action? takes = null) : IRequestObserver
    {
        public RequestDetail Detail => RequestDetail.Headers;

        public List<string> Warnings { get; } = [];

        public ValueTask WarnAsync(string message, CancellationToken cancellationToken)
        {
            takes?.Invoke();
            Warnings.Add(message);
            return Tell("warning");
        }

        public ValueTask CompletedAsync(RequestSummary summary, CancellationToken cancellationToken) => default;

        public ValueTask HeadersAsync(string text, CancellationToken cancellationToken) =>
            text.StartsWith('<') ? Tell("headers") : default;

        public ValueTask RetryingAsync(string message, CancellationToken cancellationToken) => Tell("retrying");

        public ValueTask FailedAsync(OpenShiftImageException failure, CancellationToken cancellationToken) => default;

        public ValueTask InformAsync(string message, CancellationToken cancellationToken) => default;

        private ValueTask Tell(string what) => what == when ? throw new OperationCanceledException() : default;
    }
}
