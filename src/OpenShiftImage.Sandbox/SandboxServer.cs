using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using OpenShiftImage.Sandbox.Api;
using OpenShiftImage.Sandbox.Authentication;
using OpenShiftImage.Sandbox.Hosting;
using OpenShiftImage.Sandbox.Primitives;
using OpenShiftImage.Sandbox.Seeding;
using OpenShiftImage.Sandbox.Storage;

namespace OpenShiftImage.Sandbox;

/// <summary>
/// A local server of the Image API, in memory, on a loopback port, with TLS from a certificate authority of its own.
/// </summary>
public sealed class SandboxServer : IAsyncDisposable
{
    private const int MaxLoggedRequests = 10_000;

    /// <summary>More than the API takes, so that the API refuses what is too large.</summary>
    private const int MaxBodyLength = 8 << 20;

    private readonly SandboxOptions _options;
    private readonly WebApplication _app;
    private readonly RequestRouter _router;
    private readonly SandboxCertificates _certificates;
    private readonly string? _temporaryFolder;
    private readonly ConcurrentQueue<LoggedRequest> _requests = new();

    private SandboxServer(SandboxOptions options, StateFolder? state)
    {
        _options = options;
        Store = new ImageStore(options.CompactAfter);
        Store.Seed(
            state is null ? ImageSeeder.Create(options.Images, options.Layers) : state.Images.Select(ToSeed),
            state?.Revision ?? 0);
        var seeder = new ClusterSeeder(Store.Current.Images, options.Streams, options.Pods);
        Cluster = new ClusterObjects(state is null ? seeder.Create : state.Create, options.WithoutGroups, Store);
        _certificates = new SandboxCertificates();
        _app = Build(options.Port, _certificates);
        var users = new Dictionary<string, string> { [AdminToken] = "admin", [AliceToken] = "alice" };
        if (options.ReaderToken is { } readerToken)
        {
            users[readerToken] = SandboxUser.Reader;
        }

        var forbidden = options.ForbiddenResources.Select(name => FindResource(name).QualifiedName).ToHashSet();
        _router = new RequestRouter(
            new Authenticator(users, forbidden),
            new ImageEndpoint(Store, _app.Lifetime.ApplicationStopping),
            new ReadOnlyEndpoint(Cluster),
            new DiscoveryDocuments(Cluster.Resources),
            options.Control ? Store.Compact : null);
        _app.Run(HandleAsync);
        _temporaryFolder = options.KubeconfigPath is null
            ? Directory.CreateTempSubdirectory("openshiftimage-sandbox-").FullName
            : null;
        KubeconfigPath = options.KubeconfigPath ?? Path.Combine(_temporaryFolder!, "kubeconfig");
    }

    /// <summary>Gets the address on which it listens.</summary>
    public Uri Address { get; private set; } = null!;

    /// <summary>Gets the objects that it serves.</summary>
    public ImageStore Store { get; }

    /// <summary>Gets the bearer token of <c>admin</c>, who may do everything.</summary>
    public string AdminToken { get; } = CreateToken();

    /// <summary>Gets the bearer token of <c>alice</c>, who is known and may do nothing.</summary>
    public string AliceToken { get; } = CreateToken();

    /// <summary>
    /// Gets the path of a kubeconfig with the contexts <c>sandbox-admin</c>, the current one, and <c>sandbox-alice</c>.
    /// </summary>
    public string KubeconfigPath { get; }

    /// <summary>Gets the certificate of the authority that issued the server's certificate, as PEM.</summary>
    public string CertificateAuthorityPem => _certificates.AuthorityPem;

    /// <summary>Gets the last requests, oldest first.</summary>
    public IReadOnlyList<LoggedRequest> Requests => [.. _requests];

    /// <summary>
    /// Gets or sets what may respond before the server does, for tests; it returns whether it has responded.
    /// </summary>
    public Func<HttpContext, Task<bool>>? Intercept { get; set; }

    /// <summary>Gets all objects but the Images.</summary>
    internal ClusterObjects Cluster { get; }

    /// <summary>Starts a sandbox.</summary>
    /// <exception cref="IOException">A file cannot be read or written, or the port is taken.</exception>
    /// <exception cref="ArgumentException">There is no such resource or group.</exception>
    /// <exception cref="InvalidDataException">The state folder has something else than lists of objects.</exception>
    public static async Task<SandboxServer> StartAsync(SandboxOptions options)
    {
        if (options.WithoutGroups.FirstOrDefault(group => !ApiResources.OptionalGroups.Contains(group)) is { } group)
        {
            throw new ArgumentException($"The group '{group}' cannot be taken away.", nameof(options));
        }

        var server = new SandboxServer(
            options, options.StateFolder is { } folder ? StateFolder.Read(folder) : null);
        try
        {
            await server.StartAsync();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Removes the requests that were logged.</summary>
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

    private static WebApplication Build(int port, SandboxCertificates certificates)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(1));
        builder.Services.AddSingleton<IHostLifetime, NoSignalHandling>();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = MaxBodyLength;
            kestrel.AddServerHeader = false;
            kestrel.Listen(IPAddress.Loopback, port, listen =>
            {
                listen.Protocols = HttpProtocols.Http1AndHttp2;
                listen.UseHttps(certificates.Issue("localhost", "127.0.0.1"));
            });
        });
        return builder.Build();
    }

    private static Func<long, StoredImage> ToSeed(StoredImage image) => _ => image;

    private static ApiResource FindResource(string name) => ApiResources.FindByName(name)
        ?? throw new ArgumentException($"There is no resource '{name}'.", nameof(name));

    private static string CreateToken() => "sha256~" + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    private async Task StartAsync()
    {
        await _app.StartAsync();
        var addresses = _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
        Address = new Uri(addresses.First());
        SandboxKubeconfig.Write(KubeconfigPath, Address, CertificateAuthorityPem, AdminToken, AliceToken);
    }

    private async Task HandleAsync(HttpContext context)
    {
        using var buffer = new MemoryStream();
        await context.Request.Body.CopyToAsync(buffer, context.RequestAborted);
        var body = buffer.ToArray();
        Log(context, body);
        if (_options.Latency > TimeSpan.Zero)
        {
            await Task.Delay(_options.Latency, context.RequestAborted);
        }

        if (Intercept is { } intercept && await intercept(context))
        {
            return;
        }

        await _router.HandleAsync(context, body);
    }

    private void Log(HttpContext context, byte[] body)
    {
        var request = context.Request;
        var headers = request.Headers.Where(header => header.Key != "Authorization").ToDictionary(
            header => header.Key,
            header => string.Join('\n', (IEnumerable<string?>)header.Value),
            StringComparer.OrdinalIgnoreCase);
        _requests.Enqueue(new LoggedRequest(
            request.Method,
            RequestRouter.GetTarget(context),
            request.Headers.Accept.ToString(),
            request.ContentType ?? "",
            Encoding.UTF8.GetString(body),
            headers));
        while (_requests.Count > MaxLoggedRequests)
        {
            _requests.TryDequeue(out _);
        }
    }
}
