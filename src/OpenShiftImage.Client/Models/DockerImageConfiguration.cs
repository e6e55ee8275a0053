using System.Text.Json;
using OpenShiftImage.Primitives;

namespace OpenShiftImage;

/// <summary>
/// How a container of an image runs (<c>dockerImageMetadata.Config</c>, else <c>config</c> of the config blob).
/// </summary>
public sealed class DockerImageConfiguration
{
    private readonly JsonElement _json;

    private DockerImageConfiguration(JsonElement json) => _json = json;

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

    /// <summary>
    /// Returns what the server derived; where it derived nothing, what the config blob says; undefined where neither
    /// says.
    /// </summary>
    /// <param name="metadata"><c>dockerImageMetadata</c>.</param>
    /// <param name="blob">The config blob, <c>dockerImageConfig</c>.</param>
    internal static JsonElement Find(JsonElement metadata, JsonElement blob) =>
        metadata.Property("Config") is { ValueKind: JsonValueKind.Object } derived ? derived
        : blob.Property("config") is { ValueKind: JsonValueKind.Object } config ? config
        : default;

    /// <summary>Returns a view of what <see cref="Find"/> finds; null where neither says.</summary>
    internal static DockerImageConfiguration? Read(JsonElement metadata, JsonElement blob) =>
        Find(metadata, blob) is { ValueKind: JsonValueKind.Object } config ? new(config) : null;
}
