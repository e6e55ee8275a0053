using System.Text.Json;
using OpenShiftImage.Kubernetes.Yaml;

namespace OpenShiftImage.Kubernetes.Plugins;

/// <summary>A mapping of a kuberc.</summary>
internal sealed class KubercNode(string path, JsonElement map) : YamlNode<KubercNode>(map)
{
    protected override KubercNode Create(JsonElement child) => new(path, child);

    protected override Exception Invalid(string why) => PluginPolicy.Invalid(path, why, null);
}
