using System.Text.Json.Serialization;
using OpenShiftImage.Models;

namespace OpenShiftImage;

/// <summary>
/// The fields that one manager has set (<c>io.k8s.apimachinery.pkg.apis.meta.v1.ManagedFieldsEntry</c>).
/// </summary>
public sealed class ManagedFieldsEntry : ApiObject
{
    /// <summary>Name of the manager. Field <c>manager</c>.</summary>
    public string? Manager { get; set; }

    /// <summary>Apply or Update. Field <c>operation</c>.</summary>
    public string? Operation { get; set; }

    /// <summary>Version of the resource that the field set is in. Field <c>apiVersion</c>.</summary>
    public string? ApiVersion { get; set; }

    /// <summary>When the entry last changed. Field <c>time</c>.</summary>
    [JsonIgnore]
    public DateTime? Time { get => TimeText?.Local; set => TimeText = ApiTime.From(value); }

    [JsonInclude, JsonPropertyName("time")]
    internal ApiTime? TimeText { get; set; }

    /// <summary>Format of the field set: FieldsV1. Field <c>fieldsType</c>.</summary>
    public string? FieldsType { get; set; }

    /// <summary>The field set, as JSON. Field <c>fieldsV1</c>.</summary>
    public RawJson? FieldsV1 { get; set; }

    /// <summary>Subresource through which the fields were set. Field <c>subresource</c>.</summary>
    public string? Subresource { get; set; }
}
