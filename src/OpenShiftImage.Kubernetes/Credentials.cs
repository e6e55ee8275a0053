using System.Net.Http.Headers;
using System.Text;
using k8s.Authentication;

namespace OpenShiftImage.Kubernetes;

/// <summary>A bearer token in a file that others rotate; it is read again when the file has changed.</summary>
internal sealed class TokenFileCredential(string path) : ICredential
{
    private readonly object _gate = new();
    private DateTime _written;
    private ICredential? _token;

    public ValueTask<AuthenticationHeaderValue?> GetAuthorizationAsync(bool renew, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            try
            {
                var written = File.GetLastWriteTimeUtc(path);
                if (_token is not null && written == _written)
                {
                    return renew ? new((AuthenticationHeaderValue?)null) : _token.GetAuthorizationAsync(false, cancellationToken);
                }

                _token = new TokenCredential(File.ReadAllText(path).Trim());
                _written = written;
                return _token.GetAuthorizationAsync(false, cancellationToken);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new ConfigurationException(
                    ConfigurationException.CredentialFailed, $"The token file '{path}' cannot be read: {e.Message}", path, e);
            }
        }
    }

    public override string ToString() => $"token file {path}";
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
