using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using OpenShiftImage.Client.Tests;
using OpenShiftImage.Configuration;
using OpenShiftImage.Kubernetes.Oidc;
using OpenShiftImage.Sandbox;
using OpenShiftImage.Sandbox.Hosting;

namespace OpenShiftImage.Kubernetes.Tests.Oidc;

/// <summary>The tokens of an OIDC user: when they are refreshed, with what, and that they stay in memory.</summary>
[Collection("Environment")]
public sealed class OidcTests : TemporaryFolder
{
    private readonly InstantTime _time = new(longestPause: TimeSpan.FromSeconds(20));

    [Fact]
    public async Task A_token_that_has_not_expired_is_sent_without_asking_the_issuer()
    {
        await using var issuer = await StandInIssuer.StartAsync(_time);
        var token = StandInIssuer.NewIdToken(_time, TimeSpan.FromSeconds(12));
        Assert.Equal("Bearer " + token, await HeaderAsync(Load(issuer.ToUser(token))));
        Assert.Empty(issuer.Paths);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_token_that_expires_within_ten_seconds_is_refreshed(bool wantsSecretInBody)
    {
        await using var issuer = await StandInIssuer.StartAsync(_time, wantsSecretInBody: wantsSecretInBody);
        var token = StandInIssuer.NewIdToken(_time, TimeSpan.FromSeconds(10));
        var header = await HeaderAsync(Load(issuer.ToUser(token)));
        Assert.Equal("Bearer " + issuer.IdToken, header);
        Assert.Equal(wantsSecretInBody ? 2 : 1, issuer.Forms.Count);
        Assert.All(issuer.Forms, form => Assert.DoesNotContain("scope", form.Keys));
    }

    [Fact]
    public async Task The_way_of_sending_the_secret_that_worked_is_the_first_the_next_time()
    {
        await using var issuer = await StandInIssuer.StartAsync(_time, wantsSecretInBody: true);
        var credential = Load(issuer.ToUser(Expired));
        await HeaderAsync(credential);
        _time.Advance(TimeSpan.FromMinutes(6));
        await HeaderAsync(credential);
        Assert.Equal(3, issuer.Forms.Count);
    }

    [Fact]
    public async Task Many_requests_at_once_refresh_a_token_once()
    {
        await using var issuer = await StandInIssuer.StartAsync(_time);
        var credential = Load(issuer.ToUser(Expired));
        var headers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Task.Run(() => HeaderAsync(credential))));
        Assert.Equal(["Bearer " + issuer.IdToken], headers.Distinct());
        Assert.Single(issuer.Forms);
    }

    [Fact]
    public async Task Many_requests_that_are_refused_one_after_the_other_refresh_a_token_once()
    {
        await using var issuer = await StandInIssuer.StartAsync(_time);
        var credential = Load(issuer.ToUser(Valid));
        for (var i = 0; i < 10; i++)
        {
            var header = await RenewAsync(credential);
            Assert.Equal("Bearer " + issuer.IdToken, header);
        }

        Assert.Single(issuer.Forms);
        _time.Advance(TimeSpan.FromSeconds(11));
        await RenewAsync(credential);
        Assert.Equal(2, issuer.Forms.Count);
    }

    [Fact]
    public async Task The_next_refresh_uses_the_refresh_token_that_the_last_one_gave()
    {
        await using var issuer = await StandInIssuer.StartAsync(_time);
        var credential = Load(issuer.ToUser(Expired));
        for (var i = 0; i < 3; i++)
        {
            await HeaderAsync(credential);
            _time.Advance(TimeSpan.FromMinutes(6));
        }

        Assert.Equal(["refresh-0", "refresh-1", "refresh-2"], issuer.Forms.Select(form => form["refresh_token"]));
    }

    [Fact]
    public async Task A_refresh_token_stays_when_the_issuer_gives_no_other()
    {
        await using var issuer = await StandInIssuer.StartAsync(_time);
        issuer.Intercept = context => AnswerTokenAsync(context, 200, new { id_token = Expired });
        var credential = Load(issuer.ToUser(Expired));
        await HeaderAsync(credential);
        await HeaderAsync(credential);
        Assert.Equal(["refresh-0", "refresh-0"], issuer.Forms.Select(form => form["refresh_token"]));
    }

    [Fact]
    public async Task A_kubeconfig_that_is_read_again_goes_on_with_the_tokens_in_memory_and_is_never_written()
    {
        await using var issuer = await StandInIssuer.StartAsync(_time);
        await HeaderAsync(Load(issuer.ToUser(Expired)));
        var path = Path.Combine(Folder, "config");
        var before = (await File.ReadAllTextAsync(path), File.GetLastWriteTimeUtc(path));
        var again = (OidcCredential)new KubeconfigSource().Load(new KubeconfigRequest { Paths = [path] }).Credential!;
        Assert.Equal("Bearer " + issuer.IdToken, await HeaderAsync(again));
        _time.Advance(TimeSpan.FromMinutes(6));
        var header = await HeaderAsync(again);
        Assert.Equal("Bearer " + issuer.IdToken, header);
        Assert.Equal(2, issuer.Forms.Count);
        Assert.Equal(before, (await File.ReadAllTextAsync(path), File.GetLastWriteTimeUtc(path)));
        Assert.Equal([path], Directory.GetFiles(Folder, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task A_request_that_is_answered_401_is_sent_again_with_a_refreshed_token()
    {
        await using var issuer = await StandInIssuer.StartAsync(_time);
        await using var sandbox = await SandboxServer.StartAsync(new SandboxOptions { Images = 1 });
        var sent = new List<string>();
        sandbox.Intercept = context =>
        {
            sent.Add(context.Request.Headers.Authorization.ToString());
            if (issuer.IdToken.Length > 0 && sent[^1] == "Bearer " + issuer.IdToken)
            {
                context.Request.Headers.Authorization = "Bearer " + sandbox.AdminToken;
            }

            return Task.FromResult(false);
        };
        var kubeconfig = (await File.ReadAllTextAsync(sandbox.KubeconfigPath)).Replace(
            $"    token: {sandbox.AdminToken}", Indent(issuer.ToUser(Valid)), StringComparison.Ordinal);
        var request = new KubeconfigRequest { Paths = [Write("config", kubeconfig)] };
        var configuration = new KubeconfigSource().Load(request);
        ((OidcCredential)configuration.Credential!).Time = _time;
        using var connection = new ClusterConnection(configuration);
        await connection.CheckAsync();
        Assert.Equal(["Bearer " + Valid, "Bearer " + issuer.IdToken], sent.Distinct());
        Assert.Single(issuer.Forms);
    }

    [Fact]
    public async Task A_refused_token_without_a_refresh_token_is_the_end()
    {
        await using var issuer = await StandInIssuer.StartAsync(_time);
        Assert.Null(await RenewAsync(Load(issuer.ToUser(Valid, refreshToken: null))));
        Assert.Empty(issuer.Paths);
    }

    [Fact]
    public async Task A_wait_for_the_issuer_ends_at_once_when_it_is_cancelled_and_the_refresh_serves_others()
    {
        await using var issuer = await StandInIssuer.StartAsync(_time);
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var answer = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        issuer.Intercept = async context =>
        {
            asked.TrySetResult();
            await answer.Task;
            return false;
        };
        var credential = Load(issuer.ToUser(Expired));
        using var stop = new CancellationTokenSource();
        var first = credential.GetAuthorizationAsync(false, stop.Token).AsTask();
        var second = HeaderAsync(credential);
        await asked.Task;
        var started = Stopwatch.GetTimestamp();
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first.WaitAsync(TimeSpan.FromSeconds(10)));
        Assert.InRange(Stopwatch.GetElapsedTime(started).TotalMilliseconds, 0, 200);
        answer.SetResult();
        var header = await second;
        Assert.Equal("Bearer " + issuer.IdToken, header);
        Assert.Single(issuer.Forms);
    }

    [Theory]
    [InlineData("file")]
    [InlineData("data beside another file")]
    public async Task The_authority_of_the_issuer_is_read_from_a_file_beside_the_kubeconfig_or_inline(string from)
    {
        await using var issuer = await StandInIssuer.StartAsync(_time);
        using var other = new SandboxCertificates();
        Write("certs/ca.crt", from == "file" ? issuer.AuthorityPem : other.AuthorityPem);
        var data = Convert.ToBase64String(System.Text.Encoding.ASCII.GetBytes(issuer.AuthorityPem));
        var file = "idp-certificate-authority: certs/ca.crt";
        var both = file + "\n    idp-certificate-authority-data: " + data;
        await HeaderAsync(Load(issuer.ToUser(Expired, from == "file" ? file : both)));
        Assert.Single(issuer.Forms);
    }

    [Fact]
    public async Task An_issuer_on_this_machine_may_have_plain_http()
    {
        await using var issuer = await StandInIssuer.StartAsync(_time, host: null);
        await HeaderAsync(Load(issuer.ToUser(Expired)));
        Assert.Single(issuer.Forms);
    }

    private string Expired => field ??= StandInIssuer.NewIdToken(_time, -TimeSpan.FromMinutes(1));

    private string Valid => field ??= StandInIssuer.NewIdToken(_time, TimeSpan.FromDays(1));

    private static async Task<string?> RenewAsync(OidcCredential credential) =>
        (await credential.GetAuthorizationAsync(true, default))?.ToString();

    private static async Task<bool> AnswerTokenAsync(HttpContext context, int status, object body)
    {
        if (context.Request.Path != "/token")
        {
            return false;
        }

        context.Response.StatusCode = status;
        await context.Response.WriteAsJsonAsync(body);
        return true;
    }

    private OidcCredential Load(string user)
    {
        var request = new KubeconfigRequest { Paths = [Write("config", Kubeconfig(user))] };
        var credential = (OidcCredential)new KubeconfigSource().Load(request).Credential!;
        credential.Time = _time;
        return credential;
    }

    private static string Indent(string text) => string.Join('\n', text.Split('\n').Select(line => "    " + line));
}
