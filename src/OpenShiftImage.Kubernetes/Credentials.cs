using System.Net.Http.Headers;
using System.Text;
using k8s.Authentication;

namespace OpenShiftImage.Kubernetes;

/// <summary>A bearer token in a file that others rotate: read again every minute, and when the server refuses it.</summary>
internal sealed class TokenFileCredential(string path, TimeProvider? time = null) : ICredential
{
    private static readonly TimeSpan s_age = TimeSpan.FromMinutes(1);

    private readonly TimeProvider _time = time ?? TimeProvider.System;
    private readonly object _gate = new();
    private DateTimeOffset _read = DateTimeOffset.MinValue;
    private string? _text;
    private TokenCredential? _token;

    public ValueTask<AuthenticationHeaderValue?> GetAuthorizationAsync(bool renew, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            var now = _time.GetUtcNow();
            if (_token is not null && !renew && now - _read < s_age)
            {
                return _token.GetAuthorizationAsync(false, cancellationToken);
            }

            // The content tells, not the time of the file: in a pod the file is a link whose target is swapped.
            var text = Read();
            _read = now;
            if (_token is not null && text == _text)
            {
                return renew ? new((AuthenticationHeaderValue?)null) : _token.GetAuthorizationAsync(false, cancellationToken);
            }

            _text = text;
            _token = new TokenCredential(text);
            return _token.GetAuthorizationAsync(false, cancellationToken);
        }
    }

    public override string ToString() => $"token file {path}";

    private string Read()
    {
        try
        {
            return File.ReadAllText(path).Trim();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException(ConfigurationException.CredentialFailed, $"The token file '{path}' cannot be read: {e.Message}", path, e);
        }
    }
}

/// <summary>A user name and password, as some proxies still take them.</summary>
internal sealed class BasicCredential(string user, string password) : ICredential
{
    private readonly AuthenticationHeaderValue _header =
        new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}")));

    public ValueTask<AuthenticationHeaderValue?> GetAuthorizationAsync(bool renew, CancellationToken cancellationToken) =>
        ValueTask.FromResult(renew ? null : _header);

    public override string ToString() => "user and password";
}

/// <summary>An OIDC token that is refreshed by KubernetesClient's provider.</summary>
internal sealed class OidcCredential(OidcTokenProvider provider) : ICredential
{
    public static OidcCredential Create(KubeconfigNode config) => new(new OidcTokenProvider(
        config.Text("client-id"),
        config.Text("client-secret"),
        config.Text("idp-issuer-url"),
        config.Text("id-token"),
        config.Text("refresh-token")));

    public async ValueTask<AuthenticationHeaderValue?> GetAuthorizationAsync(bool renew, CancellationToken cancellationToken)
    {
        if (renew)
        {
            return null;
        }

        try
        {
            return await provider.GetAuthenticationHeaderAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            throw new ConfigurationException(
                ConfigurationException.CredentialFailed, $"The OIDC provider gave no token: {e.Message} Log in again.", null, e);
        }
    }

    public override string ToString() => "OIDC token";
}
