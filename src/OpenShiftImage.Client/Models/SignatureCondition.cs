using System.Text.Json.Serialization;

namespace OpenShiftImage;

/// <summary>An observation of a signature at a time (<c>com.github.openshift.api.image.v1.SignatureCondition</c>).</summary>
public sealed class SignatureCondition : ApiObject
{
    private static readonly string[] s_fieldNames =
    [
        "type", "status", "lastProbeTime", "lastTransitionTime", "reason", "message",
    ];

    private string _type = "";
    private string _status = "";
    private ApiTime? _lastProbeTime;
    private ApiTime? _lastTransitionTime;
    private string? _reason;
    private string? _message;

    internal override string[] FieldNames => s_fieldNames;

    /// <summary>Kind of condition: Complete or Failed. Field <c>type</c>.</summary>
    [JsonPropertyName("type")]
    public string Type { get => _type; set => Set(ref _type, value, 0); }

    /// <summary>True, False or Unknown. Field <c>status</c>.</summary>
    [JsonPropertyName("status")]
    public string Status { get => _status; set => Set(ref _status, value, 1); }

    /// <summary>When the condition was last checked. Field <c>lastProbeTime</c>.</summary>
    [JsonIgnore]
    public DateTime? LastProbeTime { get => _lastProbeTime?.Local; set => LastProbeTimeText = ApiTime.From(value); }

    [JsonInclude, JsonPropertyName("lastProbeTime")]
    internal ApiTime? LastProbeTimeText { get => _lastProbeTime; set => Set(ref _lastProbeTime, value, 2); }

    /// <summary>When the condition last changed. Field <c>lastTransitionTime</c>.</summary>
    [JsonIgnore]
    public DateTime? LastTransitionTime { get => _lastTransitionTime?.Local; set => LastTransitionTimeText = ApiTime.From(value); }

    [JsonInclude, JsonPropertyName("lastTransitionTime")]
    internal ApiTime? LastTransitionTimeText { get => _lastTransitionTime; set => Set(ref _lastTransitionTime, value, 3); }

    /// <summary>Brief reason of the last change. Field <c>reason</c>.</summary>
    [JsonPropertyName("reason")]
    public string? Reason { get => _reason; set => Set(ref _reason, value, 4); }

    /// <summary>Details of the last change, for people. Field <c>message</c>.</summary>
    [JsonPropertyName("message")]
    public string? Message { get => _message; set => Set(ref _message, value, 5); }
}
