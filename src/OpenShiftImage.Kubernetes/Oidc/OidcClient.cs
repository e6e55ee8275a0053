using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using OpenShiftImage.Configuration;
using OpenShiftImage.Primitives;
using OpenShiftImage.Transport;

namespace OpenShiftImage.Kubernetes.Oidc;

/// <summary>
/// Gets tokens for a refresh token from an issuer, whose token endpoint it asks the issuer itself for, as kubectl
/// does.
/// </summary>
internal sealed class OidcClient(OidcSettings settings)
{
    private const int MaxBody = 1 << 20;
    private const int MaxReason = 300;
    private const string InvalidGrant = "invalid_grant";

    /// <summary>How long discovery and refresh may take together.</summary>
    internal static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    private volatile bool _sendsSecretInBody;

    /// <summary>Gets tokens.</summary>
    /// <param name="refreshToken">The refresh token.</param>
    /// <param name="time">Tells when the time for it is over.</param>
    /// <returns>A new id-token, and the refresh token for the next time.</returns>
    /// <exception cref="ConfigurationException">The issuer cannot be reached, is not trusted or gave no
    /// tokens.</exception>
    public async Task<OidcTokens> RefreshAsync(string refreshToken, TimeProvider time)
    {
        var address = ToAddress(settings.Issuer, "idp-issuer-url");
        var configuration = new ClusterConfiguration
        {
            Server = address,
            CertificateAuthority = settings.Authority,
            Time = time,
        };
        using var deadline = new TimeLimit(Timeout, time, CancellationToken.None);
        using var http = HttpClientFactory.Create(configuration);
        http.MaxResponseContentBufferSize = MaxBody;
        try
        {
            // The platform connects without a proxy where choosing one fails; so it is chosen before anything leaves.
            _ = configuration.GetProxy(address);
            address = await DiscoverAsync(http, address, deadline.Token).ConfigureAwait(false);
            _ = configuration.GetProxy(address);
            var response = await PostAsync(http, address, refreshToken, deadline.Token).ConfigureAwait(false);
            return ToTokens(response, address, refreshToken);
        }
        catch (HttpRequestException e)
        {
            throw Unreachable(e, address, configuration.GetProxy(address));
        }
        catch (SocketException e)
        {
            var failure = new HttpRequestException(HttpRequestError.ConnectionError, e.Message, e);
            throw Unreachable(failure, address, configuration.GetProxy(address));
        }
        catch (OperationCanceledException e)
        {
            var limit = deadline.Token.IsCancellationRequested ? Timeout : configuration.ConnectTimeout;
            throw Failed($"{Show(address)} did not answer within {limit.TotalSeconds:0} seconds.", e);
        }
    }

    /// <summary>
    /// Returns the token endpoint. As in kubectl, the name that the answer gives the issuer is not compared: that it
    /// comes from the issuer is proven by the certificate of the address that it was asked at.
    /// </summary>
    private async Task<Uri> DiscoverAsync(HttpClient http, Uri issuer, CancellationToken cancellationToken)
    {
        var root = issuer.AbsoluteUri;
        var address = new Uri((root.EndsWith('/') ? root[..^1] : root) + "/.well-known/openid-configuration");
        using var response = await http.GetAsync(address, cancellationToken).ConfigureAwait(false);
        if (response.StatusCode != HttpStatusCode.OK)
        {
            var status = ((int)response.StatusCode).ToString(CultureInfo.InvariantCulture);
            throw Failed($"{Show(address)} answered {status}. Check 'idp-issuer-url' of the user.");
        }

        string? endpoint;
        try
        {
            var body = await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
            using var document = JsonDocument.Parse(body);
            endpoint = document.RootElement.GetProperty("token_endpoint").GetString();
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw Failed($"what {Show(address)} answered names no token_endpoint. Check 'idp-issuer-url' of the user.");
        }

        return ToAddress(endpoint ?? "", "token_endpoint");
    }

    /// <summary>
    /// Sends the client's id and secret in the Authorization header and, where the answer is no success, in the body:
    /// issuers differ in which they take, and kubectl finds out in this order too.
    /// </summary>
    private async Task<OidcTokenResponse> PostAsync(
        HttpClient http, Uri endpoint, string refreshToken, CancellationToken cancellationToken)
    {
        var triesBoth = !_sendsSecretInBody;
        var first = await PostOnceAsync(http, endpoint, refreshToken, _sendsSecretInBody, cancellationToken)
            .ConfigureAwait(false);
        if (first.IsSuccess || !triesBoth)
        {
            return first;
        }

        var second = await PostOnceAsync(http, endpoint, refreshToken, inBody: true, cancellationToken)
            .ConfigureAwait(false);
        _sendsSecretInBody = second.IsSuccess;
        // Who refuses the grant has accepted the client, so the other attempt says nothing.
        return !second.IsSuccess && first.ErrorCode == InvalidGrant ? first : second;
    }

    private async Task<OidcTokenResponse> PostOnceAsync(
        HttpClient http, Uri endpoint, string refreshToken, bool inBody, CancellationToken cancellationToken)
    {
        var fields = new List<KeyValuePair<string, string>>
        {
            new("grant_type", "refresh_token"),
            new("refresh_token", refreshToken),
        };
        if (inBody)
        {
            fields.Add(new("client_id", settings.ClientId));
            if (settings.ClientSecret is { } secret)
            {
                fields.Add(new("client_secret", secret));
            }
        }

        using var request = new HttpRequestMessage(HttpMethod.Post, endpoint);
        request.Content = new FormUrlEncodedContent(fields);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        if (!inBody)
        {
            var client = $"{FormEncode(settings.ClientId)}:{FormEncode(settings.ClientSecret ?? "")}";
            var encoded = Convert.ToBase64String(Encoding.ASCII.GetBytes(client));
            request.Headers.Authorization = new AuthenticationHeaderValue("Basic", encoded);
        }

        using var response = await http.SendAsync(request, cancellationToken).ConfigureAwait(false);
        var body = await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
        return OidcTokenResponse.Parse((int)response.StatusCode, body);
    }

    private OidcTokens ToTokens(OidcTokenResponse response, Uri endpoint, string refreshToken)
    {
        if (!response.IsSuccess)
        {
            var todo = response.ErrorCode switch
            {
                InvalidGrant => " Log in again, so that the kubeconfig gets another refresh-token.",
                "invalid_client" or "unauthorized_client" => " Check 'client-id' and 'client-secret' of the user.",
                _ => " Check 'idp-issuer-url' of the user, or log in again.",
            };
            throw Failed($"{Show(endpoint)} gave no token: {Redact(response.ErrorText, refreshToken)}.{todo}");
        }

        if (response.IdToken is not { } idToken)
        {
            throw Failed(
                $"{Show(endpoint)} gave tokens without an id_token: "
                + "either the login did not ask for the scope 'openid', "
                + "or the issuer gives none for a refresh token.");
        }

        return JsonWebToken.TryGetExpiry(idToken, out _)
            ? new OidcTokens(idToken, response.RefreshToken ?? refreshToken)
            : throw Failed($"{Show(endpoint)} gave an id_token that is no JSON Web Token.");
    }

    /// <summary>
    /// Reads an address that secrets go to, or that says where they go: never in the clear, but on this machine.
    /// </summary>
    private Uri ToAddress(string text, string name) =>
        !Uri.TryCreate(text, UriKind.Absolute, out var address)
            || address.Host.Length == 0 || address.UserInfo.Length > 0 || address.Fragment.Length > 0
            || !(address.Scheme == Uri.UriSchemeHttps || address.Scheme == Uri.UriSchemeHttp)
            ? throw Failed($"the {name} '{UrlText.Redact(text)}' is no https address.")
        : address.Scheme == Uri.UriSchemeHttp && !address.IsLoopback
            ? throw Failed(
                $"the {name} '{Show(address)}' is http, over which no refresh token is sent. Use its https address.")
        : address;

    private ConfigurationException Unreachable(HttpRequestException e, Uri address, Uri? proxy)
    {
        var failure = ConnectionFailure.Create(e, address, proxy);
        return Failed(
            failure.ErrorId switch
            {
                TransportException.CertificateNotTrusted =>
                    $"the certificate of {Show(address)} is not trusted: {e.GetBaseException().Message.TrimEnd('.')}. "
                    + "Check 'idp-issuer-url' and 'idp-certificate-authority' of the user.",
                TransportException.InvalidResponse =>
                    $"the answer of {Show(address)} is longer than {MaxBody >> 20} MiB.",
                _ => failure.Message,
            },
            e);
    }

    /// <summary>What an issuer says may repeat what it was sent.</summary>
    private string Redact(string text, string refreshToken)
    {
        foreach (var secret in new[] { refreshToken, settings.ClientSecret }.OfType<string>())
        {
            text = text.Replace(secret, SecretNames.Replacement, StringComparison.Ordinal)
                .Replace(FormEncode(secret), SecretNames.Replacement, StringComparison.Ordinal);
        }

        text = SecretNames.MaskText(text).TrimEnd('.');
        return text.Length > MaxReason ? text[..MaxReason] + "…" : text;
    }

    private ConfigurationException Failed(string why, Exception? inner = null) => new(
        ConfigurationException.CredentialFailed,
        $"The id-token of the OIDC issuer '{settings.DisplayName}' could not be refreshed: {why}",
        settings.DisplayName,
        inner);

    private static string Show(Uri address) => address.GetLeftPart(UriPartial.Path);

    private static string FormEncode(string text) =>
        Uri.EscapeDataString(text).Replace("%20", "+", StringComparison.Ordinal);
}
