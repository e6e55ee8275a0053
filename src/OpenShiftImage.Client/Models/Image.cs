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

    private Fields _fields;

    internal override string[] FieldNames => s_fieldNames;

    /// <summary><c>Image</c>; the server leaves it out of list items. Field <c>kind</c>.</summary>
    [JsonPropertyName("kind")]
    public string? Kind { get => Get(ref _fields.Kind); set => Set(ref _fields.Kind, value, 0); }

    /// <summary><c>image.openshift.io/v1</c>; the server leaves it out of list items. Field <c>apiVersion</c>.</summary>
    [JsonPropertyName("apiVersion")]
    public string? ApiVersion { get => Get(ref _fields.ApiVersion); set => Set(ref _fields.ApiVersion, value, 1); }

    /// <summary>Standard metadata. Field <c>metadata</c>.</summary>
    [JsonPropertyName("metadata")]
    public ObjectMeta? Metadata { get => Get(ref _fields.Metadata); set => Set(ref _fields.Metadata, value, 2); }

    /// <summary>The string by which the image can be pulled. Field <c>dockerImageReference</c>.</summary>
    [JsonPropertyName("dockerImageReference")]
    public string? DockerImageReference { get => Get(ref _fields.DockerImageReference); set => Set(ref _fields.DockerImageReference, value, 3); }

    /// <summary>What the image says of itself. Field <c>dockerImageMetadata</c>.</summary>
    [JsonPropertyName("dockerImageMetadata")]
    public DockerImageMetadata? DockerImageMetadata { get => Get(ref _fields.DockerImageMetadata); set => Set(ref _fields.DockerImageMetadata, value, 4); }

    /// <summary>Version of <see cref="DockerImageMetadata"/>; empty means 1.0. Field <c>dockerImageMetadataVersion</c>.</summary>
    [JsonPropertyName("dockerImageMetadataVersion")]
    public string? DockerImageMetadataVersion { get => Get(ref _fields.DockerImageMetadataVersion); set => Set(ref _fields.DockerImageMetadataVersion, value, 5); }

    /// <summary>The raw JSON of the manifest. Field <c>dockerImageManifest</c>.</summary>
    [JsonPropertyName("dockerImageManifest")]
    public string? DockerImageManifest { get => Get(ref _fields.DockerImageManifest); set => Set(ref _fields.DockerImageManifest, value, 6); }

    /// <summary>The layers, lowest first unless an annotation says otherwise; none for a manifest list. Field <c>dockerImageLayers</c>.</summary>
    [JsonPropertyName("dockerImageLayers")]
    public List<ImageLayer>? DockerImageLayers { get => Get(ref _fields.DockerImageLayers); set => Set(ref _fields.DockerImageLayers, value, 7); }

    /// <summary>The signatures of the image. Field <c>signatures</c>.</summary>
    [JsonPropertyName("signatures")]
    public List<ImageSignature>? Signatures { get => Get(ref _fields.Signatures); set => Set(ref _fields.Signatures, value, 8); }

    /// <summary>Signatures as opaque blobs; a part of manifest schema 1. Field <c>dockerImageSignatures</c>.</summary>
    [JsonPropertyName("dockerImageSignatures")]
    public List<byte[]>? DockerImageSignatures { get => Get(ref _fields.DockerImageSignatures); set => Set(ref _fields.DockerImageSignatures, value, 9); }

    /// <summary>Media type of the manifest; a part of manifest schema 2. Field <c>dockerImageManifestMediaType</c>.</summary>
    [JsonPropertyName("dockerImageManifestMediaType")]
    public string? DockerImageManifestMediaType { get => Get(ref _fields.DockerImageManifestMediaType); set => Set(ref _fields.DockerImageManifestMediaType, value, 10); }

    /// <summary>The raw JSON of the config blob; a part of manifest schema 2. None for a manifest list. Field <c>dockerImageConfig</c>.</summary>
    [JsonPropertyName("dockerImageConfig")]
    public string? DockerImageConfig { get => Get(ref _fields.DockerImageConfig); set => Set(ref _fields.DockerImageConfig, value, 11); }

    /// <summary>The sub-manifests, when the image is a manifest list. Field <c>dockerImageManifests</c>.</summary>
    [JsonPropertyName("dockerImageManifests")]
    public List<ImageManifest>? DockerImageManifests { get => WithCluster(Get(ref _fields.DockerImageManifests)); set => Set(ref _fields.DockerImageManifests, value, 12); }

    /// <summary>The fields in one piece, so that they are taken over in one: none can be forgotten.</summary>
    private struct Fields
    {
        public string? Kind;
        public string? ApiVersion;
        public ObjectMeta? Metadata;
        public string? DockerImageReference;
        public DockerImageMetadata? DockerImageMetadata;
        public string? DockerImageMetadataVersion;
        public string? DockerImageManifest;
        public List<ImageLayer>? DockerImageLayers;
        public List<ImageSignature>? Signatures;
        public List<byte[]>? DockerImageSignatures;
        public string? DockerImageManifestMediaType;
        public string? DockerImageConfig;
        public List<ImageManifest>? DockerImageManifests;
    }
}
