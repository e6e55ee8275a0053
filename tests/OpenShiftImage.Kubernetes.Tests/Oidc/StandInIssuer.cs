using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenShiftImage.Sandbox.Hosting;

namespace OpenShiftImage.Kubernetes.Tests.Oidc;

/// <summary>
/// An OIDC issuer with a certificate authority of its own. It takes each refresh token once, and gives another one.
/// </summary>
internal sealed class StandInIssuer : IAsyncDisposable
{
    public const string ClientId = "the client";
    public const string ClientSecret = "client+secret/1";

    private readonly WebApplication _app;
    private readonly SandboxCertificates _certificates;

    private StandInIssuer(WebApplication app, SandboxCertificates certificates, TimeProvider time)
    {
        _app = app;
        _certificates = certificates;
        Time = time;
    }

    public TimeProvider Time { get; }

    /// <summary>Address of the issuer, which has a path as those of tenants have.</summary>
    public string Address { get; private set; } = "";

    public string AuthorityPem => _certificates.AuthorityPem;

    /// <summary>The refresh token that is taken next.</summary>
    public string RefreshToken { get; private set; } = "refresh-0";

    /// <summary>The id-token that was given last.</summary>
    public string IdToken { get; private set; } = "";

    /// <summary>
    /// Whether the client's id and secret are taken in the body only, and not in the Authorization header.
    /// </summary>
    public bool WantsSecretInBody { get; init; }

    /// <summary>Forms that were sent to the token endpoint.</summary>
    public ConcurrentQueue<IReadOnlyDictionary<string, string>> Forms { get; } = [];

    /// <summary>Paths that were asked for.</summary>
    public ConcurrentQueue<string> Paths { get; } = [];

    /// <summary>Answers in the issuer's stead: returns whether it has answered.</summary>
    public Func<HttpContext, Task<bool>> Intercept { get; set; } = _ => Task.FromResult(false);

    /// <summary>Starts an issuer.</summary>
    /// <param name="time">Tells when its tokens expire.</param>
    /// <param name="host">Host that its certificate is for; null for plain http.</param>
    /// <param name="wantsSecretInBody">Whether it takes the client's secret in the body only.</param>
    public static async Task<StandInIssuer> StartAsync(
        TimeProvider time, string? host = "127.0.0.1", bool wantsSecretInBody = false)
    {
        var certificates = new SandboxCertificates();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
        {
            if (host is not null)
            {
                listen.UseHttps(certificates.Issue(host));
            }
        }));
        var app = builder.Build();
        var issuer = new StandInIssuer(app, certificates, time) { WantsSecretInBody = wantsSecretInBody };
        app.Run(issuer.AnswerAsync);
        await app.StartAsync();
        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
        issuer.Address = addresses.Single() + "/tenant";
        return issuer;
    }

    /// <summary>Makes an id-token that expires after a time.</summary>
    public static string NewIdToken(TimeProvider time, TimeSpan validity, string subject = "me")
    {
        var expiry = (time.GetUtcNow() + validity).ToUnixTimeSeconds();
        var claims = JsonSerializer.SerializeToUtf8Bytes(new { sub = subject, exp = expiry });
        var header = WebEncoders.Base64UrlEncode("{\"alg\":\"none\"}"u8.ToArray());
        return $"{header}.{WebEncoders.Base64UrlEncode(claims)}.c2ln";
    }

    /// <summary>The user of a kubeconfig whose tokens are this issuer's.</summary>
    /// <param name="idToken">The id-token.</param>
    /// <param name="more">More lines of the config; null for this issuer's authority.</param>
    /// <param name="refreshToken">The refresh token.</param>
    public string ToUser(string idToken, string? more = null, string? refreshToken = "refresh-0")
    {
        var authority = Convert.ToBase64String(Encoding.ASCII.GetBytes(AuthorityPem));
        return $"""
            auth-provider:
              name: oidc
              config:
                idp-issuer-url: {Address}
                client-id: {ClientId}
                client-secret: {ClientSecret}
                extra-scopes: groups
                id-token: "{idToken}"
                refresh-token: "{refreshToken}"
                {more ?? "idp-certificate-authority-data: " + authority}
            """;
    }

    /// <summary>Answers what is asked for at a path, and leaves other paths to the issuer.</summary>
    public static async Task<bool> AnswerAsync(HttpContext context, string path, int status, string body)
    {
        if (context.Request.Path != path)
        {
            return false;
        }

        context.Response.StatusCode = status;
        await context.Response.WriteAsync(body);
        return true;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(new CancellationToken(canceled: true));
        await _app.DisposeAsync();
        _certificates.Dispose();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var path = context.Request.Path.Value!;
        Paths.Enqueue(path);
        if (path == "/token")
        {
            var form = await context.Request.ReadFormAsync();
            Forms.Enqueue(form.ToDictionary(field => field.Key, field => field.Value.ToString()));
        }

        if (await Intercept(context))
        {
            return;
        }

        switch (path)
        {
            case "/tenant/.well-known/openid-configuration":
                var root = new Uri(Address).GetLeftPart(UriPartial.Authority);
                await context.Response.WriteAsJsonAsync(new { issuer = Address, token_endpoint = root + "/token" });
                break;
            case "/token":
                await GrantAsync(context);
                break;
            default:
                context.Response.StatusCode = 404;
                break;
        }
    }

    private async Task GrantAsync(HttpContext context)
    {
        var form = await context.Request.ReadFormAsync();
        var basic = "Basic " + Convert.ToBase64String("the+client:client%2Bsecret%2F1"u8);
        var isClient = WantsSecretInBody
            ? form["client_id"] == ClientId && form["client_secret"] == ClientSecret
                && context.Request.Headers.Authorization.Count == 0
            : context.Request.Headers.Authorization == basic && !form.ContainsKey("client_secret");
        var isGranted = isClient && form["grant_type"] == "refresh_token" && form["refresh_token"] == RefreshToken;
        if (!isGranted)
        {
            context.Response.StatusCode = 400;
            await context.Response.WriteAsJsonAsync(new { error = isClient ? "invalid_grant" : "invalid_client" });
            return;
        }

        lock (Forms)
        {
            RefreshToken = "refresh-" + Forms.Count;
            IdToken = NewIdToken(Time, TimeSpan.FromMinutes(5), RefreshToken);
        }

        await context.Response.WriteAsJsonAsync(
            new { access_token = "unused", id_token = IdToken, refresh_token = RefreshToken });
    }
}
