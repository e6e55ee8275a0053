using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using OpenShiftImage.Configuration;
using OpenShiftImage.Primitives;
using OpenShiftImage.Transport;

namespace OpenShiftImage.Login;

/// <summary>
/// Gets a token for a user and password as <c>oc login -u</c> does: the challenging client of the cluster's OAuth
/// server (<c>/.well-known/oauth-authorization-server</c>), with a code and PKCE where the server has it, else with a
/// token in the redirection.
/// </summary>
internal static class OAuthLogin
{
    private const string ClientId = "openshift-challenging-client";
    private const int MaxBody = 1 << 20;
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(30);

    /// <summary>Logs in.</summary>
    /// <param name="configuration">The cluster; its credential is not used.</param>
    /// <param name="user">Name of the user.</param>
    /// <param name="password">The password; it is sent to the OAuth server only.</param>
    /// <param name="cancellationToken">Ends the login.</param>
    /// <returns>The token that the server issued.</returns>
    /// <exception cref="ConfigurationException">
    /// <see cref="ConfigurationException.CredentialFailed"/>: the login was refused, or the cluster has no such login.
    /// </exception>
    /// <exception cref="TransportException">A server could not be reached.</exception>
    public static async Task<TokenCredential> LoginAsync(
        ClusterConfiguration configuration, string user, string password, CancellationToken cancellationToken = default)
    {
        using var deadline = new TimeLimit(s_longest, configuration.Time, cancellationToken);
        // The API server names the host that gets the password, so its certificate must be of its own authority.
        using var api = HttpClientFactory.Create(configuration);
        using var router = HttpClientFactory.Create(configuration, trustMachineToo: true);
        api.MaxResponseContentBufferSize = router.MaxResponseContentBufferSize = MaxBody;
        var at = configuration.Server;
        try
        {
            _ = configuration.GetProxy(at);
            var server = await DiscoverAsync(api, configuration.Server, deadline.Token).ConfigureAwait(false);
            at = server.Authorization;
            _ = configuration.GetProxy(at);
            return await AuthorizeAsync(
                IsSameServer(server.Authorization, configuration.Server) ? api : router,
                server,
                user,
                password,
                deadline.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is HttpRequestException or System.Net.Sockets.SocketException)
        {
            throw ConnectionFailure.Create(e, at, configuration.GetProxy(at));
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TransportException(
                TransportException.RequestTimeout,
                $"{at} did not finish the login within {s_longest.TotalSeconds:0} seconds.",
                at.ToString(),
                e);
        }
    }

    private static async Task<OAuthServer> DiscoverAsync(
        HttpClient http, Uri cluster, CancellationToken cancellationToken)
    {
        using var answer = await http.GetAsync(
            new Uri(cluster, "/.well-known/oauth-authorization-server"), cancellationToken).ConfigureAwait(false);
        if (!answer.IsSuccessStatusCode)
        {
            throw Failed(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"it answers {(int)answer.StatusCode} to a request for its OAuth server, so it has no login ")
                    + "by password. Use a token or a kubeconfig.",
                cluster);
        }

        try
        {
            using var document =
                JsonDocument.Parse(await answer.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false));
            var root = document.RootElement;
            return new OAuthServer(
                Endpoint(root, "authorization_endpoint"),
                Endpoint(root, "token_endpoint"),
                new Uri(Endpoint(root, "token_endpoint"), "/oauth/token/implicit"),
                root.TryGetProperty("code_challenge_methods_supported", out var methods)
                    && methods.EnumerateArray().Any(item => item.ValueEquals("S256")));
        }
        catch (Exception e)
            when (e is JsonException or KeyNotFoundException or InvalidOperationException or UriFormatException)
        {
            throw Failed("what it says of its OAuth server is not what OpenShift says.", cluster);
        }
    }

    private static bool IsSameServer(Uri one, Uri other) => one.Host == other.Host && one.Port == other.Port;

    private static Uri Endpoint(JsonElement root, string name)
    {
        // The password must not go over the network in the clear.
        return Uri.TryCreate(root.GetProperty(name).GetString(), UriKind.Absolute, out var uri)
            && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback))
                ? uri
                : throw new UriFormatException();
    }

    private static async Task<TokenCredential> AuthorizeAsync(
        HttpClient http, OAuthServer server, string user, string password, CancellationToken cancellationToken)
    {
        var verifier = ToBase64Url(RandomNumberGenerator.GetBytes(32));
        var challenge = ToBase64Url(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)));
        var query = $"?client_id={ClientId}&redirect_uri={Uri.EscapeDataString(server.Redirection.ToString())}"
            + (server.HasCodeChallenge
                ? $"&response_type=code&code_challenge_method=S256&code_challenge={challenge}"
                : "&response_type=token");
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(server.Authorization + query));
        // The server requires this header for a challenge, as a protection against CSRF.
        request.Headers.Add("X-CSRF-Token", "1");
        request.Headers.Authorization = new AuthenticationHeaderValue(
            "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}")));
        using var answer = await http.SendAsync(request, cancellationToken).ConfigureAwait(false);
        if (answer.StatusCode == HttpStatusCode.Unauthorized)
        {
            throw Failed(
                answer.Headers.WwwAuthenticate.Any(
                    challenge => challenge.Scheme.Equals("Basic", StringComparison.OrdinalIgnoreCase))
                    ? $"the user name or password is wrong (user '{user}')."
                    : "it takes no password here: log in with a browser and use the token that it shows.",
                server.Authorization);
        }

        if (answer.StatusCode is not (HttpStatusCode.Found or HttpStatusCode.SeeOther)
            || answer.Headers.Location is not { } location)
        {
            throw Failed(
                string.Create(
                    CultureInfo.InvariantCulture, $"it answered {(int)answer.StatusCode}, which is no end of a login."),
                server.Authorization);
        }

        var given = ReadFields(new Uri(server.Authorization, location));
        if (given.TryGetValue("error", out var error))
        {
            throw Failed(
                $"{error}: {given.GetValueOrDefault("error_description", "it gave no reason")}", server.Authorization);
        }

        return given.TryGetValue("access_token", out var token) ? new TokenCredential(token)
            : given.TryGetValue("code", out var code)
                ? await RedeemAsync(http, server, code, verifier, cancellationToken).ConfigureAwait(false)
            : throw Failed("its redirection carries neither a code nor a token.", server.Authorization);
    }

    private static async Task<TokenCredential> RedeemAsync(
        HttpClient http, OAuthServer server, string code, string verifier, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, server.Token)
        {
            Content = new FormUrlEncodedContent(new Dictionary<string, string>
            {
                ["grant_type"] = "authorization_code",
                ["code"] = code,
                ["redirect_uri"] = server.Redirection.ToString(),
                ["code_verifier"] = verifier,
            }),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue(
            "Basic", Convert.ToBase64String(Encoding.ASCII.GetBytes(ClientId + ":")));
        using var answer = await http.SendAsync(request, cancellationToken).ConfigureAwait(false);
        try
        {
            using var document =
                JsonDocument.Parse(await answer.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false));
            return document.RootElement.TryGetProperty("access_token", out var token)
                ? new TokenCredential(token.GetString()!)
                : throw Failed(
                    $"it gave no token for the code: {document.RootElement.GetProperty("error").GetString()}",
                    server.Token);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw Failed(
                string.Create(
                    CultureInfo.InvariantCulture, $"it answered {(int)answer.StatusCode} and no token for the code."),
                server.Token);
        }
    }

    private static string ToBase64Url(byte[] bytes) =>
        Convert.ToBase64String(bytes).TrimEnd('=').Replace('+', '-').Replace('/', '_');

    /// <summary>A code stands in the query of a redirection, a token in its fragment.</summary>
    private static Dictionary<string, string> ReadFields(Uri location) =>
        $"{location.Query.TrimStart('?')}&{location.Fragment.TrimStart('#')}".Split(
            '&',
            StringSplitOptions.RemoveEmptyEntries)
            .Select(pair => pair.Split('=', 2))
            .GroupBy(pair => pair[0], StringComparer.Ordinal)
            .ToDictionary(
                group => group.Key,
                group => Uri.UnescapeDataString(group.First().ElementAtOrDefault(1)?.Replace('+', ' ') ?? ""),
                StringComparer.Ordinal);

    private static ConfigurationException Failed(string why, Uri server) =>
        new(
            ConfigurationException.CredentialFailed,
            $"The login at {server.GetLeftPart(UriPartial.Authority)} failed: {why}",
            server.GetLeftPart(UriPartial.Authority));

    private sealed record OAuthServer(Uri Authorization, Uri Token, Uri Redirection, bool HasCodeChallenge);
}
