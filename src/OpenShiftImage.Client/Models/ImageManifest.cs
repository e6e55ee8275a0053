using System.Text.Json.Serialization;

namespace OpenShiftImage;

/// <summary>A sub-manifest of a manifest list (<c>com.github.openshift.api.image.v1.ImageManifest</c>).</summary>
public sealed class ImageManifest : ApiObject
{
    private static readonly string[] s_fieldNames =
    [
        "digest", "mediaType", "manifestSize", "architecture", "os", "variant",
    ];

    private string _digest = "";
    private string _mediaType = "";
    private long _manifestSize;
    private string _architecture = "";
    private string _os = "";
    private string? _variant;

    /// <summary>Gets or sets the cluster that the manifest list came from.</summary>
    internal ICluster? Cluster { get; set; }

    internal override string[] FieldNames => s_fieldNames;

    /// <summary><c>architecture[/variant]</c>, behind <c>os/</c> where that is not Linux.</summary>
    [JsonIgnore]
    public string? Platform => Image.PlatformOf(Os, Architecture, Variant);

    /// <summary>Digest of the manifest: the name of the Image that it is. Field <c>digest</c>.</summary>
    [JsonPropertyName("digest")]
    public string Digest { get => _digest; set => Set(ref _digest, value, 0); }

    /// <summary>Media type of the manifest. Field <c>mediaType</c>.</summary>
    [JsonPropertyName("mediaType")]
    public string MediaType { get => _mediaType; set => Set(ref _mediaType, value, 1); }

    /// <summary>Size of the raw manifest in bytes. Field <c>manifestSize</c>.</summary>
    [JsonPropertyName("manifestSize")]
    public long ManifestSize { get => _manifestSize; set => Set(ref _manifestSize, value, 2); }

    /// <summary>CPU architecture, for example <c>amd64</c>. Field <c>architecture</c>.</summary>
    [JsonPropertyName("architecture")]
    public string Architecture { get => _architecture; set => Set(ref _architecture, value, 3); }

    /// <summary>Operating system, for example <c>linux</c>. Field <c>os</c>.</summary>
    [JsonPropertyName("os")]
    public string Os { get => _os; set => Set(ref _os, value, 4); }

    /// <summary>Variant of the CPU, for example <c>v6</c>. Field <c>variant</c>.</summary>
    [JsonPropertyName("variant")]
    public string? Variant { get => _variant; set => Set(ref _variant, value, 5); }
}
