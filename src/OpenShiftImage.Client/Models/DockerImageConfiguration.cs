using System.Text.Json;
using OpenShiftImage.Primitives;

namespace OpenShiftImage;

/// <summary>How a container of an image runs (<c>dockerImageMetadata.Config</c>).</summary>
public sealed class DockerImageConfiguration
{
    private readonly JsonElement _json;

    internal DockerImageConfiguration(JsonElement json) => _json = json;

    /// <summary>Environment, each entry <c>NAME=value</c>.</summary>
    public IReadOnlyList<string> Env => _json.Strings("Env");

    /// <summary>Default command or arguments of the entrypoint.</summary>
    public IReadOnlyList<string> Cmd => _json.Strings("Cmd");

    /// <summary>What a container runs.</summary>
    public IReadOnlyList<string> Entrypoint => _json.Strings("Entrypoint");

    /// <summary>Labels of the image (not of the Image object).</summary>
    public IReadOnlyDictionary<string, string> Labels => _json.StringMap("Labels");

    /// <summary>Ports that a container listens on, for example <c>8080/tcp</c>.</summary>
    public IReadOnlyList<string> ExposedPorts => _json.Keys("ExposedPorts");

    /// <summary>Paths that are volumes.</summary>
    public IReadOnlyList<string> Volumes => _json.Keys("Volumes");

    /// <summary>User, and group, that a container runs as.</summary>
    public string? User => _json.String("User");

    /// <summary>Directory that a container starts in.</summary>
    public string? WorkingDir => _json.String("WorkingDir");
}
