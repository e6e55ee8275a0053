using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using OpenShiftImage.Configuration;
using OpenShiftImage.Kubernetes.Kubeconfig;
using OpenShiftImage.Kubernetes.Yaml;

namespace OpenShiftImage.Kubernetes.Plugins;

/// <summary>
/// What a plugin is told in <c>KUBERNETES_EXEC_INFO</c>: an ExecCredential with a spec, as client-go writes it.
/// </summary>
internal static class ExecInfo
{
    /// <summary>Name of the extension of a cluster that is meant for its plugins.</summary>
    private const string Extension = "client.authentication.k8s.io/exec";

    /// <summary>Returns the JSON.</summary>
    /// <param name="apiVersion">Version of the ExecCredential.</param>
    /// <param name="interactive">Whether the plugin may ask a person.</param>
    /// <param name="cluster">The cluster of the kubeconfig; null when the plugin is not to know it.</param>
    /// <param name="configuration">The cluster as it was read.</param>
    public static string ToJson(
        string apiVersion, bool interactive, KubeconfigNode? cluster, ClusterConfiguration configuration)
    {
        var spec = new JsonObject();
        if (cluster is not null)
        {
            spec["cluster"] = ToJson(cluster, configuration);
        }

        spec["interactive"] = interactive;
        var info = new JsonObject { ["kind"] = "ExecCredential", ["apiVersion"] = apiVersion, ["spec"] = spec };
        return info.ToJsonString();
    }

    private static JsonObject ToJson(KubeconfigNode cluster, ClusterConfiguration configuration)
    {
        // As it was written: a plugin may compare it with what it knows.
        var json = new JsonObject { ["server"] = cluster.Text("server") };
        if (configuration.TlsServerName is { } name)
        {
            json["tls-server-name"] = name;
        }

        if (configuration.SkipCertificateCheck)
        {
            json["insecure-skip-tls-verify"] = true;
        }

        if (configuration.CertificateAuthority is { } authority)
        {
            json["certificate-authority-data"] = cluster.Text("certificate-authority-data")
                ?? Convert.ToBase64String(Encoding.ASCII.GetBytes(
                    string.Join('\n', authority.Select(item => item.ExportCertificatePem())) + "\n"));
        }

        if (cluster.Text("proxy-url") is { } proxy)
        {
            json["proxy-url"] = proxy;
        }

        if (configuration.DisableCompression == true)
        {
            json["disable-compression"] = true;
        }

        var extension = cluster.Children("extensions").FirstOrDefault(item => item.Text("name") == Extension);
        var options = new JsonDocumentOptions { MaxDepth = YamlReader.JsonOptions.MaxDepth };
        json["config"] = extension?.Value("extension") is { } config
            ? JsonNode.Parse(config.GetRawText(), documentOptions: options)
            : null;
        return json;
    }
}
