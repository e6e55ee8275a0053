using System.Text.Json.Serialization;

namespace OpenShiftImage;

/// <summary>The fields that one manager has set (<c>io.k8s.apimachinery.pkg.apis.meta.v1.ManagedFieldsEntry</c>).</summary>
public sealed class ManagedFieldsEntry : ApiObject
{
    private static readonly string[] s_fieldNames =
    [
        "manager", "operation", "apiVersion", "time", "fieldsType", "fieldsV1", "subresource",
    ];

    private string? _manager;
    private string? _operation;
    private string? _apiVersion;
    private ApiTime? _time;
    private string? _fieldsType;
    private RawJson? _fieldsV1;
    private string? _subresource;

    internal override string[] FieldNames => s_fieldNames;

    /// <summary>Name of the manager. Field <c>manager</c>.</summary>
    [JsonPropertyName("manager")]
    public string? Manager { get => _manager; set => Set(ref _manager, value, 0); }

    /// <summary>Apply or Update. Field <c>operation</c>.</summary>
    [JsonPropertyName("operation")]
    public string? Operation { get => _operation; set => Set(ref _operation, value, 1); }

    /// <summary>Version of the resource that the field set is in. Field <c>apiVersion</c>.</summary>
    [JsonPropertyName("apiVersion")]
    public string? ApiVersion { get => _apiVersion; set => Set(ref _apiVersion, value, 2); }

    /// <summary>When the entry last changed. Field <c>time</c>.</summary>
    [JsonIgnore]
    public DateTime? Time { get => _time?.Local; set => TimeText = ApiTime.From(value); }

    [JsonInclude, JsonPropertyName("time")]
    internal ApiTime? TimeText { get => _time; set => Set(ref _time, value, 3); }

    /// <summary>Format of the field set: FieldsV1. Field <c>fieldsType</c>.</summary>
    [JsonPropertyName("fieldsType")]
    public string? FieldsType { get => _fieldsType; set => Set(ref _fieldsType, value, 4); }

    /// <summary>The field set, as JSON. Field <c>fieldsV1</c>.</summary>
    [JsonPropertyName("fieldsV1")]
    public RawJson? FieldsV1 { get => _fieldsV1; set => Set(ref _fieldsV1, value, 5); }

    /// <summary>Subresource through which the fields were set. Field <c>subresource</c>.</summary>
    [JsonPropertyName("subresource")]
    public string? Subresource { get => _subresource; set => Set(ref _subresource, value, 6); }
}
