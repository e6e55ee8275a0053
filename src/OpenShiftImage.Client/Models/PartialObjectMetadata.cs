using System.Text.Json.Serialization;

namespace OpenShiftImage;

/// <summary>An object of which only the metadata was asked for (<c>meta.k8s.io/v1</c>, PartialObjectMetadata).</summary>
public sealed partial class PartialObjectMetadata : ApiObject
{
    private static readonly string[] s_fieldNames =
    [
        "kind", "apiVersion", "metadata",
    ];

    private string? _kind;
    private string? _apiVersion;
    private ObjectMeta? _metadata;

    internal override string[] FieldNames => s_fieldNames;

    /// <summary>Always <c>PartialObjectMetadata</c>, where the server says it. Field <c>kind</c>.</summary>
    [JsonPropertyName("kind")]
    public string? Kind { get => _kind; set => Set(ref _kind, value, 0); }

    /// <summary>Always <c>meta.k8s.io/v1</c>, where the server says it. Field <c>apiVersion</c>.</summary>
    [JsonPropertyName("apiVersion")]
    public string? ApiVersion { get => _apiVersion; set => Set(ref _apiVersion, value, 1); }

    /// <summary>The metadata. Field <c>metadata</c>.</summary>
    [JsonPropertyName("metadata")]
    public ObjectMeta? Metadata { get => _metadata; set => Set(ref _metadata, value, 2); }
}
