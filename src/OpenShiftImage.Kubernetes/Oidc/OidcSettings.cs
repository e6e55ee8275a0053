using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using OpenShiftImage.Kubernetes.Credentials;
using OpenShiftImage.Kubernetes.Kubeconfig;
using OpenShiftImage.Primitives;

namespace OpenShiftImage.Kubernetes.Oidc;

/// <summary>
/// The issuer of an OIDC user's tokens, how to know that it is the right one, and who the client is to it.
/// </summary>
internal sealed class OidcSettings
{
    private const string AuthorityKey = "idp-certificate-authority";

    /// <summary>Address of the issuer, as the kubeconfig has it.</summary>
    public required string Issuer { get; init; }

    public required string ClientId { get; init; }

    /// <summary>Secret of the client; null for a public client.</summary>
    public string? ClientSecret { get; init; }

    /// <summary>Certificates to trust for the issuer instead of the machine's; null for the machine's.</summary>
    public X509Certificate2Collection? Authority { get; init; }

    /// <summary>Address of the issuer, as it may be shown.</summary>
    public string DisplayName => UrlText.Redact(Issuer);

    /// <summary>
    /// Reads the <c>config</c> of an auth-provider. <c>extra-scopes</c> is not read: as with kubectl, a refresh sends
    /// no scopes, and so gets those of the login.
    /// </summary>
    /// <exception cref="ConfigurationException">It has no issuer or client, or the issuer's authority cannot be
    /// read.</exception>
    public static OidcSettings Read(string userName, KubeconfigNode config)
    {
        // As with kubectl the inline certificates win over the file. A relative path is relative to the kubeconfig,
        // as its other paths are, and not to the current folder, where anybody may have put an authority.
        var authority = config.Base64(AuthorityKey + "-data") ?? config.FileContent(AuthorityKey);
        return new OidcSettings
        {
            Issuer = Required("idp-issuer-url"),
            ClientId = Required("client-id"),
            ClientSecret = config.Text("client-secret"),
            Authority = authority is { Length: > 0 }
                ? Certificates.ReadAuthorities(authority, $"the {AuthorityKey} of the user '{userName}'")
                : null,
        };

        string Required(string key) => config.Text(key)
            ?? throw config.File.Invalid($"the auth-provider of the user '{userName}' has no {key}");
    }

    /// <summary>Gets a text that another issuer, client or authority has another one of.</summary>
    public string ToKey()
    {
        var authority = Authority?.Select(item => item.GetCertHashString(HashAlgorithmName.SHA256)) ?? [];
        return string.Join('\n', [Issuer, ClientId, ClientSecret, .. authority]);
    }
}
