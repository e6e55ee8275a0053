using System.Text.Json.Serialization;

namespace OpenShiftImage;

/// <summary>A layer of an image (<c>com.github.openshift.api.image.v1.ImageLayer</c>).</summary>
public sealed class ImageLayer : ApiObject
{
    private static readonly string[] s_fieldNames =
    [
        "name", "size", "mediaType",
    ];

    private string _name = "";
    private long _size;
    private string _mediaType = "";

    internal override string[] FieldNames => s_fieldNames;

    /// <summary>The layer as the underlying store names it: its digest. Field <c>name</c>.</summary>
    [JsonPropertyName("name")]
    public string Name { get => _name; set => Set(ref _name, value, 0); }

    /// <summary>Digest of the layer: its name.</summary>
    [JsonIgnore]
    public string Digest => _name;

    /// <summary>Size in bytes, as the store has it (compressed). Field <c>size</c>.</summary>
    [JsonPropertyName("size")]
    public long Size { get => _size; set => Set(ref _size, value, 1); }

    /// <summary>Media type of the layer blob. Field <c>mediaType</c>.</summary>
    [JsonPropertyName("mediaType")]
    public string MediaType { get => _mediaType; set => Set(ref _mediaType, value, 2); }
}
