using System.Text.Json;
using System.Text.Json.Serialization;

namespace OpenShiftImage;

/// <summary>
/// What an image says of itself (field <c>dockerImageMetadata</c>): the JSON as it came, and a typed view that is made when
/// it is first looked at. The server's keys are capitalised (<c>Id</c>, <c>Config.Env</c>); the view reads them in any case.
/// </summary>
[JsonConverter(typeof(DockerImageMetadataConverter))]
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
    public DockerImageConfiguration? Config =>
        _config ??= View.Property("Config") is { ValueKind: JsonValueKind.Object } config ? new DockerImageConfiguration(config) : null;

    private JsonElement View => _view ??= Raw.ToElement();

    /// <summary>Takes JSON text.</summary>
    /// <exception cref="JsonException">The text is not one JSON value.</exception>
    public static DockerImageMetadata Parse(string json) => new(RawJson.Parse(json));

    /// <summary>The JSON text.</summary>
    public override string ToString() => Raw.ToString();
}

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

internal sealed class DockerImageMetadataConverter : JsonConverter<DockerImageMetadata>
{
    public override DockerImageMetadata Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        new(new RawJson(RawJsonConverter.Copy(ref reader)));

    public override void Write(Utf8JsonWriter writer, DockerImageMetadata value, JsonSerializerOptions options) =>
        writer.WriteRawValue(value.Raw.Utf8.Span, skipInputValidation: true);
}

/// <summary>Lenient look-ups: a field that is missing or of another type is a field that does not say.</summary>
internal static class JsonElementView
{
    public static JsonElement? Property(this JsonElement element, string name)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        if (element.TryGetProperty(name, out var exact))
        {
            return exact;
        }

        foreach (var property in element.EnumerateObject())
        {
            if (string.Equals(property.Name, name, StringComparison.OrdinalIgnoreCase))
            {
                return property.Value;
            }
        }

        return null;
    }

    public static string? String(this JsonElement element, string name) =>
        element.Property(name) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;

    public static long? Int64(this JsonElement element, string name) =>
        element.Property(name) is not { ValueKind: JsonValueKind.Number } value ? null
        : value.TryGetInt64(out var number) ? number
        : value.TryGetDecimal(out var other) && other == decimal.Truncate(other) && other is >= long.MinValue and <= long.MaxValue ? (long)other
        : null;

    public static DateTime? Time(this JsonElement element, string name) =>
        element.String(name) is { } text && DateTimeOffset.TryParse(
            text, System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.AssumeUniversal, out var time)
        && time.Year > 1 ? time.LocalDateTime : null;

    public static IReadOnlyList<string> Strings(this JsonElement element, string name) =>
        element.Property(name) is { ValueKind: JsonValueKind.Array } array
            ? [.. array.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.String).Select(item => item.GetString()!)]
            : [];

    public static IReadOnlyList<string> Keys(this JsonElement element, string name) =>
        element.Property(name) is { ValueKind: JsonValueKind.Object } map ? [.. map.EnumerateObject().Select(item => item.Name)] : [];

    public static IReadOnlyDictionary<string, string> StringMap(this JsonElement element, string name)
    {
        var map = new Dictionary<string, string>(StringComparer.Ordinal);
        if (element.Property(name) is { ValueKind: JsonValueKind.Object } source)
        {
            foreach (var item in source.EnumerateObject())
            {
                map[item.Name] = item.Value.ValueKind == JsonValueKind.String ? item.Value.GetString()! : item.Value.GetRawText();
            }
        }

        return map;
    }
}
