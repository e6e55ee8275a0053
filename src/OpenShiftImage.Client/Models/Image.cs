using System.Text.Json.Serialization;

namespace OpenShiftImage;

/// <summary>A container image and its metadata, as OpenShift keeps it for the whole cluster (<c>image.openshift.io/v1</c>, Image).</summary>
public sealed partial class Image : ApiObject
{
    private static readonly string[] s_fieldNames =
    [
        "kind", "apiVersion", "metadata", "dockerImageReference", "dockerImageMetadata", "dockerImageMetadataVersion",
        "dockerImageManifest", "dockerImageLayers", "signatures", "dockerImageSignatures",
        "dockerImageManifestMediaType", "dockerImageConfig", "dockerImageManifests",
    ];

    private string? _kind;
    private string? _apiVersion;
    private ObjectMeta? _metadata;
    private string? _dockerImageReference;
    private DockerImageMetadata? _dockerImageMetadata;
    private string? _dockerImageMetadataVersion;
    private string? _dockerImageManifest;
    private List<ImageLayer>? _dockerImageLayers;
    private List<ImageSignature>? _signatures;
    private List<byte[]>? _dockerImageSignatures;
    private string? _dockerImageManifestMediaType;
    private string? _dockerImageConfig;
    private List<ImageManifest>? _dockerImageManifests;

    internal override string[] FieldNames => s_fieldNames;

    /// <summary><c>Image</c>; the server leaves it out of list items. Field <c>kind</c>.</summary>
    [JsonPropertyName("kind")]
    public string? Kind { get => Get(ref _kind); set => Set(ref _kind, value, 0); }

    /// <summary><c>image.openshift.io/v1</c>; the server leaves it out of list items. Field <c>apiVersion</c>.</summary>
    [JsonPropertyName("apiVersion")]
    public string? ApiVersion { get => Get(ref _apiVersion); set => Set(ref _apiVersion, value, 1); }

    /// <summary>Standard metadata. Field <c>metadata</c>.</summary>
    [JsonPropertyName("metadata")]
    public ObjectMeta? Metadata { get => Get(ref _metadata); set => Set(ref _metadata, value, 2); }

    /// <summary>The string by which the image can be pulled. Field <c>dockerImageReference</c>.</summary>
    [JsonPropertyName("dockerImageReference")]
    public string? DockerImageReference { get => Get(ref _dockerImageReference); set => Set(ref _dockerImageReference, value, 3); }

    /// <summary>What the image says of itself. Field <c>dockerImageMetadata</c>.</summary>
    [JsonPropertyName("dockerImageMetadata")]
    public DockerImageMetadata? DockerImageMetadata { get => Get(ref _dockerImageMetadata); set => Set(ref _dockerImageMetadata, value, 4); }

    /// <summary>Version of <see cref="DockerImageMetadata"/>; empty means 1.0. Field <c>dockerImageMetadataVersion</c>.</summary>
    [JsonPropertyName("dockerImageMetadataVersion")]
    public string? DockerImageMetadataVersion { get => Get(ref _dockerImageMetadataVersion); set => Set(ref _dockerImageMetadataVersion, value, 5); }

    /// <summary>The raw JSON of the manifest. Field <c>dockerImageManifest</c>.</summary>
    [JsonPropertyName("dockerImageManifest")]
    public string? DockerImageManifest { get => Get(ref _dockerImageManifest); set => Set(ref _dockerImageManifest, value, 6); }

    /// <summary>The layers, lowest first unless an annotation says otherwise; none for a manifest list. Field <c>dockerImageLayers</c>.</summary>
    [JsonPropertyName("dockerImageLayers")]
    public List<ImageLayer>? DockerImageLayers { get => Get(ref _dockerImageLayers); set => Set(ref _dockerImageLayers, value, 7); }

    /// <summary>The signatures of the image. Field <c>signatures</c>.</summary>
    [JsonPropertyName("signatures")]
    public List<ImageSignature>? Signatures { get => Get(ref _signatures); set => Set(ref _signatures, value, 8); }

    /// <summary>Signatures as opaque blobs; a part of manifest schema 1. Field <c>dockerImageSignatures</c>.</summary>
    [JsonPropertyName("dockerImageSignatures")]
    public List<byte[]>? DockerImageSignatures { get => Get(ref _dockerImageSignatures); set => Set(ref _dockerImageSignatures, value, 9); }

    /// <summary>Media type of the manifest; a part of manifest schema 2. Field <c>dockerImageManifestMediaType</c>.</summary>
    [JsonPropertyName("dockerImageManifestMediaType")]
    public string? DockerImageManifestMediaType { get => Get(ref _dockerImageManifestMediaType); set => Set(ref _dockerImageManifestMediaType, value, 10); }

    /// <summary>The raw JSON of the config blob; a part of manifest schema 2. None for a manifest list. Field <c>dockerImageConfig</c>.</summary>
    [JsonPropertyName("dockerImageConfig")]
    public string? DockerImageConfig { get => Get(ref _dockerImageConfig); set => Set(ref _dockerImageConfig, value, 11); }

    /// <summary>The sub-manifests, when the image is a manifest list. Field <c>dockerImageManifests</c>.</summary>
    [JsonPropertyName("dockerImageManifests")]
    public List<ImageManifest>? DockerImageManifests { get => Get(ref _dockerImageManifests); set => Set(ref _dockerImageManifests, value, 12); }
}
