using System.Text.Json.Serialization;

namespace OpenShiftImage;

/// <summary>One reason why a request failed (<c>io.k8s.apimachinery.pkg.apis.meta.v1.StatusCause</c>).</summary>
public sealed class StatusCause : ApiObject
{
    private static readonly string[] s_fieldNames =
    [
        "reason", "message", "field",
    ];

    private string? _reason;
    private string? _message;
    private string? _field;

    internal override string[] FieldNames => s_fieldNames;

    /// <summary>Machine-readable cause, for example <c>FieldValueInvalid</c>. Field <c>reason</c>.</summary>
    [JsonPropertyName("reason")]
    public string? Reason { get => _reason; set => Set(ref _reason, value, 0); }

    /// <summary>The cause, for people. Field <c>message</c>.</summary>
    [JsonPropertyName("message")]
    public string? Message { get => _message; set => Set(ref _message, value, 1); }

    /// <summary>Field that caused the error, for example <c>metadata.labels</c>. Field <c>field</c>.</summary>
    [JsonPropertyName("field")]
    public string? Field { get => _field; set => Set(ref _field, value, 2); }
}
