namespace OpenShiftImage;

/// <summary>What a Status is about (<c>io.k8s.apimachinery.pkg.apis.meta.v1.StatusDetails</c>).</summary>
public sealed class StatusDetails : ApiObject
{
    /// <summary>Name of the object. Field <c>name</c>.</summary>
    public string? Name { get; set; }

    /// <summary>API group of the object. Field <c>group</c>.</summary>
    public string? Group { get; set; }

    /// <summary>Kind or resource of the object. Field <c>kind</c>.</summary>
    public string? Kind { get; set; }

    /// <summary>Uid of the object. Field <c>uid</c>.</summary>
    public string? Uid { get; set; }

    /// <summary>The single reasons. Field <c>causes</c>.</summary>
    public List<StatusCause>? Causes { get; set; }

    /// <summary>Seconds to wait before the request is tried again. Field <c>retryAfterSeconds</c>.</summary>
    public int? RetryAfterSeconds { get; set; }
}
