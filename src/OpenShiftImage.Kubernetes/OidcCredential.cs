using System.Net.Http.Headers;
using k8s.Authentication;
using OpenShiftImage.Configuration;

namespace OpenShiftImage.Kubernetes;

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
