using System.Globalization;

namespace OpenShiftImage.Kubernetes;

/// <summary>The service account of the pod that this runs in.</summary>
internal static class ServiceAccount
{
    private const string Folder = "/var/run/secrets/kubernetes.io/serviceaccount";

    /// <summary>Returns the cluster of the pod; null when this is none.</summary>
    public static ClusterConfiguration? Load(FileSnapshots files)
    {
        var host = Environment.GetEnvironmentVariable("KUBERNETES_SERVICE_HOST");
        var port = Environment.GetEnvironmentVariable("KUBERNETES_SERVICE_PORT");
        var token = Path.Combine(Folder, "token");
        if (string.IsNullOrEmpty(host) || !int.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || !File.Exists(token))
        {
            return null;
        }

        var authority = Path.Combine(Folder, "ca.crt");
        return new ClusterConfiguration
        {
            Server = new UriBuilder("https", host, number).Uri,
            Context = "in-cluster",
            CertificateAuthority = File.Exists(authority)
                ? Certificates.ReadAuthorities(files.Read(authority), "the certificate authority of the pod's service account")
                : null,
            Credential = new TokenFileCredential(token),
            Files = files,
        };
    }
}
