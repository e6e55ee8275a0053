using System.Text.Json;
using OpenShiftImage.Primitives;

namespace OpenShiftImage;

/// <summary>
/// What an image says of itself (field <c>dockerImageMetadata</c>): the JSON as it came, and a typed view that is made
/// when it is first looked at. The server's keys are capitalised (<c>Id</c>, <c>Config.Env</c>); the view reads them in
/// any case.
/// </summary>
public sealed class DockerImageMetadata
{
    private JsonElement? _view;
    private DockerImageConfiguration? _config;

    internal DockerImageMetadata(RawJson raw) => Raw = raw;

    /// <summary>The JSON as it came.</summary>
    public RawJson Raw { get; }

    /// <summary>Id of the image; empty when the server derived nothing.</summary>
    public string? Id => View.String("Id");

    /// <summary>Id of the parent image.</summary>
    public string? Parent => View.String("Parent");

    /// <summary>When the image was built; null when it does not say.</summary>
    public DateTime? Created => View.Time("Created");

    /// <summary>Who made the image.</summary>
    public string? Author => View.String("Author");

    /// <summary>CPU architecture, for example <c>amd64</c>.</summary>
    public string? Architecture => View.String("Architecture");

    /// <summary>Operating system, for example <c>linux</c>; many servers leave it out.</summary>
    public string? Os => View.String("Os");

    /// <summary>Size of config and layers in bytes; null when it does not say.</summary>
    public long? Size => View.Int64("Size");

    /// <summary>Version of the tool that built the image.</summary>
    public string? DockerVersion => View.String("DockerVersion");

    /// <summary>How a container of the image runs; null when it does not say.</summary>
    public DockerImageConfiguration? Config => _config ??= DockerImageConfiguration.Read(View, default);

    private JsonElement View => _view ??= Raw.ToElement();

    /// <summary>Takes JSON text.</summary>
    /// <exception cref="JsonException">The text is not one JSON value.</exception>
    public static DockerImageMetadata Parse(string json) => new(RawJson.Parse(json));

    /// <summary>The JSON text.</summary>
    public override string ToString() => Raw.ToString();
}
