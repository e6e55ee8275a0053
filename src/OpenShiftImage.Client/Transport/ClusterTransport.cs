using System.Diagnostics;
using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using OpenShiftImage.Configuration;
using OpenShiftImage.Primitives;
using OpenShiftImage.Serialization;

namespace OpenShiftImage.Transport;

/// <summary>
/// Sends requests to one API server: authenticated, cancellable at any moment, over TLS whose chain and host name are checked.
/// Safe for use by many threads.
/// </summary>
internal sealed class ClusterTransport : IDisposable
{
    private const int MaxErrorBody = 1 << 20;
    private const int MaxWarnings = 100;
    private static readonly TimeSpan s_errorBodyTimeout = TimeSpan.FromSeconds(30);
    private static readonly string s_userAgent =
        $"OpenShiftImage/{typeof(ClusterTransport).Assembly.GetName().Version?.ToString(3)}";

    private readonly object _renewing = new();
    private readonly ImpersonationHeaders _impersonation;
    private HttpClient _http;
    private X509Certificate2Collection? _certificate;
    private bool _disposed;

    /// <summary>Takes the cluster to talk to. Opens no connection yet.</summary>
    /// <exception cref="ConfigurationException">Whom to act as cannot be sent.</exception>
    public ClusterTransport(ClusterConfiguration configuration)
    {
        Configuration = configuration;
        _impersonation = ImpersonationHeaders.Create(configuration);
        _certificate = configuration.ClientCertificate;
        _http = CreateClient();
    }

    /// <summary>The cluster that this talks to.</summary>
    public ClusterConfiguration Configuration { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_renewing)
        {
            _disposed = true;
            _http.Dispose();
        }
    }

    /// <summary>Sends a request and reads its answer; what fails and may pass is tried again, and the observer told.</summary>
    /// <param name="request">The request.</param>
    /// <param name="observer">Is told of warnings, requests and retries; null for nobody.</param>
    /// <param name="read">Reads the body of a success; may be called again after it has failed.</param>
    /// <param name="cancellationToken">Ends everything at once.</param>
    /// <exception cref="ApiException">The server answered with an error.</exception>
    /// <exception cref="TransportException">There was no answer of the API.</exception>
    internal async Task<T> ExchangeAsync<T>(
        ApiRequest request, IRequestObserver? observer, Func<ResponseBody, ValueTask<T>> read, CancellationToken cancellationToken)
    {
        var deadline = new RequestDeadline(request, Configuration.Server, Configuration.Time, cancellationToken);
        var isOver = false;
        try
        {
            return await ExchangeAsync(request, observer, read, deadline, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (deadline.IsOver && !cancellationToken.IsCancellationRequested)
        {
            isOver = true;
            throw OutcomeOf(request, deadline, deadline.CreateError(e));
        }
        catch (TransportException e)
        {
            isOver = true;
            throw OutcomeOf(request, deadline, e);
        }
        catch
        {
            isOver = true;
            throw;
        }
        finally
        {
            // A stream goes on, and ends its deadline with itself.
            if (isOver || !request.IsStream)
            {
                deadline.Dispose();
            }
        }
    }

    private async Task<T> ExchangeAsync<T>(
        ApiRequest request, IRequestObserver? observer, Func<ResponseBody, ValueTask<T>> read, RequestDeadline deadline, CancellationToken cancellationToken)
    {
        var retries = request.RetryTimeout is { } own && own < Configuration.RetryTimeout ? own : Configuration.RetryTimeout;
        var policy = new RetryPolicy(request, Configuration.FirstRetryPause, retries, Configuration.Time);
        var pause = TimeSpan.Zero;
        OpenShiftImageException? last = null;
        while (true)
        {
            try
            {
                await Task.Delay(pause, Configuration.Time, deadline.Token).ConfigureAwait(false);
                var body = await SendAsync(request, observer, deadline, cancellationToken).ConfigureAwait(false);
                try
                {
                    return await read(body).ConfigureAwait(false);
                }
                finally
                {
                    if (!request.IsStream)
                    {
                        await NotifyAsync(observer, body, cancellationToken).ConfigureAwait(false);
                    }
                }
            }
            catch (OpenShiftImageException e) when (!cancellationToken.IsCancellationRequested && !deadline.IsOver && policy.GetDelay(e) is { } asked && asked < deadline.Left)
            {
                (last, pause) = (e, asked);
                if (observer is not null)
                {
                    deadline.Suspend();
                    await observer.RetryingAsync(policy.Describe(e, pause), cancellationToken).ConfigureAwait(false);
                    deadline.Resume();
                }
            }
            catch (OperationCanceledException e) when (last is not null)
            {
                // Whose time is over wants to know what it was spent on.
                throw new OperationCanceledException(e.Message, last, cancellationToken);
            }
        }
    }

    /// <summary>After a write whose answer is missing nobody knows whether the server has acted; to call it failed would be a guess.</summary>
    private TransportException OutcomeOf(ApiRequest request, RequestDeadline deadline, TransportException e) =>
        request.ChangesNothing || !deadline.MayHaveActed || e.ErrorId is not (TransportException.ConnectionFailed or TransportException.RequestTimeout or TransportException.IncompleteResponse) ? e
        : new TransportException(
            TransportException.WriteOutcomeUnknown,
            $"{request} was sent, and the server may have acted on it, but there is no answer that says so: {e.Message}",
            request.Target ?? Configuration.Server.ToString(),
            e);

    private HttpClient CreateClient() => HttpClientFactory.Create(Configuration, _certificate, _impersonation);

    /// <summary>A connection keeps the client certificate that it was opened with, so another certificate needs other connections.</summary>
    private void RenewCertificate(X509Certificate2Collection? certificate)
    {
        lock (_renewing)
        {
            if (certificate is null or [] || certificate[0].Thumbprint == (_certificate is [var known, ..] ? known.Thumbprint : null))
            {
                return;
            }

            _certificate = certificate;
            if (!_disposed)
            {
                // Requests under way keep the client before; its connections end when they are idle.
                _http = CreateClient();
            }
        }
    }

    /// <summary>Sends a request and gives the body of its success; every other end is an exception.</summary>
    /// <exception cref="ApiException">The server answered with an error.</exception>
    /// <exception cref="TransportException">There was no answer of the API.</exception>
    private async Task<ResponseBody> SendAsync(ApiRequest request, IRequestObserver? observer, RequestDeadline deadline, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        var (response, http) = await SendOnceAsync(request, null, observer, deadline, cancellationToken).ConfigureAwait(false);
        if (response is { StatusCode: HttpStatusCode.Unauthorized } && Configuration.Credential is not null && !request.IsUnattended)
        {
            try
            {
                started = Stopwatch.GetTimestamp();
                if (await SendOnceAsync(request, http, observer, deadline, cancellationToken).ConfigureAwait(false) is { Response: { } retried })
                {
                    response.Dispose();
                    response = retried;
                    if (observer is not null)
                    {
                        await observer.RetryingAsync($"{request} was answered 401; the credential was renewed and the request sent again.", cancellationToken).ConfigureAwait(false);
                    }
                }
            }
            catch
            {
                response.Dispose();
                throw;
            }
        }

        try
        {
            if (observer is not null)
            {
                // What a slow consumer, or a question to a person, takes is no time of the server's.
                deadline.Suspend();
                foreach (var warning in WarningHeader.Read(response!).Take(MaxWarnings))
                {
                    await observer.WarnAsync(warning, cancellationToken).ConfigureAwait(false);
                }

                deadline.Resume();
            }

            var stream = await response!.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
            if (response.Content.Headers.ContentEncoding.Contains("gzip"))
            {
                // Some servers and proxies pack what nobody has asked them to.
                stream = new GZipStream(stream, CompressionMode.Decompress);
            }

            var body = new ResponseBody(response, stream, request, Configuration.Server, request.IdleTimeout ?? Configuration.IdleTimeout, Configuration.Time, deadline) { Started = started };
            if (!response.IsSuccessStatusCode)
            {
                using (body)
                {
                    deadline.MayHaveActed = false;
                    var error = await ReadErrorAsync(response, body, request, cancellationToken).ConfigureAwait(false);
                    await NotifyAsync(observer, body, cancellationToken).ConfigureAwait(false);
                    throw error;
                }
            }

            if (request.IsStream)
            {
                await NotifyAsync(observer, body, cancellationToken).ConfigureAwait(false);
                body.OwnsDeadline = true;
            }

            return body;
        }
        catch
        {
            response!.Dispose();
            throw;
        }
    }

    private async Task<ApiException> ReadErrorAsync(
        HttpResponseMessage response, ResponseBody body, ApiRequest request, CancellationToken cancellationToken)
    {
        Status? status = null;
        string? text = null;
        using var enough = new TimeLimit(s_errorBodyTimeout, Configuration.Time, cancellationToken);
        try
        {
            var bytes = await body.ReadToEndAsync(MaxErrorBody, enough.Token).ConfigureAwait(false);
            text = System.Text.Encoding.UTF8.GetString(bytes.Span);
            if (response.Content.Headers.ContentType?.MediaType == ApiRequest.Json)
            {
                status = ImageJson.ParseStatus(bytes.Span);
            }
        }
        catch (Exception e) when (e is JsonException or TransportException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            // The status code says enough; a body that cannot be read must not hide it.
        }

        var retryAfter = response.Headers.RetryAfter switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } => date - DateTimeOffset.UtcNow,
            _ => status?.Details?.RetryAfterSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : (TimeSpan?)null,
        };
        return new ApiException(response.StatusCode, status, text, retryAfter, request.ToString(), request.Target);
    }

    /// <summary>Returns the answer and the client that it came through; no answer when the credential was refused and there is no newer one.</summary>
    /// <param name="request">The request.</param>
    /// <param name="refused">The client whose request was refused; null for the first attempt.</param>
    /// <param name="observer">Is told of the request.</param>
    /// <param name="deadline">When the exchange must be over.</param>
    /// <param name="cancellationToken">Ends it.</param>
    private async Task<(HttpResponseMessage? Response, HttpClient Client)> SendOnceAsync(
        ApiRequest request, HttpClient? refused, IRequestObserver? observer, RequestDeadline deadline, CancellationToken cancellationToken)
    {
        AuthenticationHeaderValue? authorization = null;
        if (Configuration.Credential is { } credential)
        {
            // A plugin has a time of its own, and may have to ask a person.
            deadline.Suspend();
            authorization = await credential.GetAuthorizationAsync(refused is not null, cancellationToken).ConfigureAwait(false);
            deadline.Resume();
            RenewCertificate(credential.ClientCertificate);
            if (refused is not null && authorization is null && ReferenceEquals(refused, Volatile.Read(ref _http)))
            {
                return (null, refused);
            }
        }

        var http = Volatile.Read(ref _http);
        using var message = ToMessage(request, authorization);
        var showsHeaders = observer?.Detail == RequestDetail.Headers;
        if (showsHeaders)
        {
            await observer!.HeadersAsync(HeaderText.Of(message), cancellationToken).ConfigureAwait(false);
            if (request.Body is { } sent)
            {
                await observer.HeadersAsync(BodyText.Of(sent), cancellationToken).ConfigureAwait(false);
            }
        }

        // The platform connects without a proxy where choosing one fails; so it is chosen before anything leaves.
        var proxy = Configuration.GetProxy(Configuration.Server);
        using var headers = new TimeLimit(request.HeadersTimeout, Configuration.Time, deadline.Token);
        var started = Stopwatch.GetTimestamp();
        HttpResponseMessage response;
        deadline.MayHaveActed = true;
        try
        {
            response = await http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, headers.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is OperationCanceledException or HttpRequestException or SocketException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (observer is { Detail: not RequestDetail.None })
            {
                var summary = new RequestSummary(request.Method.Method, request.Path, 0, Stopwatch.GetElapsedTime(started), null);
                await observer.CompletedAsync(summary, cancellationToken).ConfigureAwait(false);
            }

            if (deadline.IsOver)
            {
                throw;
            }

            // The platform asks a connection that has just been reset for its other end, and lets out what comes of that.
            var failed = e is SocketException ? new HttpRequestException(HttpRequestError.ConnectionError, e.Message, e) : e as HttpRequestException;
            var error = failed is not null ? ConnectionFailure.Create(failed, Configuration.Server, proxy) : TooLate(request, e);
            deadline.MayHaveActed = !error.IsUnsent;
            throw error;
        }

        try
        {
            if (showsHeaders)
            {
                await observer!.HeadersAsync(HeaderText.Of(response), cancellationToken).ConfigureAwait(false);
            }

            return (response, http);
        }
        catch
        {
            // The caller has gone; so must the answer.
            response.Dispose();
            throw;
        }
    }

    private TransportException TooLate(ApiRequest request, Exception e) => new(
        TransportException.RequestTimeout,
        e.InnerException is TimeoutException
            ? $"No connection to {Configuration.Server} within {Configuration.ConnectTimeout.TotalSeconds:0} seconds."
            : $"{Configuration.Server} did not answer {request} within {request.HeadersTimeout.TotalSeconds:0} seconds.",
        Configuration.Server.ToString(),
        e)
    {
        IsUnsent = e.InnerException is TimeoutException,
    };

    /// <summary>Tells what came of an answer; to a caller who has gone, nothing.</summary>
    private static ValueTask NotifyAsync(IRequestObserver? observer, ResponseBody body, CancellationToken cancellationToken) =>
        observer is { Detail: not RequestDetail.None } && !cancellationToken.IsCancellationRequested
            ? observer.CompletedAsync(body.Summarize(), cancellationToken)
            : ValueTask.CompletedTask;

    private HttpRequestMessage ToMessage(ApiRequest request, AuthenticationHeaderValue? authorization)
    {
        // A server may live below a path, and a name such as '..' or 'a%2Fb' must arrive as it was written.
        var root = Configuration.Server.GetLeftPart(UriPartial.Path).TrimEnd('/');
        var uri = new Uri(root + request.Path, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
        var message = new HttpRequestMessage(request.Method, uri);
        message.Headers.Authorization = authorization;
        message.Headers.TryAddWithoutValidation("Accept", request.Accept);
        message.Headers.TryAddWithoutValidation("User-Agent", s_userAgent);
        // To this machine (a local cluster, a tunnel's end) bytes cost nothing, and to pack and unpack them does.
        if (!(Configuration.DisableCompression ?? Configuration.Server.IsLoopback))
        {
            message.Headers.TryAddWithoutValidation("Accept-Encoding", "gzip");
        }

        _impersonation.AddTo(message.Headers);
        if (HttpClientFactory.UsesOtherTlsName(Configuration))
        {
            // The platform takes the name of the handshake from here; the server gets its own.
            message.Headers.Host = Configuration.TlsServerName;
        }

        if (request.Body is { } body)
        {
            message.Content = new ReadOnlyMemoryContent(body);
            message.Content.Headers.TryAddWithoutValidation("Content-Type", request.ContentType);
        }

        message.Version = _http.DefaultRequestVersion;
        message.VersionPolicy = _http.DefaultVersionPolicy;
        return message;
    }
}
