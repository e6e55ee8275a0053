using System.Text.Json.Serialization;
using OpenShiftImage.Models;

namespace OpenShiftImage;

/// <summary>
/// An observation of a signature at a time (<c>com.github.openshift.api.image.v1.SignatureCondition</c>).
/// </summary>
public sealed class SignatureCondition : ApiObject
{
    /// <summary>Kind of condition: Complete or Failed. Field <c>type</c>.</summary>
    public string Type { get; set; } = "";

    /// <summary>True, False or Unknown. Field <c>status</c>.</summary>
    public string Status { get; set; } = "";

    /// <summary>When the condition was last checked. Field <c>lastProbeTime</c>.</summary>
    [JsonIgnore]
    public DateTime? LastProbeTime { get => LastProbeTimeText?.Local; set => LastProbeTimeText = ApiTime.From(value); }

    [JsonInclude, JsonPropertyName("lastProbeTime")]
    internal ApiTime? LastProbeTimeText { get; set; }

    /// <summary>When the condition last changed. Field <c>lastTransitionTime</c>.</summary>
    [JsonIgnore]
    public DateTime? LastTransitionTime
    {
        get => LastTransitionTimeText?.Local;
        set => LastTransitionTimeText = ApiTime.From(value);
    }

    [JsonInclude, JsonPropertyName("lastTransitionTime")]
    internal ApiTime? LastTransitionTimeText { get; set; }

    /// <summary>Brief reason of the last change. Field <c>reason</c>.</summary>
    public string? Reason { get; set; }

    /// <summary>Details of the last change, for people. Field <c>message</c>.</summary>
    public string? Message { get; set; }
}
