namespace OpenShiftImage.Kubernetes.Oidc;

/// <summary>The tokens of an OIDC user.</summary>
/// <param name="idToken">What the API server takes; null for none yet.</param>
/// <param name="refreshToken">What the issuer takes for another one; null when there is none.</param>
internal sealed class OidcTokens(string? idToken, string? refreshToken)
{
    public string? IdToken => idToken;

    public string? RefreshToken => refreshToken;
}
