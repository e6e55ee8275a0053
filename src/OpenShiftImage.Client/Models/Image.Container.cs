using System.Text.Json.Serialization;

namespace OpenShiftImage;

/// <content>
/// How a container of the image runs, as <see cref="DockerImageMetadata"/> says. Read-only, derived, never written
/// to JSON.
/// </content>
public sealed partial class Image
{
    /// <summary>Who made the image.</summary>
    [JsonIgnore]
    public string? Author => DockerImageMetadata?.Author;

    /// <summary>What a container runs.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> Entrypoint => DockerImageMetadata?.Config?.Entrypoint ?? [];

    /// <summary>Default command or arguments of the entrypoint.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> Cmd => DockerImageMetadata?.Config?.Cmd ?? [];

    /// <summary>Directory that a container starts in.</summary>
    [JsonIgnore]
    public string? WorkingDir => DockerImageMetadata?.Config?.WorkingDir;

    /// <summary>User, and group, that a container runs as.</summary>
    [JsonIgnore]
    public string? User => DockerImageMetadata?.Config?.User;

    /// <summary>Ports that a container listens on, for example <c>8080/tcp</c>.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> ExposedPorts => DockerImageMetadata?.Config?.ExposedPorts ?? [];

    /// <summary>Paths that are volumes.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> Volumes => DockerImageMetadata?.Config?.Volumes ?? [];

    /// <summary>
    /// Labels of the image itself, not of the object that the cluster keeps of it: those are
    /// <see cref="ApiResource.Labels"/>.
    /// </summary>
    [JsonIgnore]
    public IReadOnlyDictionary<string, string> DockerLabels =>
        DockerImageMetadata?.Config?.Labels ?? new Dictionary<string, string>();

    /// <summary>Environment, each entry <c>NAME=value</c>.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> Env => DockerImageMetadata?.Config?.Env ?? [];
}
