using System.Text.Json.Serialization;

namespace OpenShiftImage;

/// <summary>What a Status is about (<c>io.k8s.apimachinery.pkg.apis.meta.v1.StatusDetails</c>).</summary>
public sealed class StatusDetails : ApiObject
{
    private static readonly string[] s_fieldNames =
    [
        "name", "group", "kind", "uid", "causes", "retryAfterSeconds",
    ];

    private string? _name;
    private string? _group;
    private string? _kind;
    private string? _uid;
    private List<StatusCause>? _causes;
    private int? _retryAfterSeconds;

    internal override string[] FieldNames => s_fieldNames;

    /// <summary>Name of the object. Field <c>name</c>.</summary>
    [JsonPropertyName("name")]
    public string? Name { get => _name; set => Set(ref _name, value, 0); }

    /// <summary>API group of the object. Field <c>group</c>.</summary>
    [JsonPropertyName("group")]
    public string? Group { get => _group; set => Set(ref _group, value, 1); }

    /// <summary>Kind or resource of the object. Field <c>kind</c>.</summary>
    [JsonPropertyName("kind")]
    public string? Kind { get => _kind; set => Set(ref _kind, value, 2); }

    /// <summary>Uid of the object. Field <c>uid</c>.</summary>
    [JsonPropertyName("uid")]
    public string? Uid { get => _uid; set => Set(ref _uid, value, 3); }

    /// <summary>The single reasons. Field <c>causes</c>.</summary>
    [JsonPropertyName("causes")]
    public List<StatusCause>? Causes { get => _causes; set => Set(ref _causes, value, 4); }

    /// <summary>Seconds to wait before the request is tried again. Field <c>retryAfterSeconds</c>.</summary>
    [JsonPropertyName("retryAfterSeconds")]
    public int? RetryAfterSeconds { get => _retryAfterSeconds; set => Set(ref _retryAfterSeconds, value, 5); }
}
