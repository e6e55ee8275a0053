using System.Text.Json.Serialization;
using OpenShiftImage.Models;

namespace OpenShiftImage;

/// <summary>Metadata that every stored object has (<c>io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta</c>).</summary>
public sealed class ObjectMeta : ApiObject
{
    /// <summary>Name, unique in the cluster. Field <c>name</c>.</summary>
    public string? Name { get; set; }

    /// <summary>
    /// Prefix from which the server makes a name when <see cref="Name"/> is empty. Field <c>generateName</c>.
    /// </summary>
    public string? GenerateName { get; set; }

    /// <summary>Namespace; Images have none. Field <c>namespace</c>.</summary>
    public string? Namespace { get; set; }

    /// <summary>No longer filled by servers. Field <c>selfLink</c>.</summary>
    public string? SelfLink { get; set; }

    /// <summary>Id of this very object, in time and space. Field <c>uid</c>.</summary>
    public string? Uid { get; set; }

    /// <summary>Opaque version of the object, for concurrency and watches. Field <c>resourceVersion</c>.</summary>
    public string? ResourceVersion { get; set; }

    /// <summary>Generation of the desired state. Field <c>generation</c>.</summary>
    public long? Generation { get; set; }

    /// <summary>When the server stored the object. Field <c>creationTimestamp</c>.</summary>
    [JsonIgnore]
    public DateTime? CreationTimestamp
    {
        get => CreationTimestampText?.Local;
        set => CreationTimestampText = ApiTime.From(value);
    }

    /// <summary>How long ago that was; null when the server does not say.</summary>
    internal TimeSpan? Age => CreationTimestampText?.Age;

    [JsonInclude, JsonPropertyName("creationTimestamp")]
    internal ApiTime? CreationTimestampText { get; set; }

    /// <summary>When the object is to be gone; set while finalizers hold it. Field <c>deletionTimestamp</c>.</summary>
    [JsonIgnore]
    public DateTime? DeletionTimestamp
    {
        get => DeletionTimestampText?.Local;
        set => DeletionTimestampText = ApiTime.From(value);
    }

    [JsonInclude, JsonPropertyName("deletionTimestamp")]
    internal ApiTime? DeletionTimestampText { get; set; }

    /// <summary>
    /// Seconds that the object was given to end, set with the deletion timestamp. Field
    /// <c>deletionGracePeriodSeconds</c>.
    /// </summary>
    public long? DeletionGracePeriodSeconds { get; set; }

    /// <summary>Labels, by which objects are selected. Field <c>labels</c>.</summary>
    public Dictionary<string, string>? Labels { get; set; }

    /// <summary>Annotations: free text by key. Field <c>annotations</c>.</summary>
    public Dictionary<string, string>? Annotations { get; set; }

    /// <summary>Objects that this one depends on. Field <c>ownerReferences</c>.</summary>
    public List<OwnerReference>? OwnerReferences { get; set; }

    /// <summary>Who must agree before the object goes. Field <c>finalizers</c>.</summary>
    public List<string>? Finalizers { get; set; }

    /// <summary>Which manager has set which fields. Field <c>managedFields</c>.</summary>
    public List<ManagedFieldsEntry>? ManagedFields { get; set; }
}
