using System.Text.Json.Serialization;

namespace OpenShiftImage;

/// <summary>An object that this one depends on (<c>io.k8s.apimachinery.pkg.apis.meta.v1.OwnerReference</c>).</summary>
public sealed class OwnerReference : ApiObject
{
    private static readonly string[] s_fieldNames =
    [
        "apiVersion", "kind", "name", "uid", "controller", "blockOwnerDeletion",
    ];

    private string _apiVersion = "";
    private string _kind = "";
    private string _name = "";
    private string _uid = "";
    private bool? _controller;
    private bool? _blockOwnerDeletion;

    internal override string[] FieldNames => s_fieldNames;

    /// <summary>API version of the owner. Field <c>apiVersion</c>.</summary>
    [JsonPropertyName("apiVersion")]
    public string ApiVersion { get => _apiVersion; set => Set(ref _apiVersion, value, 0); }

    /// <summary>Kind of the owner. Field <c>kind</c>.</summary>
    [JsonPropertyName("kind")]
    public string Kind { get => _kind; set => Set(ref _kind, value, 1); }

    /// <summary>Name of the owner. Field <c>name</c>.</summary>
    [JsonPropertyName("name")]
    public string Name { get => _name; set => Set(ref _name, value, 2); }

    /// <summary>Uid of the owner. Field <c>uid</c>.</summary>
    [JsonPropertyName("uid")]
    public string Uid { get => _uid; set => Set(ref _uid, value, 3); }

    /// <summary>Whether the owner is the managing controller. Field <c>controller</c>.</summary>
    [JsonPropertyName("controller")]
    public bool? Controller { get => _controller; set => Set(ref _controller, value, 4); }

    /// <summary>Whether the owner waits for this object when it is deleted in the foreground. Field <c>blockOwnerDeletion</c>.</summary>
    [JsonPropertyName("blockOwnerDeletion")]
    public bool? BlockOwnerDeletion { get => _blockOwnerDeletion; set => Set(ref _blockOwnerDeletion, value, 5); }
}
