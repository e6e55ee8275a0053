using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using OpenShiftImage.Api;
using OpenShiftImage.Configuration;
using OpenShiftImage.Login;
using OpenShiftImage.Sandbox;

namespace OpenShiftImage.Client.Tests;

/// <summary>The login by password, against a stand-in for the OAuth server of OpenShift.</summary>
public sealed class OAuthLoginTests : IAsyncLifetime
{
    private static readonly string s_password = "Basic "
        + Convert.ToBase64String(Encoding.UTF8.GetBytes("developer:pa:ss wörd"));

    private SandboxServer _server = null!;
    private string _challenge = "";
    private bool _hasCodeChallenge = true;
    private string? _error;
    private int _passwords;
    private SandboxServer? _other;
    private Func<string, string>? _endpoint;

    /// <summary>The OAuth server: the cluster's API server itself, or one of its own.</summary>
    private SandboxServer OAuth => _other ?? _server;

    private ClusterConfiguration Cluster =>
        new() { Server = _server.Address, CertificateAuthority = SandboxFixture.Pem(_server.CertificateAuthorityPem) };

    public async ValueTask InitializeAsync()
    {
        _server = await SandboxServer.StartAsync(new SandboxOptions { Images = 1 });
        _server.Intercept = AnswerAsync;
    }

    public async ValueTask DisposeAsync() => await _server.DisposeAsync();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_password_becomes_a_token_with_or_without_a_code(bool hasCodeChallenge)
    {
        _hasCodeChallenge = hasCodeChallenge;
        var token = await OAuthLogin.LoginAsync(Cluster, "developer", "pa:ss wörd");
        using var connection = new ClusterConnection(Cluster with { Credential = token });
        Assert.Single((await connection.CreateApi().ListPageAsync(new ListOptions())).Items);
        Assert.DoesNotContain(_server.AdminToken, token.ToString(), StringComparison.Ordinal);
        Assert.Equal(1, _passwords);
    }

    [Fact]
    public async Task A_wrong_password_is_told_without_the_password()
    {
        var error =
            await Assert.ThrowsAsync<ConfigurationException>(
                () => OAuthLogin.LoginAsync(Cluster, "developer", "not-it-at-all"));
        Assert.Equal(ConfigurationException.CredentialFailed, error.ErrorId);
        Assert.Contains("'developer'", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("not-it-at-all", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refused_login_reports_the_server_s_reason()
    {
        _error = "access_denied";
        var error =
            await Assert.ThrowsAsync<ConfigurationException>(
                () => OAuthLogin.LoginAsync(Cluster, "developer", "pa:ss wörd"));
        Assert.Contains("access_denied: not today", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cluster_without_such_a_login_says_so()
    {
        _server.Intercept = null;
        var error =
            await Assert.ThrowsAsync<ConfigurationException>(() => OAuthLogin.LoginAsync(Cluster, "developer", "x"));
        Assert.Contains("no login by password", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_password_goes_to_no_server_whose_certificate_is_not_trusted()
    {
        var error =
            await Assert.ThrowsAsync<TransportException>(
                () => OAuthLogin.LoginAsync(Cluster with { CertificateAuthority = null }, "developer", "x"));
        Assert.Equal(TransportException.CertificateNotTrusted, error.ErrorId);
    }

    [Fact]
    public async Task The_password_goes_to_the_OAuth_server_only_and_its_token_endpoint_never_sees_it()
    {
        await using var other = _other = await SandboxServer.StartAsync(new SandboxOptions { Images = 1 });
        _other.Intercept = AnswerAsync;
        var token = await OAuthLogin.LoginAsync(
            Cluster with
            {
                CertificateAuthority = SandboxFixture.Pem(
                    $"{_server.CertificateAuthorityPem}\n{other.CertificateAuthorityPem}"),
            }, "developer", "pa:ss wörd");
        Assert.Equal("Bearer " + other.AdminToken, (await token.GetAuthorizationAsync(false, default))!.ToString());
        Assert.Equal(["/.well-known/oauth-authorization-server"], _server.Requests.Select(request => request.Target));
        Assert.Equal(
            ["/oauth/authorize", "/oauth/token"], other.Requests.Select(request => request.Target.Split('?')[0]));
        var secrets = (string[])[s_password["Basic ".Length..], "wörd", "w%C3%B6rd"];
        foreach (var request in (LoggedRequest[])[.. _server.Requests, other.Requests[1]])
        {
            var everything = $"{request.Target} {string.Join(' ', request.Headers.Values)} {request.Body}";
            Assert.DoesNotContain(secrets, secret => everything.Contains(secret, StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData("authorization")]
    [InlineData("token")]
    public async Task An_OAuth_server_without_TLS_gets_nothing(string which)
    {
        // Whoever sent something there would fail for not knowing the host.
        _endpoint = name => name == which ? "http://oauth.invalid" : _server.Address.GetLeftPart(UriPartial.Authority);
        var error =
            await Assert.ThrowsAsync<ConfigurationException>(
                () => OAuthLogin.LoginAsync(Cluster, "developer", "pa:ss wörd"));
        Assert.Equal(ConfigurationException.CredentialFailed, error.ErrorId);
        Assert.Equal(0, _passwords);
        Assert.Single(_server.Requests);
    }

    [Fact]
    public async Task A_login_ends_after_30_seconds()
    {
        var time = new InstantTime(longestPause: TimeSpan.FromSeconds(10));
        _server.Intercept = StallAsync;
        var login = OAuthLogin.LoginAsync(Cluster with { Time = time }, "developer", "x");
        await time.PassAsync(TimeSpan.FromSeconds(30));
        var error = await Assert.ThrowsAsync<TransportException>(() => login);
        Assert.Equal(TransportException.RequestTimeout, error.ErrorId);
        Assert.Contains("within 30 seconds", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_login_can_be_cancelled()
    {
        using var stop = new CancellationTokenSource();
        _server.Intercept = async context =>
        {
            await stop.CancelAsync();
            return await StallAsync(context);
        };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => OAuthLogin.LoginAsync(Cluster, "developer", "x", stop.Token));
    }

    private static async Task<bool> StallAsync(HttpContext context)
    {
        var gone = new TaskCompletionSource();
        await using var registration = context.RequestAborted.Register(gone.SetResult);
        await gone.Task;
        return true;
    }

    private async Task<bool> AnswerAsync(HttpContext context)
    {
        var root = OAuth.Address.GetLeftPart(UriPartial.Authority);
        _passwords += context.Request.Headers.Authorization == s_password ? 1 : 0;
        switch (context.Request.Path.Value)
        {
            case "/.well-known/oauth-authorization-server":
                var methods = _hasCodeChallenge ? "[\"plain\",\"S256\"]" : "[]";
                var (authorization, token) = (_endpoint?.Invoke("authorization")
                    ?? root, _endpoint?.Invoke("token") ?? root);
                await context.Response.WriteAsync(
                    $"{{\"issuer\":\"{root}\",\"authorization_endpoint\":\"{authorization}/oauth/authorize\",\"token_endpoint\":\"{token}/oauth/token\",\"code_challenge_methods_supported\":{methods}}}");
                return true;
            case "/oauth/authorize":
                Authorize(context, root);
                return true;
            case "/oauth/token":
                var form = Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(OAuth.Requests[^1].Body);
                var proof = Convert.ToBase64String(SHA256.HashData(Encoding.ASCII.GetBytes(form["code_verifier"]!)))
                    .TrimEnd('=')
                    .Replace('+', '-')
                    .Replace('/', '_');
                var good = form["code"] == "the-code"
                    && proof == _challenge
                    && form["redirect_uri"] == root + "/oauth/token/implicit"
                    && context.Request.Headers.Authorization == "Basic "
                        + Convert.ToBase64String("openshift-challenging-client:"u8);
                await context.Response.WriteAsync(
                    good
                        ? $"{{\"access_token\":\"{OAuth.AdminToken}\",\"token_type\":\"Bearer\"}}"
                        : "{\"error\":\"invalid_grant\"}");
                return true;
            default:
                return false;
        }
    }

    private void Authorize(HttpContext context, string root)
    {
        var query = context.Request.Query;
        if (context.Request.Headers.Authorization != s_password
            || !context.Request.Headers.ContainsKey("X-CSRF-Token")
                || query["client_id"] != "openshift-challenging-client")
        {
            context.Response.StatusCode = 401;
            context.Response.Headers.WWWAuthenticate = "Basic realm=\"openshift\"";
            return;
        }

        _challenge = query["code_challenge"].ToString();
        context.Response.StatusCode = 302;
        context.Response.Headers.Location = $"{root}/oauth/token/implicit"
            + (_error is not null ? $"?error={_error}&error_description=not+today"
            : query["response_type"] == "code" ? "?code=the-code"
            : $"#access_token={_server.AdminToken}&expires_in=86400&token_type=Bearer");
    }
}
