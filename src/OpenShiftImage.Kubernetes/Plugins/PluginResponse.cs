using System.Text.Json;
using OpenShiftImage.Kubernetes.Yaml;

namespace OpenShiftImage.Kubernetes.Plugins;

/// <summary>
/// A mapping of the ExecCredential that a plugin answered with. An error does not tell it, since it may hold the
/// token.
/// </summary>
internal sealed class PluginResponse(PluginCommand command, JsonElement map) : YamlNode<PluginResponse>(map)
{
    protected override PluginResponse Create(JsonElement child) => new(command, child);

    protected override Exception Invalid(string why) =>
        command.Failed("it answered with something other than an ExecCredential.");
}
