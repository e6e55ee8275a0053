using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace OpenShiftImage.Tests.Kubectl;

/// <summary>A request as the recording server saw it, in words that can be compared.</summary>
internal sealed record RecordedRequest(
    string Path, string Listener, string Host, string? Sni, string Authorization, string Impersonation, string Client);

/// <summary>A server that listens once for each certificate, answers every request, and remembers what it was asked, by whom and how.</summary>
internal sealed class RecordingServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<RecordedRequest> _requests;
    private readonly List<X509Certificate2> _certificates;

    private RecordingServer(
        WebApplication app,
        ConcurrentQueue<RecordedRequest> requests,
        IReadOnlyDictionary<string, int> ports,
        List<X509Certificate2> certificates) =>
        (_app, _requests, Ports, _certificates) = (app, requests, ports, certificates);

    /// <summary>The port of each listener: of the certificate that it shows, or <c>plain</c>.</summary>
    public IReadOnlyDictionary<string, int> Ports { get; }

    public static async Task<RecordingServer> StartAsync(TestCertificates pki)
    {
        string[] hosts = ["127.0.0.1", "localhost", "api.table.test"];
        var listeners = new Dictionary<string, (X509Certificate2 Leaf, X509Certificate2Collection Chain)>
        {
            ["good"] = (TestCertificates.Issue(pki.Root, "good", hosts), []),
            ["chain"] = (TestCertificates.Issue(pki.Intermediate, "chain", hosts), [pki.Intermediate]),
            ["nochain"] = (TestCertificates.Issue(pki.Intermediate, "nochain", hosts), []),
            ["forged"] = (TestCertificates.Issue(pki.Impostor, "forged", hosts), []),
            ["stranger"] = (TestCertificates.Issue(pki.Stranger, "stranger", hosts), []),
            ["otherhost"] = (TestCertificates.Issue(pki.Root, "otherhost", ["other.table.test"]), []),
            ["wildcard"] = (TestCertificates.Issue(pki.Root, "wildcard", ["*.table.test"]), []),
            ["cnonly"] = (TestCertificates.Issue(pki.Root, "127.0.0.1", []), []),
            ["dnsip"] = (TestCertificates.Issue(pki.Root, "localhost", ["localhost"]), []),
            ["sha1"] = (TestCertificates.Issue(pki.Root, "sha1", hosts, isSha1: true), []),
            ["expired"] = (TestCertificates.Issue(pki.Root, "expired", hosts, from: -10, to: -1), []),
            ["future"] = (TestCertificates.Issue(pki.Root, "future", hosts, from: 5, to: 10), []),
            ["clientusage"] = (TestCertificates.Issue(pki.Root, "clientusage", hosts, usage: "client"), []),
            ["nousage"] = (TestCertificates.Issue(pki.Root, "nousage", hosts, usage: null), []),
        };
        var requests = new ConcurrentQueue<RecordedRequest>();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        var ports = new Dictionary<string, int>();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            foreach (var (name, (leaf, chain)) in listeners)
            {
                var shown = SslStreamCertificateContext.Create(leaf, chain, offline: true);
                kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(new TlsHandshakeCallbackOptions
                {
                    OnConnection = context => ValueTask.FromResult(new SslServerAuthenticationOptions
                    {
                        ServerCertificateContext = shown,
                        ApplicationProtocols = [SslApplicationProtocol.Http2, SslApplicationProtocol.Http11],
                        ClientCertificateRequired = true,
                        RemoteCertificateValidationCallback = (_, _, received, _) =>
                        {
                            context.Connection.Items["chain"] =
                                received?.ChainPolicy.ExtraStore.Select(item => item.Subject).ToList();
                            return true;
                        },
                    }),
                }));
            }

            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http1);
        });
        var app = builder.Build();
        app.Run(async context =>
        {
            requests.Enqueue(Record(context, ports));
            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync("""{"major":"1","minor":"32","gitVersion":"v1.32.0"}""");
        });
        await app.StartAsync();
        // In the order in which they were told to listen.
        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
        foreach (var (name, address) in listeners.Keys.Append("plain").Zip(addresses))
        {
            ports[name] = new Uri(address).Port;
        }

        return new RecordingServer(app, requests, ports, [.. listeners.Values.Select(item => item.Leaf)]);
    }

    /// <summary>The certificate that a listener shows.</summary>
    public X509Certificate2 Certificate(string name) => _certificates.First(item => item.Subject == "CN=" + name);

    /// <summary>Returns what was asked since the last call.</summary>
    public IReadOnlyList<RecordedRequest> Take()
    {
        var taken = new List<RecordedRequest>();
        while (_requests.TryDequeue(out var request))
        {
            taken.Add(request);
        }

        return taken;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        _certificates.ForEach(item => item.Dispose());
    }

    private static RecordedRequest Record(HttpContext context, Dictionary<string, int> ports)
    {
        var listener = ports.First(item => item.Value == context.Connection.LocalPort).Key;
        var impersonation = context.Request.Headers.Where(
            header => header.Key.StartsWith("Impersonate-", StringComparison.OrdinalIgnoreCase))
            .SelectMany(header => header.Value.Select(value => $"{header.Key.ToLowerInvariant()}: {value}"))
            .Order(StringComparer.Ordinal);
        var chain = context.Features.Get<IConnectionItemsFeature>()?.Items.TryGetValue("chain", out var value) == true
            ? value as List<string>
            : null;
        var client = context.Connection.ClientCertificate is { } certificate
            ? string.Join(
                " < ",
                new[] { certificate.Subject }.Concat((chain ?? []).Where(subject => subject != certificate.Subject)))
            : "none";
        return new RecordedRequest(
            context.Request.Path,
            listener,
            // Of names of hosts the case says nothing.
            context.Request.Host.Value?.ToLowerInvariant() ?? "",
            context.Features.Get<ITlsHandshakeFeature>()?.HostName?.ToLowerInvariant(),
            context.Request.Headers.Authorization.ToString(),
            string.Join(" | ", impersonation),
            client);
    }
}
