using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using OpenShiftImage.Sandbox.Api;
using OpenShiftImage.Sandbox.Hosting;
using OpenShiftImage.Sandbox.Seeding;
using OpenShiftImage.Sandbox.Storage;

namespace OpenShiftImage.Sandbox;

/// <summary>A request as the sandbox saw it; of a header that came in several lines each value is a line.</summary>
public sealed record LoggedRequest(string Method, string Target, string Accept, string ContentType, string Body, IReadOnlyDictionary<string, string> Headers);

/// <summary>A local server of the Image API, in memory, on a loopback port, with TLS from a certificate authority of its own.</summary>
public sealed class SandboxServer : IAsyncDisposable
{
    private const int LogLength = 10_000;

    private readonly WebApplication _app;
    private readonly SandboxCertificates _certificates;
    private readonly string? _temporaryFolder;
    private readonly ConcurrentQueue<LoggedRequest> _requests = new();

    private SandboxServer(WebApplication app, SandboxCertificates certificates, ImageStore store, string adminToken, string aliceToken, string kubeconfigPath, string? temporaryFolder)
    {
        _app = app;
        _certificates = certificates;
        Store = store;
        AdminToken = adminToken;
        AliceToken = aliceToken;
        KubeconfigPath = kubeconfigPath;
        _temporaryFolder = temporaryFolder;
        Address = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
    }

    /// <summary>Where it listens.</summary>
    public Uri Address { get; }

    /// <summary>The objects that it serves.</summary>
    public ImageStore Store { get; }

    /// <summary>Bearer token of <c>admin</c>, who may do everything.</summary>
    public string AdminToken { get; }

    /// <summary>Bearer token of <c>alice</c>, who is known and may do nothing.</summary>
    public string AliceToken { get; }

    /// <summary>A kubeconfig with the contexts <c>sandbox-admin</c>, the current one, and <c>sandbox-alice</c>.</summary>
    public string KubeconfigPath { get; }

    /// <summary>Certificate of the authority that issued the server's certificate, as PEM.</summary>
    public string CertificateAuthorityPem => _certificates.AuthorityPem;

    /// <summary>The last requests, oldest first.</summary>
    public IReadOnlyList<LoggedRequest> Requests => [.. _requests];

    /// <summary>Answers in the server's stead, for tests: gives whether it has answered.</summary>
    public Func<HttpContext, Task<bool>>? Intercept { get; set; }

    /// <summary>Starts a sandbox.</summary>
    public static async Task<SandboxServer> StartAsync(SandboxOptions options)
    {
        var store = new ImageStore(options.CompactAfter);
        store.Seed(ImageSeeder.Create(options.Images));
        var adminToken = RandomToken();
        var aliceToken = RandomToken();
        var certificates = new SandboxCertificates();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(1));
        // Signals are the program's affair: a sandbox inside another program must not end with its Ctrl+C.
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = 8 << 20;
            kestrel.AddServerHeader = false;
            kestrel.Listen(IPAddress.Loopback, options.Port, listen =>
            {
                listen.Protocols = HttpProtocols.Http1AndHttp2;
                listen.UseHttps(certificates.Issue("localhost", "127.0.0.1"));
            });
        });
        var app = builder.Build();
        SandboxServer? server = null;
        var users = new Dictionary<string, string> { [adminToken] = "admin", [aliceToken] = "alice" };
        if (options.ReaderToken is { } readerToken)
        {
            users[readerToken] = SandboxUser.Reader;
        }

        var endpoint = new ImageEndpoint(
            store,
            users,
            options.Control,
            app.Lifetime.ApplicationStopping);
        app.Run(context => server!.HandleAsync(context, endpoint, options.Latency));
        await app.StartAsync();
        var temporary = options.KubeconfigPath is null ? Directory.CreateTempSubdirectory("openshiftimage-sandbox-").FullName : null;
        server = new SandboxServer(
            app, certificates, store, adminToken, aliceToken, options.KubeconfigPath ?? Path.Combine(temporary!, "kubeconfig"), temporary);
        server.WriteKubeconfig();
        return server;
    }

    /// <summary>Forgets the requests that were logged.</summary>
    public void ClearRequests() => _requests.Clear();

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        _certificates.Dispose();
        if (_temporaryFolder is not null && Directory.Exists(_temporaryFolder))
        {
            Directory.Delete(_temporaryFolder, recursive: true);
        }
    }

    private static string RandomToken() => "sha256~" + Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)).TrimEnd('=').Replace('+', '-').Replace('/', '_');

    private async Task HandleAsync(HttpContext context, ImageEndpoint endpoint, TimeSpan latency)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        var bytes = body.ToArray();
        Log(context, bytes);
        if (latency > TimeSpan.Zero)
        {
            await Task.Delay(latency, context.RequestAborted);
        }

        if (Intercept is { } intercept && await intercept(context))
        {
            return;
        }

        await endpoint.HandleAsync(context, bytes);
    }

    private void Log(HttpContext context, byte[] body)
    {
        var request = context.Request;
        _requests.Enqueue(new LoggedRequest(
            request.Method,
            ImageEndpoint.Target(context),
            request.Headers.Accept.ToString(),
            request.ContentType ?? "",
            Encoding.UTF8.GetString(body),
            request.Headers.Where(header => header.Key != "Authorization")
                .ToDictionary(header => header.Key, header => string.Join('\n', (IEnumerable<string?>)header.Value), StringComparer.OrdinalIgnoreCase)));
        while (_requests.Count > LogLength)
        {
            _requests.TryDequeue(out _);
        }
    }

    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }

    private void WriteKubeconfig()
    {
        var authority = Convert.ToBase64String(Encoding.ASCII.GetBytes(CertificateAuthorityPem));
        var text = $"""
            apiVersion: v1
            kind: Config
            current-context: sandbox-admin
            clusters:
            - name: sandbox
              cluster:
                server: {Address.GetLeftPart(UriPartial.Authority)}
                certificate-authority-data: {authority}
            contexts:
            - name: sandbox-admin
              context:
                cluster: sandbox
                user: admin
            - name: sandbox-alice
              context:
                cluster: sandbox
                user: alice
            users:
            - name: admin
              user:
                token: {AdminToken}
            - name: alice
              user:
                token: {AliceToken}

            """;
        var mode = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            mode.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using var writer = new StreamWriter(KubeconfigPath, mode);
        writer.Write(text);
    }
}
