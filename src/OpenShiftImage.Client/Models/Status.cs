using System.Text.Json.Serialization;

namespace OpenShiftImage;

/// <summary>The server's verdict on a request (<c>io.k8s.apimachinery.pkg.apis.meta.v1.Status</c>).</summary>
public sealed class Status : ApiObject
{
    /// <summary>Always <c>Status</c>. Field <c>kind</c>.</summary>
    public string? Kind { get; set; }

    /// <summary>Always <c>v1</c>. Field <c>apiVersion</c>.</summary>
    public string? ApiVersion { get; set; }

    /// <summary>
    /// List metadata; a 410 on a list carries a token to go on from in <c>continue</c>. Field <c>metadata</c>.
    /// </summary>
    public ListMeta? Metadata { get; set; }

    /// <summary>Success or Failure. Field <c>status</c>.</summary>
    [JsonPropertyName("status")]
    public string? Outcome { get; set; }

    /// <summary>The verdict, for people. Field <c>message</c>.</summary>
    public string? Message { get; set; }

    /// <summary>The verdict, for machines, for example <c>NotFound</c>; may be absent. Field <c>reason</c>.</summary>
    public string? Reason { get; set; }

    /// <summary>What the verdict is about. Field <c>details</c>.</summary>
    public StatusDetails? Details { get; set; }

    /// <summary>HTTP status code. Field <c>code</c>.</summary>
    public int? Code { get; set; }
}
