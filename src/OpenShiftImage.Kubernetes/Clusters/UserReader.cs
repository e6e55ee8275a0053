using System.Security.Cryptography.X509Certificates;
using OpenShiftImage.Configuration;
using OpenShiftImage.Kubernetes.Credentials;
using OpenShiftImage.Kubernetes.Kubeconfig;
using OpenShiftImage.Kubernetes.Oidc;
using OpenShiftImage.Kubernetes.Plugins;

namespace OpenShiftImage.Kubernetes.Clusters;

/// <summary>Reads a user of a kubeconfig: client certificate, credential, and whom to act as.</summary>
internal static class UserReader
{
    public static ClusterConfiguration Read(
        ClusterConfiguration configuration,
        string userName,
        KubeconfigNode user,
        KubeconfigNode cluster,
        Func<string>? getLocation)
    {
        if (user.Text("as") is null && (user.List("as-groups").Count > 0 || user.Text("as-uid") is not null
            || user.Child("as-user-extra")?.Lists().Count > 0))
        {
            throw user.File.Invalid(
                $"the user '{userName}' acts as a member of groups, but as no user: 'as' is missing");
        }

        configuration = configuration with
        {
            ImpersonateUser = user.Text("as"),
            ImpersonateGroups = user.List("as-groups"),
            ImpersonateUid = user.Text("as-uid"),
            ImpersonateExtra = user.Child("as-user-extra")?.Lists() ?? new Dictionary<string, IReadOnlyList<string>>(),
        };
        var certificate = ReadCertificate(userName, user);
        var secret = ToCredential(configuration, userName, user, cluster, certificate is not null, getLocation);
        if (configuration.Server.Scheme == Uri.UriSchemeHttp)
        {
            // As kubectl: what tells who one is does not go over http, and no plugin is asked for it. Elsewhere
            // kubectl would go on as nobody.
            return (secret is null && certificate is null) || configuration.Server.IsLoopback
                ? configuration
                : throw user.File.Invalid(
                    $"the user '{userName}' has a credential, which must not go over http to {configuration.Server}");
        }

        return configuration with { Credential = secret, ClientCertificate = certificate };
    }

    private static X509Certificate2Collection? ReadCertificate(string userName, KubeconfigNode user)
    {
        if (user.Data("client-certificate-data", "client-certificate") is not { } certificate)
        {
            // A key without a certificate is nothing, and does no harm.
            return null;
        }

        var key = user.Data("client-key-data", "client-key")
            ?? throw user.File.Invalid($"the user '{userName}' has a client certificate without its key");
        return Certificates.ReadClient(certificate, key, $"the client certificate of the user '{userName}'");
    }

    private static ICredential? ToCredential(
        ClusterConfiguration configuration,
        string userName,
        KubeconfigNode user,
        KubeconfigNode cluster,
        bool hasCertificate,
        Func<string>? getLocation)
    {
        var token = user.Text("token");
        var tokenFile = user.FilePath("tokenFile");
        var hasPassword = user.Text("username") is not null || user.Text("password") is not null;
        if (hasPassword && (token is not null || tokenFile is not null))
        {
            throw user.File.Invalid($"the user '{userName}' has a token and a password; which is meant?");
        }

        var exec = user.Child("exec");
        var provider = user.Child("auth-provider");
        if (exec is not null && provider is not null)
        {
            throw user.File.Invalid(
                $"the user '{userName}' has a plugin ('exec') and an 'auth-provider'; which is meant?");
        }

        return tokenFile is not null ? new TokenFileCredential(tokenFile, token)
            : token is not null ? new TokenCredential(token)
            : user.Text("username") is { } name ? new BasicCredential(name, user.Text("password") ?? "")
            // As kubectl: who has a certificate needs no plugin.
            : exec is not null && hasCertificate ? null
            : exec is not null ? ExecCredential.Create(exec, userName, cluster, configuration, getLocation)
            : provider is not null ? ToOidc(configuration, userName, user, provider)
            : null;
    }

    private static OidcCredential ToOidc(
        ClusterConfiguration configuration, string userName, KubeconfigNode user, KubeconfigNode provider)
    {
        if (provider.Text("name") != "oidc")
        {
            throw new ConfigurationException(
                ConfigurationException.CredentialFailed,
                $"The user '{userName}' has the auth-provider '{provider.Text("name")}', "
                + "which Kubernetes no longer has. "
                + "Use its exec plugin instead.",
                userName);
        }

        var config = provider.Child("config")
            ?? throw user.File.Invalid($"the auth-provider of the user '{userName}' has no config");
        return OidcCredentialCache.Get(userName, configuration.Server, config);
    }
}
