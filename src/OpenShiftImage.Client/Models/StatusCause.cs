namespace OpenShiftImage;

/// <summary>One reason why a request failed (<c>io.k8s.apimachinery.pkg.apis.meta.v1.StatusCause</c>).</summary>
public sealed class StatusCause : ApiObject
{
    /// <summary>Machine-readable cause, for example <c>FieldValueInvalid</c>. Field <c>reason</c>.</summary>
    public string? Reason { get; set; }

    /// <summary>The cause, for people. Field <c>message</c>.</summary>
    public string? Message { get; set; }

    /// <summary>Field that caused the error, for example <c>metadata.labels</c>. Field <c>field</c>.</summary>
    public string? Field { get; set; }
}
