using System.Text.Json.Serialization;
using OpenShiftImage.Primitives;

namespace OpenShiftImage;

/// <content>
/// How a container of the image runs, as <see cref="DockerImageMetadata"/> says, and where that does not the config
/// blob. Read-only, derived, never written to JSON.
/// </content>
public sealed partial class Image
{
    /// <summary>Who made the image.</summary>
    [JsonIgnore]
    public string? Author => DockerImageMetadata?.Author ?? ConfigBlob.String("author");

    /// <summary>What a container runs.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> Entrypoint => Configuration?.Entrypoint ?? [];

    /// <summary>Default command or arguments of the entrypoint.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> Cmd => Configuration?.Cmd ?? [];

    /// <summary>Directory that a container starts in.</summary>
    [JsonIgnore]
    public string? WorkingDir => Configuration?.WorkingDir;

    /// <summary>User, and group, that a container runs as.</summary>
    [JsonIgnore]
    public string? User => Configuration?.User;

    /// <summary>Ports that a container listens on, for example <c>8080/tcp</c>.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> ExposedPorts => Configuration?.ExposedPorts ?? [];

    /// <summary>Paths that are volumes.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> Volumes => Configuration?.Volumes ?? [];

    /// <summary>
    /// Labels of the image itself, not of the object that the cluster keeps of it: those are
    /// <see cref="ApiResource.Labels"/>.
    /// </summary>
    [JsonIgnore]
    public IReadOnlyDictionary<string, string> DockerLabels =>
        Configuration?.Labels ?? new Dictionary<string, string>();

    /// <summary>Environment, each entry <c>NAME=value</c>.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> Env => Configuration?.Env ?? [];

    /// <summary>Gets how a container of the image runs; null where nothing says it.</summary>
    internal DockerImageConfiguration? Configuration =>
        DockerImageMetadata?.Config ?? DockerImageConfiguration.Read(default, ConfigBlob);

    /// <summary>Gets the digests of the unpacked layers, as the config blob names them.</summary>
    internal IReadOnlyList<string> DiffIds => ConfigBlob.Property("rootfs")?.Strings("diff_ids") ?? [];
}
