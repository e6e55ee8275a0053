using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Http;
using OpenShiftImage.Client.Tests;
using OpenShiftImage.Configuration;
using OpenShiftImage.Kubernetes.Oidc;
using OpenShiftImage.Sandbox.Hosting;

namespace OpenShiftImage.Kubernetes.Tests.Oidc;

/// <summary>What goes wrong with an OIDC issuer is an error that says what and what to do, and no secret.</summary>
[Collection("Environment")]
public sealed class OidcFailureTests : TemporaryFolder
{
    private readonly InstantTime _time = new(longestPause: TimeSpan.FromSeconds(20));
    private readonly string? _proxy = Environment.GetEnvironmentVariable("HTTPS_PROXY");

    /// <summary>Status and body of the token endpoint, and what is told.</summary>
    public static TheoryData<int, string, string> Answers => new()
    {
        {
            400,
            """{"error":"invalid_grant","error_description":"refresh-0 of client+secret/1 is over"}""",
            "invalid_grant: ******** of ******** is over. Log in again"
        },
        { 401, """{"error":"invalid_client"}""", "invalid_client. Check 'client-id' and 'client-secret'" },
        { 200, """{"error":"temporarily_unavailable"}""", "temporarily_unavailable. Check 'idp-issuer-url'" },
        { 503, "<html>refresh-0</html>", "it answered 503, and what it says is not the JSON" },
        { 200, "<html>refresh-0</html>", "it answered 200, and what it says is not the JSON" },
        { 200, "[]", "it answered 200, and what it says is not the JSON" },
        { 200, """{"access_token":"a"}""", "without an id_token: either the login did not ask for the scope 'openid'" },
        { 200, """{"id_token":""}""", "or the issuer gives none for a refresh token" },
        { 200, """{"id_token":"refresh-0"}""", "no JSON Web Token" },
        { 302, "", "it answered 302" },
    };

    /// <summary>Status and body of the discovery document, and what is told.</summary>
    public static TheoryData<int, string, string> Documents => new()
    {
        { 404, "", "answered 404. Check 'idp-issuer-url'" },
        { 200, "<html>", "names no token_endpoint" },
        { 200, "{}", "names no token_endpoint" },
        { 200, """{"token_endpoint":7}""", "names no token_endpoint" },
        { 200, """{"token_endpoint":"/token"}""", "'/token' is no https address" },
        { 200, """{"token_endpoint":"http://idp.example.com/token"}""", "is http, over which no refresh token" },
        {
            200,
            """{"token_endpoint":"https://me:secret@idp.example.com/token"}""",
            "'https://********@idp.example.com/token' is no https address"
        },
    };

    [Theory]
    [MemberData(nameof(Answers))]
    public async Task What_the_token_endpoint_answers_instead_of_a_token_is_told(int status, string body, string told)
    {
        await using var issuer = await StandInIssuer.StartAsync(_time);
        issuer.Intercept = context => StandInIssuer.AnswerAsync(context, "/token", status, body);
        var error = await FailAsync(issuer.ToUser(Expired));
        Assert.Contains(told, error.Message, StringComparison.Ordinal);
        Assert.Contains(issuer.Address, error.Message, StringComparison.Ordinal);
        Assert.Equal(issuer.Address, error.Target);
    }

    [Theory]
    [MemberData(nameof(Documents))]
    public async Task What_the_issuer_answers_instead_of_its_configuration_is_told(int status, string body, string told)
    {
        await using var issuer = await StandInIssuer.StartAsync(_time);
        issuer.Intercept = context => StandInIssuer.AnswerAsync(context, "/tenant/.well-known/openid-configuration", status, body);
        var error = await FailAsync(issuer.ToUser(Expired));
        Assert.Contains(told, error.Message, StringComparison.Ordinal);
        Assert.Empty(issuer.Forms);
    }

    [Fact]
    public async Task An_issuer_of_another_authority_is_not_trusted()
    {
        await using var issuer = await StandInIssuer.StartAsync(_time);
        using var other = new SandboxCertificates();
        var data = Convert.ToBase64String(Encoding.ASCII.GetBytes(other.AuthorityPem));
        var error = await FailAsync(issuer.ToUser(Expired, "idp-certificate-authority-data: " + data));
        Assert.Contains("is not trusted", error.Message, StringComparison.Ordinal);
        Assert.Contains("'idp-certificate-authority'", error.Message, StringComparison.Ordinal);
        Assert.Empty(issuer.Paths);
    }

    [Fact]
    public async Task The_authority_of_the_cluster_does_not_count_for_the_issuer()
    {
        await using var issuer = await StandInIssuer.StartAsync(_time);
        var data = Convert.ToBase64String(Encoding.ASCII.GetBytes(issuer.AuthorityPem));
        var error = await FailAsync(issuer.ToUser(Expired, "unknown: ''"), "certificate-authority-data: " + data);
        Assert.Contains("is not trusted", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_issuer_with_a_certificate_for_another_host_is_not_trusted()
    {
        await using var issuer = await StandInIssuer.StartAsync(_time, host: "idp.example.com");
        var error = await FailAsync(issuer.ToUser(Expired));
        Assert.Contains("not for '127.0.0.1': it is for idp.example.com", error.Message, StringComparison.Ordinal);
        Assert.Empty(issuer.Paths);
    }

    [Fact]
    public async Task An_issuer_that_is_down_is_told()
    {
        var issuer = await StandInIssuer.StartAsync(_time);
        var user = issuer.ToUser(Expired);
        await issuer.DisposeAsync();
        var error = await FailAsync(user);
        Assert.Contains("No connection to https://127.0.0.1", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://idp.example.com", "is http, over which no refresh token is sent")]
    [InlineData("https://me:secret@idp.example.com", "'https://********@idp.example.com' is no https address")]
    [InlineData("idp.example.com", "is no https address")]
    public async Task An_address_that_no_refresh_token_may_go_to_is_refused(string address, string told)
    {
        var config = $"{{idp-issuer-url: '{address}', client-id: c, id-token: {Expired}, refresh-token: refresh-0}}";
        var error = await FailAsync($"auth-provider: {{name: oidc, config: {config}}}");
        Assert.Contains(told, error.Message, StringComparison.Ordinal);
        Assert.Contains("the idp-issuer-url '", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "The kubeconfig has no id-token")]
    [InlineData("expired", "The id-token of the kubeconfig has expired")]
    [InlineData("no-token", "is no JSON Web Token")]
    [InlineData("a.%%%.c", "is no JSON Web Token")]
    [InlineData("a.bm90anNvbg.c", "is no JSON Web Token")]
    public async Task An_id_token_that_cannot_be_sent_or_refreshed_asks_for_a_login(string idToken, string told)
    {
        var token = idToken == "expired" ? Expired : idToken;
        var config = $"{{idp-issuer-url: 'https://idp.example.com', client-id: c, id-token: '{token}'}}";
        var error = await FailAsync($"auth-provider: {{name: oidc, config: {config}}}");
        Assert.Contains(told, error.Message, StringComparison.Ordinal);
        Assert.EndsWith("Log in again.", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{client-id: c}", "has no idp-issuer-url")]
    [InlineData("{idp-issuer-url: 'https://idp.example.com'}", "has no client-id")]
    [InlineData(
        "{idp-issuer-url: 'https://idp.example.com', client-id: c, idp-certificate-authority-data: '%'}",
        "is not base64")]
    public void A_provider_without_an_issuer_or_a_client_is_refused(string config, string told)
    {
        var user = $"auth-provider: {{name: oidc, config: {config}}}";
        var error = Assert.Throws<ConfigurationException>(() => Load(user));
        Assert.Equal(ConfigurationException.InvalidKubeconfig, error.ErrorId);
        Assert.Contains(told, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_longer_than_one_mebibyte_is_refused()
    {
        await using var issuer = await StandInIssuer.StartAsync(_time);
        issuer.Intercept = context => StandInIssuer.AnswerAsync(context, "/token", 200, new string(' ', (1 << 20) + 1));
        var error = await FailAsync(issuer.ToUser(Expired));
        Assert.Contains("longer than 1 MiB", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_issuer_that_does_not_answer_is_given_up_after_30_seconds()
    {
        await using var issuer = await StandInIssuer.StartAsync(_time);
        issuer.Intercept = async context =>
        {
            var gone = new TaskCompletionSource();
            await using var registration = context.RequestAborted.Register(gone.SetResult);
            await gone.Task;
            return true;
        };
        var failure = FailAsync(issuer.ToUser(Expired));
        await _time.PassAsync(TimeSpan.FromSeconds(30));
        Assert.Contains("did not answer within 30 seconds", (await failure).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_a_failure_the_next_request_asks_the_issuer_again()
    {
        await using var issuer = await StandInIssuer.StartAsync(_time);
        issuer.Intercept = context => StandInIssuer.AnswerAsync(context, "/tenant/.well-known/openid-configuration", 503, "");
        var user = issuer.ToUser(Expired);
        await FailAsync(user);
        issuer.Intercept = _ => Task.FromResult(false);
        var header = await Load(user).GetAuthorizationAsync(false, default);
        Assert.Equal(issuer.IdToken, header!.Parameter);
    }

    [Fact]
    public async Task The_proxy_of_the_environment_leads_to_the_issuer()
    {
        using var proxy = new TcpListener(IPAddress.Loopback, 0);
        proxy.Start();
        Environment.SetEnvironmentVariable("HTTPS_PROXY", $"http://{proxy.LocalEndpoint}");
        var tokens = $"id-token: {Expired}, refresh-token: refresh-0";
        var config = $"{{idp-issuer-url: 'https://idp.example.com', client-id: c, {tokens}}}";
        var failure = FailAsync($"auth-provider: {{name: oidc, config: {config}}}");
        using var client = await proxy.AcceptTcpClientAsync();
        using var reader = new StreamReader(client.GetStream());
        Assert.StartsWith("CONNECT idp.example.com:443", await reader.ReadLineAsync(), StringComparison.Ordinal);
        await client.GetStream().WriteAsync("HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n"u8.ToArray());
        Assert.Contains($"the proxy http://{proxy.LocalEndpoint}", (await failure).Message, StringComparison.Ordinal);
    }

    protected override void Restore() => Environment.SetEnvironmentVariable("HTTPS_PROXY", _proxy);

    private string Expired => field ??= StandInIssuer.NewIdToken(_time, -TimeSpan.FromMinutes(1));

    private async Task<ConfigurationException> FailAsync(string user, string cluster = "")
    {
        var credential = Load(user, cluster);
        var error = await Assert.ThrowsAsync<ConfigurationException>(
            () => credential.GetAuthorizationAsync(false, default).AsTask());
        Assert.Equal(ConfigurationException.CredentialFailed, error.ErrorId);
        Assert.All([StandInIssuer.ClientSecret, "refresh-0", "secret@", Expired], secret =>
            Assert.DoesNotContain(secret, error + error.Target, StringComparison.Ordinal));
        return error;
    }

    private OidcCredential Load(string user, string cluster = "")
    {
        var request = new KubeconfigRequest { Paths = [Write("config", Kubeconfig(user, cluster))] };
        var credential = (OidcCredential)new KubeconfigSource().Load(request).Credential!;
        credential.Time = _time;
        return credential;
    }
}
