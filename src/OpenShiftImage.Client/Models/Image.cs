namespace OpenShiftImage;

/// <summary>
/// A container image and its metadata, as OpenShift keeps it for the whole cluster (<c>image.openshift.io/v1</c>,
/// Image).
/// </summary>
public sealed partial class Image : ApiResource
{
    /// <summary><c>Image</c>; the server leaves it out of list items. Field <c>kind</c>.</summary>
    public string? Kind { get => Get(ref field); set => Set(ref field, value); }

    /// <summary>
    /// <c>image.openshift.io/v1</c>; the server leaves it out of list items. Field <c>apiVersion</c>.
    /// </summary>
    public string? ApiVersion { get => Get(ref field); set => Set(ref field, value); }

    /// <summary>Standard metadata. Field <c>metadata</c>.</summary>
    public override ObjectMeta? Metadata { get => Get(ref field); set => Set(ref field, value); }

    /// <summary>The string by which the image can be pulled. Field <c>dockerImageReference</c>.</summary>
    public string? DockerImageReference { get => Get(ref field); set => Set(ref field, value); }

    /// <summary>What the image says of itself. Field <c>dockerImageMetadata</c>.</summary>
    public DockerImageMetadata? DockerImageMetadata { get => Get(ref field); set => Set(ref field, value); }

    /// <summary>
    /// Version of <see cref="DockerImageMetadata"/>; empty means 1.0. Field <c>dockerImageMetadataVersion</c>.
    /// </summary>
    public string? DockerImageMetadataVersion { get => Get(ref field); set => Set(ref field, value); }

    /// <summary>The raw JSON of the manifest. Field <c>dockerImageManifest</c>.</summary>
    public string? DockerImageManifest { get => Get(ref field); set => Set(ref field, value); }

    /// <summary>
    /// The layers, lowest first unless an annotation says otherwise; none for a manifest list. Field
    /// <c>dockerImageLayers</c>.
    /// </summary>
    public List<ImageLayer>? DockerImageLayers { get => Get(ref field); set => Set(ref field, value); }

    /// <summary>The signatures of the image. Field <c>signatures</c>.</summary>
    public List<ImageSignature>? Signatures { get => Get(ref field); set => Set(ref field, value); }

    /// <summary>Signatures as opaque blobs; a part of manifest schema 1. Field <c>dockerImageSignatures</c>.</summary>
    public List<byte[]>? DockerImageSignatures { get => Get(ref field); set => Set(ref field, value); }

    /// <summary>
    /// Media type of the manifest; a part of manifest schema 2. Field <c>dockerImageManifestMediaType</c>.
    /// </summary>
    public string? DockerImageManifestMediaType { get => Get(ref field); set => Set(ref field, value); }

    /// <summary>
    /// The raw JSON of the config blob; a part of manifest schema 2. None for a manifest list. Field
    /// <c>dockerImageConfig</c>.
    /// </summary>
    public string? DockerImageConfig { get => Get(ref field); set => Set(ref field, value); }

    /// <summary>The sub-manifests, when the image is a manifest list. Field <c>dockerImageManifests</c>.</summary>
    public List<ImageManifest>? DockerImageManifests
    {
        get => WithCluster(Get(ref field));
        set => Set(ref field, value);
    }
}
