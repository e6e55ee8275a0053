using OpenShiftImage.Documents;
using OpenShiftImage.Kubernetes.Yaml;

namespace OpenShiftImage.Kubernetes;

/// <summary>Converts YAML to JSON and back. The module finds it by this name.</summary>
internal sealed class YamlConverter : IYamlConverter
{
    /// <inheritdoc/>
    public string ToYaml(ReadOnlyMemory<byte> utf8Json) => YamlWriter.Write(utf8Json);

    /// <inheritdoc/>
    public ConvertedDocument ToJson(string yaml, CancellationToken cancellationToken) =>
        YamlReader.ToJson(yaml, cancellationToken);
}
