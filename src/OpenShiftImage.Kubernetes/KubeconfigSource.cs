using System.Text;

namespace OpenShiftImage.Kubernetes;

/// <summary>Works out a cluster as kubectl does: <c>KUBECONFIG</c>'s files merged, else <c>~/.kube/config</c>, else the pod's service account.</summary>
public sealed class KubeconfigSource : IClusterConfigurationSource
{
    private const string InCluster = "in-cluster";

    /// <inheritdoc/>
    public ClusterConfiguration Load(KubeconfigRequest request)
    {
        var files = ReadFiles(request);
        if (files.Count == 0)
        {
            if (request.Context is null or InCluster && ServiceAccount.Load() is { } pod)
            {
                return pod;
            }

            throw new ConfigurationException(
                ConfigurationException.NoConfiguration,
                "There is no kubeconfig: KUBECONFIG names none that exists, ~/.kube/config is not there, and this is not a pod. "
                + "Log in with 'oc login', or use Connect-OSImageCluster with -Kubeconfig or with -Server and -Token.",
                null);
        }

        var name = request.Context ?? files.Select(file => file.CurrentContext).FirstOrDefault(current => current is not null)
            ?? throw new ConfigurationException(
                ConfigurationException.ContextNotFound,
                $"{Describe(files)} no current context. Name one of its contexts with -Context. It has: {Known(files)}.",
                null);
        var context = Find(files, "contexts", "context", name) ?? throw new ConfigurationException(
            ConfigurationException.ContextNotFound, $"{Describe(files)} no context '{name}'. It has: {Known(files)}.", name);
        return ToConfiguration(files, name, context);
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> GetContextNames(KubeconfigRequest request)
    {
        var files = ReadFiles(request);
        var current = files.Select(file => file.CurrentContext).FirstOrDefault(name => name is not null);
        return [.. files.SelectMany(file => file.Names("contexts")).Distinct().OrderBy(name => name == current ? 0 : 1)];
    }

    private static List<KubeconfigFile> ReadFiles(KubeconfigRequest request)
    {
        if (request.Paths is { } named)
        {
            return [.. named.Select(KubeconfigFile.Read)];
        }

        // As kubectl: of the files that KUBECONFIG names, those that are missing do not count.
        var listed = Environment.GetEnvironmentVariable("KUBECONFIG");
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        IEnumerable<string> paths = string.IsNullOrEmpty(listed)
            ? [Path.Combine(home, ".kube", "config")]
            : listed.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return [.. paths.Where(File.Exists).Select(KubeconfigFile.Read)];
    }

    private static KubeconfigNode? Find(List<KubeconfigFile> files, string list, string entry, string name) =>
        files.Select(file => file.Find(list, entry, name)).FirstOrDefault(node => node is not null);

    private static string Describe(List<KubeconfigFile> files) =>
        (files.Count == 1 ? "The kubeconfig " : "The kubeconfigs ") + string.Join(", ", files.Select(file => $"'{file.Path}'")) + (files.Count == 1 ? " has" : " have");

    private static string Known(List<KubeconfigFile> files)
    {
        var names = files.SelectMany(file => file.Names("contexts")).Distinct().ToList();
        return names.Count == 0 ? "none" : string.Join(", ", names.Take(10)) + (names.Count > 10 ? ", …" : "");
    }

    private static ClusterConfiguration ToConfiguration(List<KubeconfigFile> files, string name, KubeconfigNode context)
    {
        var clusterName = context.Text("cluster") ?? throw context.File.Invalid($"the context '{name}' names no cluster");
        var cluster = Find(files, "clusters", "cluster", clusterName)
            ?? throw context.File.Invalid($"the context '{name}' names the cluster '{clusterName}', which is not there");
        var address = cluster.Text("server") ?? throw cluster.File.Invalid($"the cluster '{clusterName}' has no server");
        if (!Uri.TryCreate(address, UriKind.Absolute, out var server) || server.Scheme is not ("https" or "http"))
        {
            throw cluster.File.Invalid($"the server of the cluster '{clusterName}', '{address}', is not an http or https address");
        }

        var configuration = new ClusterConfiguration
        {
            Server = server,
            Context = name,
            User = context.Text("user"),
            TlsServerName = cluster.Text("tls-server-name"),
            SkipCertificateCheck = cluster.Flag("insecure-skip-tls-verify"),
            DisableCompression = cluster.Text("disable-compression") is null ? null : cluster.Flag("disable-compression"),
            CertificateAuthority = cluster.Data("certificate-authority-data", "certificate-authority") is { } pem
                ? Certificates.Authorities(pem, $"the certificate authority of the cluster '{clusterName}'")
                : null,
            Proxy = cluster.Text("proxy-url") is { } proxy ? ToProxy(cluster, proxy) : null,
        };
        if (configuration.User is not { } userName)
        {
            return configuration;
        }

        var user = Find(files, "users", "user", userName)
            ?? throw context.File.Invalid($"the context '{name}' names the user '{userName}', which is not there");
        return WithUser(configuration, userName, user);
    }

    private static Uri ToProxy(KubeconfigNode cluster, string proxy) =>
        Uri.TryCreate(proxy, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" or "socks5"
            ? uri
            : throw cluster.File.Invalid($"the proxy-url '{proxy}' is not an http, https or socks5 address");

    private static ClusterConfiguration WithUser(ClusterConfiguration configuration, string userName, KubeconfigNode user)
    {
        var certificate = user.Data("client-certificate-data", "client-certificate");
        var key = user.Data("client-key-data", "client-key");
        if (certificate is not null != (key is not null))
        {
            throw user.File.Invalid($"the user '{userName}' has a client certificate without its key, or a key without its certificate");
        }

        if (user.Text("as") is null && (user.List("as-groups").Count > 0 || user.Text("as-uid") is not null || user.Child("as-user-extra") is not null))
        {
            throw user.File.Invalid($"the user '{userName}' acts as a member of groups, but as no user: 'as' is missing");
        }

        var secret = ToCredential(configuration, userName, user);
        if (secret is not null && configuration.Server is { Scheme: "http", IsLoopback: false })
        {
            throw user.File.Invalid($"the user '{userName}' has a credential, which must not go over http to {configuration.Server}");
        }

        return configuration with
        {
            Credential = secret,
            ClientCertificate = certificate is null ? null : Certificates.WithKey(certificate, key!, $"the client certificate of the user '{userName}'"),
            ImpersonateUser = user.Text("as"),
            ImpersonateGroups = user.List("as-groups"),
            ImpersonateUid = user.Text("as-uid"),
            ImpersonateExtra = user.Child("as-user-extra")?.Lists() ?? new Dictionary<string, IReadOnlyList<string>>(),
        };
    }

    private static ICredential? ToCredential(ClusterConfiguration configuration, string userName, KubeconfigNode user)
    {
        if (user.FilePath("tokenFile") is { } tokenFile)
        {
            return new TokenFileCredential(tokenFile);
        }

        if (user.Text("token") is { } token)
        {
            return new TokenCredential(token);
        }

        if (user.Text("username") is { } name)
        {
            return new BasicCredential(name, user.Text("password") ?? "");
        }

        if (user.Child("exec") is { } exec)
        {
            return new ExecCredential(exec, configuration);
        }

        if (user.Child("auth-provider") is { } provider)
        {
            return provider.Text("name") == "oidc"
                ? OidcCredential.Create(provider.Child("config") ?? throw user.File.Invalid($"the auth-provider of the user '{userName}' has no config"))
                : throw new ConfigurationException(
                    ConfigurationException.CredentialFailed,
                    $"The user '{userName}' has the auth-provider '{provider.Text("name")}', which Kubernetes no longer has. Use its exec plugin instead.",
                    userName);
        }

        return null;
    }
}

/// <summary>The service account of the pod that this runs in.</summary>
internal static class ServiceAccount
{
    private const string Folder = "/var/run/secrets/kubernetes.io/serviceaccount";

    public static ClusterConfiguration? Load()
    {
        var host = Environment.GetEnvironmentVariable("KUBERNETES_SERVICE_HOST");
        var port = Environment.GetEnvironmentVariable("KUBERNETES_SERVICE_PORT");
        var token = Path.Combine(Folder, "token");
        if (string.IsNullOrEmpty(host) || string.IsNullOrEmpty(port) || !File.Exists(token))
        {
            return null;
        }

        var authority = Path.Combine(Folder, "ca.crt");
        return new ClusterConfiguration
        {
            Server = new UriBuilder("https", host, int.Parse(port, System.Globalization.CultureInfo.InvariantCulture)).Uri,
            Context = "in-cluster",
            CertificateAuthority = File.Exists(authority)
                ? Certificates.Authorities(File.ReadAllBytes(authority), "the certificate authority of the pod's service account")
                : null,
            Credential = new TokenFileCredential(token),
        };
    }
}
