using System.Collections.Concurrent;
using OpenShiftImage.Kubernetes.Kubeconfig;

namespace OpenShiftImage.Kubernetes.Oidc;

/// <summary>
/// The OIDC credentials of the process: many issuers take a refresh token once, so that whoever reads the same
/// kubeconfig again must go on with the tokens that the first got for it.
/// </summary>
internal static class OidcCredentialCache
{
    private const int MaxCount = 64;

    private static readonly ConcurrentDictionary<string, OidcCredential> s_credentials = new(StringComparer.Ordinal);

    /// <summary>
    /// Gets the credential of an auth-provider: the one that was made for the same settings and tokens, else a new
    /// one.
    /// </summary>
    /// <param name="userName">Name of the user, for errors.</param>
    /// <param name="server">The cluster, since two may have been logged in to apart.</param>
    /// <param name="config">The <c>config</c> of the auth-provider.</param>
    /// <exception cref="ConfigurationException">The config is faulty.</exception>
    public static OidcCredential Get(string userName, Uri server, KubeconfigNode config)
    {
        var settings = OidcSettings.Read(userName, config);
        var tokens = new OidcTokens(config.Text("id-token"), config.Text("refresh-token"));
        var key = string.Join('\n', server.AbsoluteUri, settings.ToKey(), tokens.IdToken, tokens.RefreshToken);
        // Who has one keeps it, with the tokens that it was given since.
        if (s_credentials.Count >= MaxCount && !s_credentials.ContainsKey(key))
        {
            s_credentials.Clear();
        }

        return s_credentials.GetOrAdd(key, _ => new OidcCredential(settings, tokens));
    }
}
