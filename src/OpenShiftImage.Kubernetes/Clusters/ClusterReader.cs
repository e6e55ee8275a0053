using OpenShiftImage.Configuration;
using OpenShiftImage.Kubernetes.Credentials;
using OpenShiftImage.Kubernetes.Kubeconfig;
using OpenShiftImage.Primitives;

namespace OpenShiftImage.Kubernetes.Clusters;

/// <summary>
/// Reads the cluster and user of a context as kubectl does, and refuses where kubectl refuses, or goes on as somebody
/// else in silence.
/// </summary>
internal static class ClusterReader
{
    private static readonly string[] s_proxySchemes = ["http", "https", "socks5"];

    /// <summary>Returns the named entry of a list of the merged kubeconfig; null when there is none.</summary>
    public delegate KubeconfigNode? Lookup(string list, string entry, string name);

    public static ClusterConfiguration Read(
        string contextName, KubeconfigNode context, Lookup find, Func<string>? getLocation)
    {
        var clusterName = context.Text("cluster")
            ?? throw context.File.Invalid($"the context '{contextName}' names no cluster");
        var cluster = find("clusters", "cluster", clusterName)
            ?? throw context.File.Invalid(
                $"the context '{contextName}' names the cluster '{clusterName}', which is not there");
        var server = ToServer(cluster, clusterName);
        var authority = cluster.Data("certificate-authority-data", "certificate-authority");
        var skips = cluster.Flag("insecure-skip-tls-verify");
        if (skips && authority is not null && server.Scheme == Uri.UriSchemeHttps)
        {
            throw cluster.File.Invalid(
                $"the cluster '{clusterName}' has a certificate authority, and insecure-skip-tls-verify says "
                + "not to look at it; which is meant?");
        }

        var configuration = new ClusterConfiguration
        {
            Server = server,
            Context = contextName,
            User = context.Text("user"),
            TlsServerName = cluster.Text("tls-server-name") is not { } tlsName ? null
                : IsHost(tlsName) ? tlsName
                : throw cluster.File.Invalid($"the tls-server-name '{tlsName}' is no name of a host"),
            SkipCertificateCheck = skips,
            DisableCompression = cluster.Has("disable-compression") ? cluster.Flag("disable-compression") : null,
            CertificateAuthority = authority is { Length: > 0 }
                ? Certificates.ReadAuthorities(authority, $"the certificate authority of the cluster '{clusterName}'")
                : null,
            Proxy = cluster.Text("proxy-url") is { } proxy ? ToProxy(cluster, proxy) : null,
        };
        if (configuration.User is not { } userName)
        {
            return configuration;
        }

        var user = find("users", "user", userName)
            ?? throw context.File.Invalid(
                $"the context '{contextName}' names the user '{userName}', which is not there");
        return UserReader.Read(configuration, userName, user, cluster, getLocation);
    }

    /// <summary>
    /// Reads the address; as kubectl does, one without a scheme is http, and a query or fragment does not count.
    /// </summary>
    private static Uri ToServer(KubeconfigNode cluster, string clusterName)
    {
        var text = cluster.Text("server") ?? throw cluster.File.Invalid($"the cluster '{clusterName}' has no server");
        var hasScheme = text.Contains("://", StringComparison.Ordinal);
        if (!Uri.TryCreate(hasScheme ? text : "http://" + text, UriKind.Absolute, out var uri)
            || uri.Scheme is not ("https" or "http") || uri.Host.Length == 0
            || (!hasScheme && uri.AbsolutePath != "/") || text.Any(char.IsWhiteSpace)
            || ControlCharacters.Escape(text) != text)
        {
            throw cluster.File.Invalid(
                $"the server of the cluster '{clusterName}', '{UrlText.Redact(text)}', "
                + "is not an http or https address");
        }

        return uri.UserInfo.Length == 0 ? new Uri(uri.GetLeftPart(UriPartial.Path)) : throw new ConfigurationException(
            ConfigurationException.InvalidServer,
            $"The server of the cluster '{clusterName}' in '{cluster.File.Path}' has a user or password in its address "
            + $"({UrlText.Redact(text)}). "
            + "Take them out, and put a token, or 'username' and 'password', into the kubeconfig's user.",
            cluster.File.Path);
    }

    private static bool IsHost(string name) => Uri.CheckHostName(name) != UriHostNameType.Unknown
        && (!System.Net.IPAddress.TryParse(name, out var address) || address.ToString() == name);

    private static Uri ToProxy(KubeconfigNode cluster, string proxy) =>
        Uri.TryCreate(proxy, UriKind.Absolute, out var uri)
            && s_proxySchemes.Contains(uri.Scheme) && uri.Host.Length > 0
            ? uri
            : throw cluster.File.Invalid(
                $"the proxy-url '{UrlText.Redact(proxy)}' is not an http, https or socks5 address");
}
