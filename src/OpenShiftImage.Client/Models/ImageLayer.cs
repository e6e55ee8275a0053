using System.Text.Json.Serialization;

namespace OpenShiftImage;

/// <summary>A layer of an image (<c>com.github.openshift.api.image.v1.ImageLayer</c>).</summary>
public sealed class ImageLayer : ApiObject
{
    /// <summary>The layer as the underlying store names it: its digest. Field <c>name</c>.</summary>
    public string Name { get; set; } = "";

    /// <summary>Digest of the layer: its name.</summary>
    [JsonIgnore]
    public string Digest => Name;

    /// <summary>Size in bytes, as the store has it (compressed). Field <c>size</c>.</summary>
    public long Size { get; set; }

    /// <summary>Media type of the layer blob. Field <c>mediaType</c>.</summary>
    public string MediaType { get; set; } = "";
}
