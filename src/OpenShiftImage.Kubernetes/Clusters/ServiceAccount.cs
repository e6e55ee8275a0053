using System.Globalization;
using OpenShiftImage.Configuration;
using OpenShiftImage.Kubernetes.Credentials;
using OpenShiftImage.Primitives;

namespace OpenShiftImage.Kubernetes.Clusters;

/// <summary>The service account of the pod that this runs in.</summary>
internal static class ServiceAccount
{
    /// <summary>Where the kubelet puts its files.</summary>
    public const string Folder = "/var/run/secrets/kubernetes.io/serviceaccount";

    /// <summary>Returns the cluster of the pod; null when this is none.</summary>
    /// <param name="folder">The folder of its files.</param>
    /// <param name="files">Keeps what they hold.</param>
    /// <param name="time">Tells how old the token is that was read.</param>
    public static ClusterConfiguration? Load(string folder, FileSnapshots files, TimeProvider time)
    {
        var host = Environment.GetEnvironmentVariable("KUBERNETES_SERVICE_HOST");
        var port = Environment.GetEnvironmentVariable("KUBERNETES_SERVICE_PORT");
        var token = Path.Combine(folder, "token");
        if (string.IsNullOrEmpty(host) || !File.Exists(token)
            || !int.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return null;
        }

        var authority = Path.Combine(folder, "ca.crt");
        return new ClusterConfiguration
        {
            Server = new UriBuilder("https", host, number).Uri,
            Context = "in-cluster",
            CertificateAuthority = File.Exists(authority)
                ? Certificates.ReadAuthorities(
                    files.Read(authority), "the certificate authority of the pod's service account")
                : null,
            Credential = new TokenFileCredential(token, null, time),
            Files = files,
        };
    }
}
