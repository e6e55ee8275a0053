using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;

namespace OpenShiftImage;

/// <summary>
/// Sends requests to one API server: authenticated, cancellable at any moment, over TLS whose chain and host name are checked.
/// Safe for use by many threads.
/// </summary>
public sealed class ClusterTransport : IDisposable
{
    private const int MaxErrorBody = 1 << 20;
    private static readonly TimeSpan s_connectTimeout = TimeSpan.FromSeconds(10);
    private static readonly string s_userAgent =
        $"OpenShiftImage/{typeof(ClusterTransport).Assembly.GetName().Version?.ToString(3)}";

    private readonly object _renewing = new();
    private HttpClient _http;
    private X509Certificate2? _certificate;
    private bool _disposed;

    /// <summary>Takes the cluster to talk to. Opens no connection yet.</summary>
    public ClusterTransport(ClusterConfiguration configuration)
    {
        Configuration = configuration;
        _http = CreateClient(configuration);
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
        var policy = new RetryPolicy(request, Configuration.FirstRetryPause, request.RetryTimeout is { } own && own < Configuration.RetryTimeout ? own : Configuration.RetryTimeout);
        var pause = TimeSpan.Zero;
        OpenShiftImageException? last = null;
        while (true)
        {
            try
            {
                await Task.Delay(pause, cancellationToken).ConfigureAwait(false);
                var body = await SendAsync(request, observer, cancellationToken).ConfigureAwait(false);
                try
                {
                    return await read(body).ConfigureAwait(false);
                }
                finally
                {
                    if (!request.IsStream)
                    {
                        await TellAsync(observer, body, cancellationToken).ConfigureAwait(false);
                    }
                }
            }
            catch (OpenShiftImageException e) when (!cancellationToken.IsCancellationRequested && policy.PauseAfter(e) is { } asked)
            {
                (last, pause) = (e, asked);
                if (observer is not null)
                {
                    await observer.ReconnectingAsync(policy.Describe(e, pause), cancellationToken).ConfigureAwait(false);
                }
            }
            catch (OperationCanceledException e) when (last is not null)
            {
                // Whose time is over wants to know what it was spent on.
                throw new OperationCanceledException(e.Message, last, cancellationToken);
            }
        }
    }

    /// <summary>Makes a client with the connection settings of a cluster.</summary>
    /// <param name="configuration">The cluster.</param>
    /// <param name="trustMachineToo">Whether the machine's certificate authorities count beside the cluster's own, as for servers behind its router.</param>
    internal static HttpClient CreateClient(ClusterConfiguration configuration, bool trustMachineToo = false)
    {
        var handler = new SocketsHttpHandler
        {
            ConnectTimeout = s_connectTimeout,
            // To this machine (a local cluster, a tunnel's end) bytes cost nothing, and to pack and unpack them does.
            AutomaticDecompression = configuration.DisableCompression ?? configuration.Server.IsLoopback ? DecompressionMethods.None : DecompressionMethods.GZip,
            AllowAutoRedirect = false,
            UseCookies = false,
            PooledConnectionLifetime = TimeSpan.FromMinutes(10),
            KeepAlivePingDelay = TimeSpan.FromSeconds(30),
            KeepAlivePingTimeout = TimeSpan.FromSeconds(15),
            EnableMultipleHttp2Connections = true,
        };
        if (configuration.Proxy is { } proxy)
        {
            handler.Proxy = new WebProxy(proxy)
            {
                Credentials = proxy.UserInfo.Split(':', 2) is [{ Length: > 0 } user, var password]
                    ? new NetworkCredential(Uri.UnescapeDataString(user), Uri.UnescapeDataString(password))
                    : null,
            };
        }

        TlsOptions.Apply(handler, configuration, trustMachineToo);
        return new HttpClient(handler)
        {
            BaseAddress = configuration.Server,
            Timeout = Timeout.InfiniteTimeSpan,
            DefaultRequestVersion = HttpVersion.Version20,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
        };
    }

    /// <summary>A connection keeps the client certificate that it was opened with, so another certificate needs other connections.</summary>
    private void RenewCertificate(X509Certificate2? certificate)
    {
        lock (_renewing)
        {
            if (certificate is null || certificate.Thumbprint == _certificate?.Thumbprint)
            {
                return;
            }

            var isFirst = _certificate is null;
            _certificate = certificate;
            if (!isFirst && !_disposed)
            {
                // Requests under way keep the client before; its connections end when they are idle.
                _http = CreateClient(Configuration);
            }
        }
    }

    /// <summary>Sends a request and gives the body of its success; every other end is an exception.</summary>
    /// <exception cref="ApiException">The server answered with an error.</exception>
    /// <exception cref="TransportException">There was no answer of the API.</exception>
    internal async Task<ResponseBody> SendAsync(ApiRequest request, IRequestObserver? observer, CancellationToken cancellationToken)
    {
        var http = Volatile.Read(ref _http);
        var started = Stopwatch.GetTimestamp();
        var response = await SendOnceAsync(request, null, observer, cancellationToken).ConfigureAwait(false);
        if (response is { StatusCode: HttpStatusCode.Unauthorized } && Configuration.Credential is not null && !request.IsUnattended)
        {
            try
            {
                started = Stopwatch.GetTimestamp();
                if (await SendOnceAsync(request, http, observer, cancellationToken).ConfigureAwait(false) is { } retried)
                {
                    response.Dispose();
                    response = retried;
                    if (observer is not null)
                    {
                        await observer.ReconnectingAsync($"{request} was answered 401; the credential was renewed and the request sent again.", cancellationToken).ConfigureAwait(false);
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
                foreach (var warning in WarningHeader.Read(response!))
                {
                    await observer.WarnAsync(warning, cancellationToken).ConfigureAwait(false);
                }
            }

            var stream = await response!.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
            var body = new ResponseBody(response, stream, request, Configuration.Server, request.IdleTimeout ?? Configuration.IdleTimeout) { Started = started };
            if (!response.IsSuccessStatusCode)
            {
                var error = await ReadErrorAsync(response, body, request, cancellationToken).ConfigureAwait(false);
                await TellAsync(observer, body, cancellationToken).ConfigureAwait(false);
                throw error;
            }

            if (request.IsStream)
            {
                await TellAsync(observer, body, cancellationToken).ConfigureAwait(false);
            }

            return body;
        }
        catch
        {
            response!.Dispose();
            throw;
        }
    }

    private static async Task<ApiException> ReadErrorAsync(
        HttpResponseMessage response, ResponseBody body, ApiRequest request, CancellationToken cancellationToken)
    {
        Status? status = null;
        string? text = null;
        try
        {
            var bytes = await body.ReadToEndAsync(MaxErrorBody, cancellationToken).ConfigureAwait(false);
            text = System.Text.Encoding.UTF8.GetString(bytes.Span);
            if (response.Content.Headers.ContentType?.MediaType == ApiRequest.Json)
            {
                status = ImageJson.ParseStatus(bytes.Span);
            }
        }
        catch (Exception e) when (e is JsonException or TransportException)
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

    /// <summary>Gives the answer; null when the credential was refused and there is no newer one.</summary>
    /// <param name="request">The request.</param>
    /// <param name="refused">The client whose request was refused; null for the first attempt.</param>
    /// <param name="observer">Is told of the request.</param>
    /// <param name="cancellationToken">Ends it.</param>
    private async Task<HttpResponseMessage?> SendOnceAsync(
        ApiRequest request, HttpClient? refused, IRequestObserver? observer, CancellationToken cancellationToken)
    {
        AuthenticationHeaderValue? authorization = null;
        if (Configuration.Credential is { } credential)
        {
            authorization = await credential.GetAuthorizationAsync(refused is not null, cancellationToken).ConfigureAwait(false);
            RenewCertificate(credential.ClientCertificate);
            if (refused is not null && authorization is null && ReferenceEquals(refused, Volatile.Read(ref _http)))
            {
                return null;
            }
        }

        using var message = ToMessage(request, authorization);
        var showsHeaders = observer?.Detail == RequestDetail.Headers;
        if (showsHeaders)
        {
            await observer!.HeadersAsync(HeaderText.Of(message), cancellationToken).ConfigureAwait(false);
        }

        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfterAtMost(request.HeadersTimeout);
        var started = Stopwatch.GetTimestamp();
        HttpResponseMessage response;
        try
        {
            response = await Volatile.Read(ref _http).SendAsync(message, HttpCompletionOption.ResponseHeadersRead, deadline.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is OperationCanceledException or HttpRequestException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (observer is { Detail: not RequestDetail.None })
            {
                var summary = new RequestSummary(request.Method.Method, request.Path, 0, Stopwatch.GetElapsedTime(started), null);
                await observer.CompletedAsync(summary, cancellationToken).ConfigureAwait(false);
            }

            throw e is HttpRequestException failure ? ConnectionFailure.Of(failure, Configuration.Server, Configuration.Proxy) : TooLate(request, e);
        }

        try
        {
            if (showsHeaders)
            {
                await observer!.HeadersAsync(HeaderText.Of(response), cancellationToken).ConfigureAwait(false);
            }

            return response;
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
            ? $"No connection to {Configuration.Server} within {s_connectTimeout.TotalSeconds:0} seconds."
            : $"{Configuration.Server} did not answer {request} within {request.HeadersTimeout.TotalSeconds:0} seconds.",
        Configuration.Server.ToString(),
        e)
    {
        IsUnsent = e.InnerException is TimeoutException,
    };

    /// <summary>Tells what came of an answer; to a caller who has gone, nothing.</summary>
    private static ValueTask TellAsync(IRequestObserver? observer, ResponseBody body, CancellationToken cancellationToken) =>
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
        if (Configuration.ImpersonateUser is { } user)
        {
            message.Headers.TryAddWithoutValidation("Impersonate-User", user);
            foreach (var group in Configuration.ImpersonateGroups)
            {
                message.Headers.TryAddWithoutValidation("Impersonate-Group", group);
            }

            if (Configuration.ImpersonateUid is { } uid)
            {
                message.Headers.TryAddWithoutValidation("Impersonate-Uid", uid);
            }

            foreach (var (key, values) in Configuration.ImpersonateExtra)
            {
                message.Headers.TryAddWithoutValidation("Impersonate-Extra-" + HeaderKey(key), values);
            }
        }

        if (Configuration is { TlsServerName: { } name, Proxy: not null })
        {
            // Through a proxy the platform makes the tunnel and the handshake in it; it takes the name to check from here.
            message.Headers.Host = name;
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

    /// <summary>A key of another system as part of a header's name: what such a name cannot have is percent-encoded, as client-go does.</summary>
    private static string HeaderKey(string key) => string.Concat(System.Text.Encoding.UTF8.GetBytes(key).Select(
        b => char.IsAsciiLetterOrDigit((char)b) || "!#$&'*+-.^_`|~".Contains((char)b, StringComparison.Ordinal) ? ((char)b).ToString() : $"%{b:X2}"));
}
