using System.Text.Json.Serialization;

namespace OpenShiftImage;

/// <summary>Metadata that every stored object has (<c>io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta</c>).</summary>
public sealed class ObjectMeta : ApiObject
{
    private static readonly string[] s_fieldNames =
    [
        "name", "generateName", "namespace", "selfLink", "uid", "resourceVersion", "generation", "creationTimestamp",
        "deletionTimestamp", "deletionGracePeriodSeconds", "labels", "annotations", "ownerReferences", "finalizers",
        "managedFields",
    ];

    private string? _name;
    private string? _generateName;
    private string? _namespace;
    private string? _selfLink;
    private string? _uid;
    private string? _resourceVersion;
    private long? _generation;
    private ApiTime? _creationTimestamp;
    private ApiTime? _deletionTimestamp;
    private long? _deletionGracePeriodSeconds;
    private Dictionary<string, string>? _labels;
    private Dictionary<string, string>? _annotations;
    private List<OwnerReference>? _ownerReferences;
    private List<string>? _finalizers;
    private List<ManagedFieldsEntry>? _managedFields;

    internal override string[] FieldNames => s_fieldNames;

    /// <summary>Name, unique in the cluster. Field <c>name</c>.</summary>
    [JsonPropertyName("name")]
    public string? Name { get => _name; set => Set(ref _name, value, 0); }

    /// <summary>Prefix from which the server makes a name when <see cref="Name"/> is empty. Field <c>generateName</c>.</summary>
    [JsonPropertyName("generateName")]
    public string? GenerateName { get => _generateName; set => Set(ref _generateName, value, 1); }

    /// <summary>Namespace; Images have none. Field <c>namespace</c>.</summary>
    [JsonPropertyName("namespace")]
    public string? Namespace { get => _namespace; set => Set(ref _namespace, value, 2); }

    /// <summary>No longer filled by servers. Field <c>selfLink</c>.</summary>
    [JsonPropertyName("selfLink")]
    public string? SelfLink { get => _selfLink; set => Set(ref _selfLink, value, 3); }

    /// <summary>Id of this very object, in time and space. Field <c>uid</c>.</summary>
    [JsonPropertyName("uid")]
    public string? Uid { get => _uid; set => Set(ref _uid, value, 4); }

    /// <summary>Opaque version of the object, for concurrency and watches. Field <c>resourceVersion</c>.</summary>
    [JsonPropertyName("resourceVersion")]
    public string? ResourceVersion { get => _resourceVersion; set => Set(ref _resourceVersion, value, 5); }

    /// <summary>Generation of the desired state. Field <c>generation</c>.</summary>
    [JsonPropertyName("generation")]
    public long? Generation { get => _generation; set => Set(ref _generation, value, 6); }

    /// <summary>When the server stored the object. Field <c>creationTimestamp</c>.</summary>
    [JsonIgnore]
    public DateTime? CreationTimestamp { get => _creationTimestamp?.Local; set => CreationTimestampText = ApiTime.From(value); }

    /// <summary>How long ago that was; null when the server does not say.</summary>
    internal TimeSpan? Age => _creationTimestamp?.Age;

    [JsonInclude, JsonPropertyName("creationTimestamp")]
    internal ApiTime? CreationTimestampText { get => _creationTimestamp; set => Set(ref _creationTimestamp, value, 7); }

    /// <summary>When the object is to be gone; set while finalizers hold it. Field <c>deletionTimestamp</c>.</summary>
    [JsonIgnore]
    public DateTime? DeletionTimestamp { get => _deletionTimestamp?.Local; set => DeletionTimestampText = ApiTime.From(value); }

    [JsonInclude, JsonPropertyName("deletionTimestamp")]
    internal ApiTime? DeletionTimestampText { get => _deletionTimestamp; set => Set(ref _deletionTimestamp, value, 8); }

    /// <summary>Seconds that the object was given to end, set with the deletion timestamp. Field <c>deletionGracePeriodSeconds</c>.</summary>
    [JsonPropertyName("deletionGracePeriodSeconds")]
    public long? DeletionGracePeriodSeconds { get => _deletionGracePeriodSeconds; set => Set(ref _deletionGracePeriodSeconds, value, 9); }

    /// <summary>Labels, by which objects are selected. Field <c>labels</c>.</summary>
    [JsonPropertyName("labels")]
    public Dictionary<string, string>? Labels { get => _labels; set => Set(ref _labels, value, 10); }

    /// <summary>Annotations: free text by key. Field <c>annotations</c>.</summary>
    [JsonPropertyName("annotations")]
    public Dictionary<string, string>? Annotations { get => _annotations; set => Set(ref _annotations, value, 11); }

    /// <summary>Objects that this one depends on. Field <c>ownerReferences</c>.</summary>
    [JsonPropertyName("ownerReferences")]
    public List<OwnerReference>? OwnerReferences { get => _ownerReferences; set => Set(ref _ownerReferences, value, 12); }

    /// <summary>Who must agree before the object goes. Field <c>finalizers</c>.</summary>
    [JsonPropertyName("finalizers")]
    public List<string>? Finalizers { get => _finalizers; set => Set(ref _finalizers, value, 13); }

    /// <summary>Which manager has set which fields. Field <c>managedFields</c>.</summary>
    [JsonPropertyName("managedFields")]
    public List<ManagedFieldsEntry>? ManagedFields { get => _managedFields; set => Set(ref _managedFields, value, 14); }
}
