using System.Text.Json;
using System.Text.Json.Serialization;
using OpenShiftImage.Primitives;

namespace OpenShiftImage;

/// <content>What the API does not have and people ask for. All of it is read-only, derived, and never written to
/// JSON.</content>
public sealed partial class Image : IComparable<Image>, IComparable
{
    private JsonElement? _configBlob;

    /// <summary>
    /// When the image was built, as its config says; null for a manifest list, or when the image does not say.
    /// </summary>
    [JsonIgnore]
    public DateTime? Created => DockerImageMetadata?.Created ?? ConfigBlob.Time("created");

    /// <summary>
    /// Size in bytes: what the metadata says, else the sum of the distinct layers; null for a manifest list.
    /// </summary>
    [JsonIgnore]
    public long? Size => DockerImageMetadata?.Size is > 0 and { } size ? size
        : DockerImageLayers is { Count: > 0 } layers
            ? layers.OfType<ImageLayer>().DistinctBy(layer => layer.Name).Sum(layer => layer.Size)
        : null;

    /// <summary>Number of layers; null for a manifest list, which has none of its own.</summary>
    [JsonIgnore]
    public int? LayerCount => IsManifestList ? null : DockerImageLayers?.OfType<ImageLayer>().Count() ?? 0;

    /// <summary>Whether the Image is a manifest list, whose members are Images of their own.</summary>
    [JsonIgnore]
    public bool IsManifestList => DockerImageManifests is { Count: > 0 };

    /// <summary>Whether the Image carries a signature.</summary>
    [JsonIgnore]
    public bool IsSigned => Signatures is { Count: > 0 } || DockerImageSignatures is { Count: > 0 };

    /// <summary>CPU architecture; null for a manifest list or when the image does not say.</summary>
    [JsonIgnore]
    public string? Architecture =>
        NonEmpty(DockerImageMetadata?.Architecture) ?? NonEmpty(ConfigBlob.String("architecture"));

    /// <summary>Operating system; null for a manifest list or when the image does not say.</summary>
    [JsonIgnore]
    public string? Os => NonEmpty(DockerImageMetadata?.Os) ?? NonEmpty(ConfigBlob.String("os"));

    /// <summary>
    /// <c>architecture[/variant]</c>, behind <c>os/</c> where that is not Linux; of a manifest list all of them, parted
    /// by commas. Most servers leave out that it is Linux: so an image has one name for its platform, whatever the
    /// server tells.
    /// </summary>
    [JsonIgnore]
    public string? Platform => NonEmpty(string.Join(',', Platforms));

    /// <summary>
    /// The platforms, each as <see cref="Platform"/> has it: of a manifest list those of its members, else one at most.
    /// </summary>
    [JsonIgnore]
    public string[] Platforms => IsManifestList
        ? [.. DockerImageManifests!.Select(item => item?.Platform).OfType<string>().Distinct()]
        : PlatformOf(Os, Architecture, NonEmpty(ConfigBlob.String("variant"))) is { } platform ? [platform] : [];

    /// <summary>
    /// <see cref="DockerImageReference"/> for people: without the digest where that is the name, and with control
    /// characters shown.
    /// </summary>
    [JsonIgnore]
    public string? Reference => DockerImageReference is not { } reference
        ? null
        : ControlCharacters.Escape(PullSpec.WithoutDigest(reference, Name));

    /// <summary>Registry host of <see cref="DockerImageReference"/>; null when the reference names none.</summary>
    [JsonIgnore]
    public string? Registry => SplitReference().Registry;

    /// <summary>Repository of <see cref="DockerImageReference"/>, without registry, tag and digest.</summary>
    [JsonIgnore]
    public string? Repository => SplitReference().Repository;

    /// <summary>
    /// Digest that <see cref="DockerImageReference"/> pins, for example <c>sha256:…</c>; null when it pins none.
    /// </summary>
    [JsonIgnore]
    public string? Digest =>
        DockerImageReference?.IndexOf('@') is >= 0 and var at ? DockerImageReference[(at + 1)..] : null;

    /// <summary>Tag of <see cref="DockerImageReference"/>, for example <c>latest</c>; null when it has none.</summary>
    [JsonIgnore]
    public string? Tag => SplitReference().Tag;

    private JsonElement ConfigBlob => _configBlob ??= ParseConfigBlob();

    /// <summary>Orders Images by name, byte for byte, as the server lists them.</summary>
    public int CompareTo(Image? other) => CompareNames(other);

    /// <inheritdoc/>
    public int CompareTo(object? obj) => obj switch
    {
        null => 1,
        Image other => CompareTo(other),
        _ => throw new ArgumentException("An Image compares to an Image only.", nameof(obj)),
    };

    private static string Join(params string?[] parts) =>
        string.Join('/', parts.Where(part => !string.IsNullOrEmpty(part)));

    internal static string? PlatformOf(string? os, string? architecture, string? variant) =>
        NonEmpty(ControlCharacters.Escape(
            Join(os == "linux" && !string.IsNullOrEmpty(architecture) ? null : os, architecture, variant)));

    private static string? NonEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;

    private JsonElement ParseConfigBlob()
    {
        if (string.IsNullOrEmpty(DockerImageConfig))
        {
            return default;
        }

        try
        {
            using var document = JsonDocument.Parse(DockerImageConfig, JsonDefaults.Document);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            // The server stores a config that it cannot parse; the value is then unknown.
            return default;
        }
    }

    private (string? Registry, string? Repository, string? Tag) SplitReference()
    {
        if (string.IsNullOrEmpty(DockerImageReference))
        {
            return (null, null, null);
        }

        var parts = PullSpec.Parse(DockerImageReference);
        return (parts.Registry, parts.Repository, NonEmpty(parts.Tag));
    }
}
