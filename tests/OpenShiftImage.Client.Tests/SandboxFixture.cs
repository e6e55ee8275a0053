using System.Security.Cryptography.X509Certificates;
using OpenShiftImage.Api;
using OpenShiftImage.Configuration;
using OpenShiftImage.Sandbox;
using OpenShiftImage.Transport;

namespace OpenShiftImage.Client.Tests;

/// <summary>A sandbox with 250 Images, and connections to it.</summary>
public sealed class SandboxFixture : IAsyncLifetime
{
    public SandboxServer Server { get; private set; } = null!;

    public ClusterConnection Connection { get; private set; } = null!;

    internal ImageApi Api => Connection.CreateApi();

    internal ClusterConfiguration Configuration => ConfigurationOf(Server);

    public async ValueTask InitializeAsync()
    {
        Server = await SandboxServer.StartAsync(new SandboxOptions());
        Connection = new ClusterConnection(Configuration);
    }

    public async ValueTask DisposeAsync()
    {
        Connection.Dispose();
        await Server.DisposeAsync();
    }

    /// <summary>How the admin of a sandbox connects to it.</summary>
    internal static ClusterConfiguration ConfigurationOf(SandboxServer server) => new()
    {
        Server = server.Address,
        CertificateAuthority = Pem(server.CertificateAuthorityPem),
        Credential = new TokenCredential(server.AdminToken),
    };

    public static X509Certificate2Collection Pem(string text)
    {
        var found = new X509Certificate2Collection();
        found.ImportFromPem(text);
        return found;
    }

    /// <summary>A name that no other test uses.</summary>
    public static string NewName() => "test-" + Guid.NewGuid().ToString("N");

    public static Image NewImage(string? name = null) => new()
    {
        Metadata = new ObjectMeta { Name = name ?? NewName() },
        DockerImageReference = "quay.io/example/app:1",
    };
}

/// <summary>Remembers what it is told.</summary>
internal sealed class RecordingObserver : IRequestObserver
{
    public List<string> Warnings { get; } = [];

    public List<RequestSummary> Requests { get; } = [];

    public List<string> Reconnections { get; } = [];

    public List<string> Headers { get; } = [];

    public RequestDetail Detail { get; init; } = RequestDetail.Headers;

    public ValueTask HeadersAsync(string text, CancellationToken cancellationToken) => Add(Headers, text);

    public ValueTask WarnAsync(string message, CancellationToken cancellationToken) => Add(Warnings, message);

    public ValueTask CompletedAsync(RequestSummary summary, CancellationToken cancellationToken) =>
        Add(Requests, summary);

    public ValueTask RetryingAsync(string message, CancellationToken cancellationToken) => Add(Reconnections, message);

    public List<OpenShiftImageException> Failures { get; } = [];

    public List<string> Messages { get; } = [];

    public ValueTask FailedAsync(OpenShiftImageException failure, CancellationToken cancellationToken) =>
        Add(Failures, failure);

    public ValueTask InformAsync(string message, CancellationToken cancellationToken) => Add(Messages, message);

    private static ValueTask Add<T>(List<T> list, T item)
    {
        lock (list)
        {
            list.Add(item);
        }

        return ValueTask.CompletedTask;
    }
}
