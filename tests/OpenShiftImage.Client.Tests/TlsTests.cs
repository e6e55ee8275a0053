using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenShiftImage.Api;
using OpenShiftImage.Configuration;
using OpenShiftImage.Sandbox;
using OpenShiftImage.Sandbox.Hosting;
using OpenShiftImage.Transport;

namespace OpenShiftImage.Client.Tests;

/// <summary>Handshakes in which more than the server's certificate counts: client certificates, and proxies on the way.</summary>
public sealed class TlsTests
{
    [Fact]
    public async Task A_client_certificate_that_a_plugin_renews_is_used_from_then_on()
    {
        using var certificates = new SandboxCertificates();
        using var old = certificates.Issue("old");
        using var renewed = certificates.Issue("renewed");
        var seen = new List<string>();
        await using var server = await StartAsync(certificates, context =>
        {
            var name = context.Connection.ClientCertificate?.GetNameInfo(X509NameType.SimpleName, false) ?? "none";
            lock (seen)
            {
                seen.Add(name);
            }

            return name;
        });
        var credential = new Plugin(old, renewed);
        using var connection = new ClusterConnection(new ClusterConfiguration
        {
            Server = Address(server),
            CertificateAuthority = SandboxFixture.Pem(certificates.AuthorityPem),
            Credential = credential,
        });
        Assert.Equal("v1", await connection.CreateApi().GetServerVersionAsync());
        Assert.Equal("v1", await connection.CreateApi().GetServerVersionAsync());
        Assert.Equal(["old", "renewed", "renewed"], seen);
        Assert.Equal(1, credential.Renewals);
    }

    [Fact]
    public async Task A_dead_proxy_is_named_without_its_password()
    {
        using var transport = new ClusterTransport(new ClusterConfiguration
        {
            Server = new Uri("https://api.example.com:6443"),
            Proxy = new Uri("http://user:secret@127.0.0.1:1"),
            RetryTimeout = TimeSpan.Zero,
        });
        var error = await Assert.ThrowsAsync<TransportException>(() => new ImageApi(transport).GetAsync("x"));
        Assert.StartsWith(
            "No connection to https://api.example.com:6443/ through the proxy http://127.0.0.1:1/: ",
            error.Message,
            StringComparison.Ordinal);
        Assert.DoesNotContain("secret", error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_certificate_does_not_say_what_is_downloaded(bool skipsCheck)
    {
        // Its issuer is said to be had from an address, which nobody must ask.
        var asked = 0;
        await using var issuer = new StandInServer((_, _) =>
        {
            Interlocked.Increment(ref asked);
            return Task.CompletedTask;
        });
        using var authorityKey = System.Security.Cryptography.RSA.Create(2048);
        using var key = System.Security.Cryptography.RSA.Create(2048);
        var request = new CertificateRequest(
            "CN=127.0.0.1",
            key,
            System.Security.Cryptography.HashAlgorithmName.SHA256,
            System.Security.Cryptography.RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(
            new X509AuthorityInformationAccessExtension(null, [$"http://{issuer.Address}/issuer.crt"]));
        using var issued = request.Create(
            new X500DistinguishedName("CN=unknown issuer"),
            X509SignatureGenerator.CreateForRSA(authorityKey, System.Security.Cryptography.RSASignaturePadding.Pkcs1),
            DateTimeOffset.UtcNow.AddDays(-1),
            DateTimeOffset.UtcNow.AddDays(1),
            [1, 2, 3]);
        using var shown = X509CertificateLoader.LoadPkcs12(
            issued.CopyWithPrivateKey(key).Export(X509ContentType.Pkcs12), null);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(
            kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(shown)));
        await using var server = builder.Build();
        server.Run(context =>
        {
            context.Response.ContentType = "application/json";
            return context.Response.WriteAsync("""{"gitVersion":"v1"}""");
        });
        await server.StartAsync();
        // The server has looked for the issuer itself; what counts is what the client does.
        asked = 0;
        using var certificates = new SandboxCertificates();
        using var connection = new ClusterConnection(new ClusterConfiguration
        {
            Server = Address(server),
            CertificateAuthority = skipsCheck ? null : SandboxFixture.Pem(certificates.AuthorityPem),
            SkipCertificateCheck = skipsCheck,
            RetryTimeout = TimeSpan.Zero,
        });
        if (skipsCheck)
        {
            Assert.Equal("v1", await connection.CreateApi().GetServerVersionAsync());
        }
        else
        {
            var error =
                await Assert.ThrowsAsync<TransportException>(() => connection.CreateApi().GetServerVersionAsync());
            Assert.Equal(TransportException.CertificateNotTrusted, error.ErrorId);
        }

        Assert.Equal(0, asked);
    }

    [Theory]
    [InlineData("localhost", null)]
    [InlineData("api.example.com", TransportException.CertificateNotTrusted)]
    public async Task Through_a_proxy_the_name_to_check_is_the_chosen_one(string name, string? error)
    {
        await using var server = await SandboxServer.StartAsync(new SandboxOptions());
        var asked = new ConcurrentQueue<string>();
        await using var proxy = new StandInServer((socket, stop) => TunnelAsync(socket, asked, stop));
        using var connection = new ClusterConnection(SandboxFixture.ConfigurationOf(server) with
        {
            TlsServerName = name,
            Proxy = new Uri($"http://{proxy.Address}"),
            RetryTimeout = TimeSpan.Zero,
        });
        var ask = connection.CreateApi().GetServerVersionAsync();
        if (error is null)
        {
            Assert.NotNull(await ask);
        }
        else
        {
            Assert.Equal(error, (await Assert.ThrowsAsync<TransportException>(() => ask)).ErrorId);
        }

        // The tunnel leads to the address, whatever name the certificate is to have.
        Assert.All(
            asked,
            line => Assert.StartsWith($"CONNECT 127.0.0.1:{server.Address.Port} ", line, StringComparison.Ordinal));
        Assert.NotEmpty(asked);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_handshake_that_is_cut_is_a_connection_that_failed_and_is_tried_again(bool reset)
    {
        // A load balancer whose servers are down takes connections and drops them.
        var taken = 0;
        await using var server = new StandInServer((socket, _) =>
        {
            Interlocked.Increment(ref taken);
            socket.LingerState = new LingerOption(reset, 0);
            return Task.CompletedTask;
        });
        var observer = new RecordingObserver();
        using var connection = new ClusterConnection(new ClusterConfiguration
        {
            Server = new Uri($"https://{server.Address}"),
            RetryTimeout = TimeSpan.FromSeconds(30),
            Time = new InstantTime(longestPause: TimeSpan.FromSeconds(10)),
        });
        var error = await Assert.ThrowsAsync<TransportException>(() => connection.CreateApi(observer).GetAsync("x"));
        Assert.Equal(TransportException.ConnectionFailed, error.ErrorId);
        Assert.DoesNotContain("certificate", error.Message, StringComparison.Ordinal);
        Assert.NotEmpty(observer.Reconnections);
        Assert.True(taken > 1);
    }

    [Fact]
    public async Task A_server_without_TLS_is_a_TLS_failure()
    {
        await using var server = new StandInServer(async (socket, stop) =>
        {
            await socket.SendAsync("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n"u8.ToArray(), stop);
            // Open until the client has had enough.
            while (await socket.ReceiveAsync(new byte[1 << 10], stop) > 0)
            {
            }
        });
        using var connection = new ClusterConnection(
            new ClusterConfiguration { Server = new Uri($"https://{server.Address}") });
        var error = await Assert.ThrowsAsync<TransportException>(() => connection.CreateApi().GetAsync("x"))
            .WaitAsync(TimeSpan.FromSeconds(10));
        Assert.Equal(TransportException.TlsFailed, error.ErrorId);
    }

    private static Uri Address(WebApplication server) =>
        new(server.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    /// <summary>Starts a server that asks for a client certificate and turns away the one that is named "old".</summary>
    private static async Task<WebApplication> StartAsync(
        SandboxCertificates certificates, Func<HttpContext, string> name)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(
            kestrel => kestrel.Listen(
                IPAddress.Loopback, 0, listen => listen.UseHttps(certificates.Issue("127.0.0.1"), https =>
        {
            https.ClientCertificateMode = ClientCertificateMode.AllowCertificate;
            https.ClientCertificateValidation = (_, _, _) => true;
        })));
        var app = builder.Build();
        app.Run(context =>
        {
            context.Response.StatusCode = name(context) == "renewed" ? 200 : 401;
            context.Response.ContentType = "application/json";
            return context.Response.WriteAsync("""{"gitVersion":"v1"}""");
        });
        await app.StartAsync();
        return app;
    }

    /// <summary>Gives no token, but a certificate: another one when asked to renew.</summary>
    private sealed class Plugin(X509Certificate2 first, X509Certificate2 second) : ICredential
    {
        public int Renewals { get; private set; }

        public X509Certificate2Collection? ClientCertificate => Renewals == 0 ? [first] : [second];

        public ValueTask<AuthenticationHeaderValue?> GetAuthorizationAsync(
            bool renew, CancellationToken cancellationToken)
        {
            Renewals += renew ? 1 : 0;
            return ValueTask.FromResult<AuthenticationHeaderValue?>(null);
        }
    }

    /// <summary>Makes the tunnel that a connection to a proxy asks for, to a port of this machine.</summary>
    private static async Task TunnelAsync(
        Socket socket, ConcurrentQueue<string> asked, CancellationToken cancellationToken)
    {
        await using var near = new NetworkStream(socket);
        var head = new StringBuilder();
        var one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal)
            && await near.ReadAsync(one, cancellationToken) == 1)
        {
            head.Append((char)one[0]);
        }

        var line = head.ToString().Split("\r\n")[0];
        asked.Enqueue(line);
        using var client = new TcpClient();
        await client.ConnectAsync(IPEndPoint.Parse(line.Split(' ')[1]), cancellationToken);
        var far = client.GetStream();
        await near.WriteAsync("HTTP/1.1 200 Connection established\r\n\r\n"u8.ToArray(), cancellationToken);
        await Tunnel.PassOnAsync(near, far, cancellationToken);
    }
}
