using System.Text.Json.Serialization;

namespace OpenShiftImage;

/// <summary>A sub-manifest of a manifest list (<c>com.github.openshift.api.image.v1.ImageManifest</c>).</summary>
public sealed class ImageManifest : ApiObject
{
    /// <summary>Gets or sets the cluster that the manifest list came from.</summary>
    internal ICluster? Cluster { get; set; }

    /// <summary><c>architecture[/variant]</c>, behind <c>os/</c> where that is not Linux.</summary>
    [JsonIgnore]
    public string? Platform => Image.PlatformOf(Os, Architecture, Variant);

    /// <summary>Digest of the manifest: the name of the Image that it is. Field <c>digest</c>.</summary>
    public string Digest { get; set; } = "";

    /// <summary>Media type of the manifest. Field <c>mediaType</c>.</summary>
    public string MediaType { get; set; } = "";

    /// <summary>Size of the raw manifest in bytes. Field <c>manifestSize</c>.</summary>
    public long ManifestSize { get; set; }

    /// <summary>CPU architecture, for example <c>amd64</c>. Field <c>architecture</c>.</summary>
    public string Architecture { get; set; } = "";

    /// <summary>Operating system, for example <c>linux</c>. Field <c>os</c>.</summary>
    public string Os { get; set; } = "";

    /// <summary>Variant of the CPU, for example <c>v6</c>. Field <c>variant</c>.</summary>
    public string? Variant { get; set; }
}
