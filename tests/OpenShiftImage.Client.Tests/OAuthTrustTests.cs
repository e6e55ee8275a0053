using System.Collections.Concurrent;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using OpenShiftImage.Configuration;
using OpenShiftImage.Login;
using OpenShiftImage.Tests.Kubectl;

namespace OpenShiftImage.Client.Tests;

/// <summary>Whom a login trusts: the API server by the cluster's authority alone, an OAuth server behind the router by the machine's too.</summary>
public sealed class OAuthTrustTests : IDisposable
{
    private readonly TestCertificates _pki = new();
    private readonly ConcurrentQueue<string> _requests = new();
    private string _oauth = "";

    public void Dispose() => _pki.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_password_goes_to_a_server_of_the_machine_s_authorities_unless_it_is_the_API_server(
        bool isApiServer)
    {
        using var clusters = TestCertificates.Issue(_pki.Root, "cluster", ["127.0.0.1"]);
        using var machines = TestCertificates.Issue(_pki.Stranger, "machine", ["127.0.0.1"]);
        var connections = 0;
        // Who has taken the place of the API server has no certificate of the cluster's.
        await using var api = new StandInServer((socket, stop) =>
            AnswerAsync(socket, Interlocked.Increment(ref connections) == 1 ? clusters : machines, stop));
        await using var router = new StandInServer((socket, stop) => AnswerAsync(socket, machines, stop));
        _oauth = isApiServer ? api.Address : router.Address;
        var configuration = new ClusterConfiguration
        {
            Server = new Uri($"https://{api.Address}"),
            CertificateAuthority = [_pki.Root],
            MachineAuthorities = [_pki.Stranger],
        };
        var error =
            await Assert.ThrowsAnyAsync<OpenShiftImageException>(
                () => OAuthLogin.LoginAsync(configuration, "developer", "x"));
        Assert.Equal(
            isApiServer ? TransportException.CertificateNotTrusted : ConfigurationException.CredentialFailed,
            error.ErrorId);
        Assert.Equal(
            isApiServer ? 0 : 1,
            _requests.Count(head => head.Contains("Authorization: Basic ", StringComparison.Ordinal)));
        Assert.StartsWith("GET /.well-known/oauth-authorization-server ", _requests.First(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_API_server_is_not_asked_for_its_login_where_only_the_machine_trusts_it()
    {
        using var machines = TestCertificates.Issue(_pki.Stranger, "machine", ["127.0.0.1"]);
        await using var api = new StandInServer((socket, stop) => AnswerAsync(socket, machines, stop));
        var error = await Assert.ThrowsAsync<TransportException>(() => OAuthLogin.LoginAsync(
            new ClusterConfiguration
            {
                Server = new Uri($"https://{api.Address}"),
                CertificateAuthority = [_pki.Root],
                MachineAuthorities = [_pki.Stranger],
            },
            "developer",
            "x"));
        Assert.Equal(TransportException.CertificateNotTrusted, error.ErrorId);
        Assert.Empty(_requests);
    }

    /// <summary>Takes one request over a connection with a certificate: tells where to log in, and takes no password.</summary>
    private async Task AnswerAsync(Socket socket, X509Certificate2 certificate, CancellationToken stop)
    {
        await using var tls = new SslStream(new NetworkStream(socket));
        try
        {
            var shown = SslStreamCertificateContext.Create(certificate, [], offline: true);
            await tls.AuthenticateAsServerAsync(
                new SslServerAuthenticationOptions { ServerCertificateContext = shown }, stop);
        }
        catch (AuthenticationException)
        {
            // The client does not trust the certificate.
            return;
        }

        var head = new StringBuilder();
        var one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            if (await tls.ReadAsync(one, stop) == 0)
            {
                return;
            }

            head.Append((char)one[0]);
        }

        _requests.Enqueue(head.ToString());
        var root = $"https://{_oauth}/oauth";
        var answer = head.ToString().Contains("/.well-known/", StringComparison.Ordinal)
            ? RawHttpServer.Json(
                $"{{\"authorization_endpoint\":\"{root}/authorize\",\"token_endpoint\":\"{root}/token\"}}")
            : "HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Basic realm=\"x\"\r\nContent-Length: 0\r\n\r\n";
        await tls.WriteAsync(
            Encoding.UTF8.GetBytes(
                answer.Replace(
                    "\r\nContent-Length", "\r\nConnection: close\r\nContent-Length", StringComparison.Ordinal)),
            stop);
    }
}
