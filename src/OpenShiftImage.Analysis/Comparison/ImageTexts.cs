using System.Globalization;
using System.Text.Json;
using OpenShiftImage.Analysis.Images;
using OpenShiftImage.Primitives;

namespace OpenShiftImage.Analysis.Comparison;

/// <summary>
/// What is compared of an Image, as text by its key. What is missing, null or of another type is left out, so that
/// every Image that a server keeps can be compared.
/// </summary>
/// <param name="image">The Image.</param>
internal sealed class ImageTexts(Image image)
{
    private const string LayersOrder = "image.openshift.io/dockerLayersOrder";
    private const string Linux = "linux";
    private const string Unknown = "unknown";

    private readonly JsonElement _metadata = image.DockerImageMetadata?.Raw.ToElement() ?? default;
    private readonly JsonElement _config = ConfigBlob.Parse(image.DockerImageConfig);
    private IReadOnlyList<MemberText>? _members;

    /// <summary>Gets the layers, the lowest first.</summary>
    public List<LayerText> Layers
    {
        get
        {
            List<LayerText> layers =
            [
                .. (image.DockerImageLayers ?? []).Select(
                    layer => new LayerText(layer?.Name ?? "", Math.Max(0, layer?.Size ?? 0))),
            ];
            if (image.Annotations.TryGetValue(LayersOrder, out var order) && order == "descending")
            {
                layers.Reverse();
            }

            return layers;
        }
    }

    /// <summary>Gets the members of a manifest list; of another Image itself, as the only one.</summary>
    public IReadOnlyList<MemberText> Members => _members ??= image.IsManifestList
        ?
        [
            .. image.DockerImageManifests!.Where(member => member is not null).Select(member => new MemberText(
                PlatformOf(member.Os, member.Architecture, member.Variant), member.Digest ?? "",
                member.ManifestSize >= 0 ? member.ManifestSize : null)),
        ]
        : [new MemberText(PlatformOf(Os, Architecture, Variant), image.Name ?? "", null)];

    private string? Architecture => NonEmpty(image.Architecture);

    /// <summary>Gets the operating system. Most servers leave out that it is Linux.</summary>
    private string? Os => NonEmpty(image.Os) ?? (Architecture is null ? null : Linux);

    private string? Variant =>
        NormalVariant(Architecture, NonEmpty(_metadata.String("Variant")) ?? NonEmpty(_config.String("variant")));

    /// <summary>Returns the texts of a property.</summary>
    public Dictionary<string, string> Of(ImageProperty property) => property switch
    {
        ImageProperty.Identity => Present(
            ("Name", image.Name),
            ("Reference", image.DockerImageReference),
            ("MediaType", image.DockerImageManifestMediaType),
            ("Created", image.Created?.ToUniversalTime()
                .ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture)),
            ("Size", Size?.ToString(CultureInfo.InvariantCulture))),
        ImageProperty.Platform => Present(("Os", Os), ("Architecture", Architecture), ("Variant", Variant)),
        ImageProperty.Config => ConfigTexts.Of(_metadata, _config),
        ImageProperty.Env => Env(),
        ImageProperty.Label => Copy(image.Labels),
        ImageProperty.Annotation => Copy(image.Annotations),
        ImageProperty.Signature => SignatureTexts.Of(image),
        _ => [],
    };

    /// <summary>Gets the size that the metadata tells, else that of the layers, each once.</summary>
    private long? Size => image.DockerImageMetadata?.Size is > 0 and { } size ? size
        : Layers.FindAll(layer => layer.Digest.Length > 0 || layer.Bytes > 0) is { Count: > 0 } layers
            ? layers.Where(layer => layer.Digest.Length > 0).DistinctBy(layer => layer.Digest)
                .Concat(layers.Where(layer => layer.Digest.Length == 0))
                .Aggregate(0L, (sum, layer) => Bytes.Add(sum, layer.Bytes))
        : null;

    /// <summary>Returns the variables; of one that is set twice the last counts, as in a container.</summary>
    private Dictionary<string, string> Env()
    {
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var entry in ConfigTexts.FindConfig(_metadata, _config).Strings("Env"))
        {
            var at = entry.IndexOf('=', StringComparison.Ordinal);
            found[at < 0 ? entry : entry[..at]] = at < 0 ? "" : entry[(at + 1)..];
        }

        return found;
    }

    private static string PlatformOf(string? os, string? architecture, string? variant)
    {
        architecture = NonEmpty(architecture);
        os = NonEmpty(os) ?? (architecture is null ? Unknown : Linux);
        variant = NormalVariant(architecture, NonEmpty(variant));
        return $"{os}/{architecture ?? Unknown}{(variant is null ? "" : "/" + variant)}";
    }

    /// <summary>Returns a variant; that of arm64 which every one is has no name in half of the manifests.</summary>
    private static string? NormalVariant(string? architecture, string? variant) =>
        architecture == "arm64" && variant is "v8" or "8" ? null : variant;

    private static Dictionary<string, string> Present(params (string Key, string? Text)[] texts) =>
        texts.Where(item => !string.IsNullOrEmpty(item.Text)).ToDictionary(item => item.Key, item => item.Text!);

    private static Dictionary<string, string> Copy(IReadOnlyDictionary<string, string> texts) =>
        texts.ToDictionary(item => item.Key, item => item.Value ?? "", StringComparer.Ordinal);

    private static string? NonEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
