using System.Text.Json.Serialization;

namespace OpenShiftImage;

/// <summary>The server's verdict on a request (<c>io.k8s.apimachinery.pkg.apis.meta.v1.Status</c>).</summary>
public sealed class Status : ApiObject
{
    private static readonly string[] s_fieldNames =
    [
        "kind", "apiVersion", "metadata", "status", "message", "reason", "details", "code",
    ];

    private string? _kind;
    private string? _apiVersion;
    private ListMeta? _metadata;
    private string? _status;
    private string? _message;
    private string? _reason;
    private StatusDetails? _details;
    private int? _code;

    internal override string[] FieldNames => s_fieldNames;

    /// <summary>Always <c>Status</c>. Field <c>kind</c>.</summary>
    [JsonPropertyName("kind")]
    public string? Kind { get => _kind; set => Set(ref _kind, value, 0); }

    /// <summary>Always <c>v1</c>. Field <c>apiVersion</c>.</summary>
    [JsonPropertyName("apiVersion")]
    public string? ApiVersion { get => _apiVersion; set => Set(ref _apiVersion, value, 1); }

    /// <summary>List metadata; a 410 on a list carries a token to go on from in <c>continue</c>. Field <c>metadata</c>.</summary>
    [JsonPropertyName("metadata")]
    public ListMeta? Metadata { get => _metadata; set => Set(ref _metadata, value, 2); }

    /// <summary>Success or Failure. Field <c>status</c>.</summary>
    [JsonPropertyName("status")]
    public string? Outcome { get => _status; set => Set(ref _status, value, 3); }

    /// <summary>The verdict, for people. Field <c>message</c>.</summary>
    [JsonPropertyName("message")]
    public string? Message { get => _message; set => Set(ref _message, value, 4); }

    /// <summary>The verdict, for machines, for example <c>NotFound</c>; may be absent. Field <c>reason</c>.</summary>
    [JsonPropertyName("reason")]
    public string? Reason { get => _reason; set => Set(ref _reason, value, 5); }

    /// <summary>What the verdict is about. Field <c>details</c>.</summary>
    [JsonPropertyName("details")]
    public StatusDetails? Details { get => _details; set => Set(ref _details, value, 6); }

    /// <summary>HTTP status code. Field <c>code</c>.</summary>
    [JsonPropertyName("code")]
    public int? Code { get => _code; set => Set(ref _code, value, 7); }
}
