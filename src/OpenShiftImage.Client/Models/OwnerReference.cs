namespace OpenShiftImage;

/// <summary>An object that this one depends on (<c>io.k8s.apimachinery.pkg.apis.meta.v1.OwnerReference</c>).</summary>
public sealed class OwnerReference : ApiObject
{
    /// <summary>API version of the owner. Field <c>apiVersion</c>.</summary>
    public string ApiVersion { get; set; } = "";

    /// <summary>Kind of the owner. Field <c>kind</c>.</summary>
    public string Kind { get; set; } = "";

    /// <summary>Name of the owner. Field <c>name</c>.</summary>
    public string Name { get; set; } = "";

    /// <summary>Uid of the owner. Field <c>uid</c>.</summary>
    public string Uid { get; set; } = "";

    /// <summary>Whether the owner is the managing controller. Field <c>controller</c>.</summary>
    public bool? Controller { get; set; }

    /// <summary>
    /// Whether the owner waits for this object when it is deleted in the foreground. Field <c>blockOwnerDeletion</c>.
    /// </summary>
    public bool? BlockOwnerDeletion { get; set; }
}
