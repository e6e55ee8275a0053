using Microsoft.AspNetCore.Http;
using OpenShiftImage.Client.Tests;
using OpenShiftImage.Configuration;
using OpenShiftImage.Kubernetes.Oidc;
using OpenShiftImage.Sandbox.Hosting;

namespace OpenShiftImage.Kubernetes.Tests.Oidc;

/// <summary>What is sent to an OIDC issuer, how often, and which users share what it gives.</summary>
[Collection("Environment")]
public sealed class OidcExchangeTests : TemporaryFolder
{
    private const string Discovery = "/tenant/.well-known/openid-configuration";

    private readonly InstantTime _time = new(longestPause: TimeSpan.FromSeconds(20));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_client_says_who_it_is_in_the_header_and_then_in_the_body(bool hasSecret)
    {
        await using var issuer = await StandInIssuer.StartAsync(_time);
        var sent = new List<(string Authorization, string Accept, string Method)>();
        issuer.Intercept = context =>
        {
            if (context.Request.Path == "/token")
            {
                var headers = context.Request.Headers;
                sent.Add((headers.Authorization.ToString(), headers.Accept.ToString(), context.Request.Method));
            }

            return StandInIssuer.AnswerAsync(context, "/token", 400, """{"error":"invalid_client"}""");
        };
        var user = issuer.ToUser(Expired);
        if (!hasSecret)
        {
            var line = $"    client-secret: {StandInIssuer.ClientSecret}\n";
            user = user.Replace(line, "", StringComparison.Ordinal);
        }

        await FailAsync(Load(user));

        var client = hasSecret ? "the+client:client%2Bsecret%2F1" : "the+client:";
        var basic = "Basic " + Convert.ToBase64String(System.Text.Encoding.ASCII.GetBytes(client));
        Assert.Equal([(basic, "application/json", "POST"), ("", "application/json", "POST")], sent);
        var forms = issuer.Forms.ToList();
        Assert.Equal(["grant_type", "refresh_token"], forms[0].Keys);
        Assert.Equal(
            hasSecret ? ["client_id", "client_secret", "grant_type", "refresh_token"]
                : ["client_id", "grant_type", "refresh_token"],
            forms[1].Keys.Order(StringComparer.Ordinal));
        Assert.Equal(StandInIssuer.ClientId, forms[1]["client_id"]);
        Assert.All(forms, form => Assert.Equal("refresh_token", form["grant_type"]));
    }

    [Theory]
    [InlineData("invalid_grant", "invalid_client", "invalid_grant. Log in again")]
    [InlineData("invalid_client", "invalid_grant", "invalid_grant. Log in again")]
    [InlineData("invalid_client", "unauthorized_client", "unauthorized_client. Check 'client-id'")]
    [InlineData("invalid_request", "invalid_client", "invalid_client. Check 'client-id' and 'client-secret'")]
    public async Task Of_two_refusals_the_one_that_tells_more_is_told_and_the_next_time_both_ways_are_tried(
        string first, string second, string told)
    {
        await using var issuer = await StandInIssuer.StartAsync(_time);
        issuer.Intercept = context => StandInIssuer.AnswerAsync(
            context, "/token", 400, $$"""{"error":"{{(issuer.Forms.Count % 2 == 1 ? first : second)}}"}""");
        var credential = Load(issuer.ToUser(Expired));
        var error = await FailAsync(credential);
        Assert.Contains("/token gave no token: " + told, error.Message, StringComparison.Ordinal);
        await FailAsync(credential);
        Assert.Equal(4, issuer.Forms.Count);
    }

    [Fact]
    public async Task The_way_that_worked_is_the_only_one_that_is_tried_until_the_kubeconfig_changes()
    {
        await using var issuer = await StandInIssuer.StartAsync(_time, wantsSecretInBody: true);
        var credential = Load(issuer.ToUser(Expired));
        await credential.GetAuthorizationAsync(false, default);
        Assert.Equal(2, issuer.Forms.Count);
        _time.Advance(TimeSpan.FromMinutes(6));
        issuer.Intercept = context => StandInIssuer.AnswerAsync(context, "/token", 400, """{"error":"invalid_request"}""");
        await FailAsync(credential);
        Assert.Equal(3, issuer.Forms.Count);
        Assert.Contains("client_id", issuer.Forms.Last().Keys);
    }

    [Theory]
    [InlineData("")]
    [InlineData("/")]
    public async Task The_issuer_s_configuration_is_below_its_path(string end)
    {
        await using var issuer = await StandInIssuer.StartAsync(_time);
        var user = issuer.ToUser(Expired).Replace("/tenant\n", $"/tenant{end}\n", StringComparison.Ordinal);
        var header = await Load(user).GetAuthorizationAsync(false, default);
        Assert.Equal(issuer.IdToken, header!.Parameter);
        Assert.Equal([Discovery, "/token"], issuer.Paths);
    }

    [Theory]
    [InlineData("https://idp.example.com/token#a", "'https://idp.example.com/token#a' is no https address")]
    [InlineData("ftp://idp.example.com/token", "'ftp://idp.example.com/token' is no https address")]
    [InlineData("https:///token", "is no https address")]
    [InlineData("http://idp.example.com/token?secret=1", "'http://idp.example.com/token' is http, over which")]
    [InlineData("", "the token_endpoint '' is no https address")]
    public async Task A_token_endpoint_that_no_secret_may_go_to_is_refused(string endpoint, string told)
    {
        await using var issuer = await StandInIssuer.StartAsync(_time);
        issuer.Intercept = context => StandInIssuer.AnswerAsync(context, Discovery, 200, $$"""{"token_endpoint":"{{endpoint}}"}""");
        var error = await FailAsync(Load(issuer.ToUser(Expired)));
        Assert.Contains(told, error.Message, StringComparison.Ordinal);
        Assert.Contains("token_endpoint", error.Message, StringComparison.Ordinal);
        Assert.Empty(issuer.Forms);
    }

    [Theory]
    [InlineData("null", "the token_endpoint '' is")]
    [InlineData("\"a\"", "the token_endpoint 'a' is")]
    public async Task A_configuration_without_a_token_endpoint_is_refused(string value, string told)
    {
        await using var issuer = await StandInIssuer.StartAsync(_time);
        issuer.Intercept = context => StandInIssuer.AnswerAsync(context, Discovery, 200, $$"""{"token_endpoint":{{value}}}""");
        var error = await FailAsync(Load(issuer.ToUser(Expired)));
        Assert.Contains(told, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(300, false)]
    [InlineData(301, true)]
    public async Task What_an_issuer_says_is_told_up_to_300_characters(int length, bool isCut)
    {
        await using var issuer = await StandInIssuer.StartAsync(_time);
        var code = new string('e', length);
        issuer.Intercept = context => StandInIssuer.AnswerAsync(context, "/token", 400, $$"""{"error":"{{code}}"}""");
        var error = await FailAsync(Load(issuer.ToUser(Expired)));
        var told = code[..300] + (isCut ? "…. " : ". ") + "Check 'idp-issuer-url'";
        Assert.Contains(": " + told, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_an_issuer_repeats_of_its_request_is_masked_as_it_was_sent_too()
    {
        await using var issuer = await StandInIssuer.StartAsync(_time);
        const string Repeated = "client%2Bsecret%2F1 or client+secret/1 or refresh-0.";
        issuer.Intercept = context => StandInIssuer.AnswerAsync(
            context, "/token", 400, $$"""{"error":"e","error_description":"{{Repeated}}"}""");
        var error = await FailAsync(Load(issuer.ToUser(Expired)));
        Assert.Contains("e: ******** or ******** or ********. Check", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refused_token_is_refreshed_again_ten_seconds_after_the_last_time()
    {
        await using var issuer = await StandInIssuer.StartAsync(_time);
        var credential = Load(issuer.ToUser(StandInIssuer.NewIdToken(_time, TimeSpan.FromDays(1))));
        await credential.GetAuthorizationAsync(true, default);
        _time.Advance(TimeSpan.FromSeconds(10) - TimeSpan.FromTicks(1));
        await credential.GetAuthorizationAsync(true, default);
        Assert.Single(issuer.Forms);
        _time.Advance(TimeSpan.FromTicks(1));
        var header = await credential.GetAuthorizationAsync(true, default);
        Assert.Equal(2, issuer.Forms.Count);
        Assert.Equal(issuer.IdToken, header!.Parameter);
    }

    [Fact]
    public async Task A_token_counts_as_expired_ten_seconds_before_it_does()
    {
        await using var issuer = await StandInIssuer.StartAsync(_time);
        // A token tells whole seconds, so the clock begins at one.
        var past = _time.GetUtcNow().Ticks % TimeSpan.TicksPerSecond;
        _time.Advance(TimeSpan.FromTicks(TimeSpan.TicksPerSecond - past));
        var token = StandInIssuer.NewIdToken(_time, TimeSpan.FromSeconds(11));
        var credential = Load(issuer.ToUser(token));
        _time.Advance(TimeSpan.FromMilliseconds(999));
        Assert.Equal(token, (await credential.GetAuthorizationAsync(false, default))!.Parameter);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.NotEqual(token, (await credential.GetAuthorizationAsync(false, default))!.Parameter);
    }

    [Fact]
    public async Task Nothing_is_given_or_asked_for_once_it_is_cancelled()
    {
        await using var issuer = await StandInIssuer.StartAsync(_time);
        var cancelled = new CancellationToken(canceled: true);
        var valid = Load(issuer.ToUser(StandInIssuer.NewIdToken(_time, TimeSpan.FromDays(1))));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => valid.GetAuthorizationAsync(false, cancelled).AsTask());
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => Load(issuer.ToUser(Expired)).GetAuthorizationAsync(false, cancelled).AsTask());
        Assert.Empty(issuer.Paths);
    }

    [Fact]
    public async Task A_token_without_an_expiry_counts_as_expired()
    {
        await using var issuer = await StandInIssuer.StartAsync(_time);
        var header = await Load(issuer.ToUser("e30.e30.c2ln")).GetAuthorizationAsync(false, default);
        Assert.Equal(issuer.IdToken, header!.Parameter);
    }

    [Fact]
    public void Of_many_users_each_keeps_its_credential_while_it_is_read_again()
    {
        // More than are kept at a time.
        foreach (var client in Enumerable.Range(0, 70))
        {
            var user = $"auth-provider: {{name: oidc, config: {{idp-issuer-url: 'https://idp', client-id: many-{client}}}}}";
            Assert.Same(Load(user), Load(user));
        }
    }

    [Theory]
    [InlineData("client-id: c", "client-id: d")]
    [InlineData("client-secret: s", "client-secret: t")]
    [InlineData("client-secret: s", "unknown: s")]
    [InlineData("refresh-token: r", "refresh-token: s")]
    [InlineData("id-token: i", "id-token: j")]
    [InlineData("https://idp", "https://other-idp")]
    [InlineData("https://api.example.com", "https://other.example.com")]
    [InlineData("{authority}", "{other}")]
    [InlineData("idp-certificate-authority-data: {authority}", "unknown: a")]
    public void Users_of_other_settings_or_tokens_share_nothing(string text, string other)
    {
        using var certificates = new SandboxCertificates();
        using var others = new SandboxCertificates();
        var kubeconfig = Kubeconfig($$"""
            auth-provider:
              name: oidc
              config:
                idp-issuer-url: https://idp
                idp-certificate-authority-data: {authority}
                client-id: c
                client-secret: s
                id-token: i
                refresh-token: r
            """);
        var first = Read(kubeconfig);
        Assert.Same(first, Read(kubeconfig));
        Assert.NotSame(first, Read(kubeconfig.Replace(text, other, StringComparison.Ordinal)));

        ICredential Read(string written) => LoadKubeconfig(written
            .Replace("{authority}", ToBase64(certificates), StringComparison.Ordinal)
            .Replace("{other}", ToBase64(others), StringComparison.Ordinal));

        static string ToBase64(SandboxCertificates of) =>
            Convert.ToBase64String(System.Text.Encoding.ASCII.GetBytes(of.AuthorityPem));
    }

    [Fact]
    public void The_credentials_that_are_kept_have_an_end()
    {
        var first = LoadUser(0);
        for (var i = 1; i <= 65; i++)
        {
            LoadUser(i);
        }

        Assert.NotSame(first, LoadUser(0));

        OidcCredential LoadUser(int i) => Load(
            $"auth-provider: {{name: oidc, config: {{idp-issuer-url: 'https://idp', client-id: '{Folder}-{i}'}}}}");
    }

    [Fact]
    public void An_authority_that_is_no_certificate_is_told_with_its_user()
    {
        Write("ca.crt", "nonsense");
        const string Config =
            "{idp-issuer-url: 'https://idp', client-id: c, idp-certificate-authority: ca.crt}";
        var user = $"auth-provider: {{name: oidc, config: {Config}}}";
        var error = Assert.Throws<ConfigurationException>(() => Load(user));
        Assert.Equal(ConfigurationException.InvalidCertificate, error.ErrorId);
        Assert.Contains(
            "idp-certificate-authority of the user 'u' cannot be read", error.Message, StringComparison.Ordinal);
        Write("ca.crt", "");
        Assert.NotNull(Load(user));
    }

    private string Expired => field ??= StandInIssuer.NewIdToken(_time, -TimeSpan.FromMinutes(1));

    private static async Task<ConfigurationException> FailAsync(OidcCredential credential)
    {
        var error = await Assert.ThrowsAsync<ConfigurationException>(
            () => credential.GetAuthorizationAsync(false, default).AsTask());
        Assert.Equal(ConfigurationException.CredentialFailed, error.ErrorId);
        Assert.Contains("could not be refreshed: ", error.Message, StringComparison.Ordinal);
        return error;
    }

    private OidcCredential Load(string user) => LoadKubeconfig(Kubeconfig(user));

    private OidcCredential LoadKubeconfig(string text)
    {
        var request = new KubeconfigRequest { Paths = [Write("config", text)] };
        var credential = (OidcCredential)new KubeconfigSource().Load(request).Credential!;
        credential.Time = _time;
        return credential;
    }
}
