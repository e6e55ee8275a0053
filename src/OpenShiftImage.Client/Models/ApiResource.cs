using System.Text.Json.Serialization;
using OpenShiftImage.Models;
using OpenShiftImage.Primitives;

namespace OpenShiftImage;

/// <summary>
/// Base of the objects that a cluster stores. One of a list keeps its JSON and is read from it when it is first looked
/// at: most of what a large list brings is counted, filtered by name or thrown away.
/// </summary>
public abstract class ApiResource : ApiObject, IClusterObject
{
    private volatile DeferredContent? _deferred;
    private bool _isLoading;

    /// <summary>Gets or sets the standard metadata. Field <c>metadata</c>.</summary>
    public abstract ObjectMeta? Metadata { get; set; }

    /// <summary>
    /// Gets the cluster that the object came from, to which changes of it go; null when it came from a file.
    /// </summary>
    [JsonIgnore]
    public ICluster? Cluster { get; internal set; }

    /// <summary>
    /// Gets the name, unique in the cluster (<c>metadata.name</c>); of an Image usually the digest of its manifest.
    /// </summary>
    [JsonIgnore]
    public string? Name => Metadata?.Name;

    /// <summary>Gets the labels (<c>metadata.labels</c>); change them there, or with Update-OSImage.</summary>
    [JsonIgnore]
    public IReadOnlyDictionary<string, string> Labels => Metadata?.Labels ?? [];

    /// <summary>
    /// Gets the annotations (<c>metadata.annotations</c>); change them there, or with Update-OSImage.
    /// </summary>
    [JsonIgnore]
    public IReadOnlyDictionary<string, string> Annotations => Metadata?.Annotations ?? [];

    /// <summary>Gets the version of the object (<c>metadata.resourceVersion</c>).</summary>
    [JsonIgnore]
    public string? ResourceVersion => Metadata?.ResourceVersion;

    /// <summary>Gets the id of this very object, in time and space (<c>metadata.uid</c>).</summary>
    [JsonIgnore]
    public string? Uid => Metadata?.Uid;

    /// <summary>Gets when the server stored the object (<c>metadata.creationTimestamp</c>), in local time.</summary>
    [JsonIgnore]
    public DateTime? CreationTimestamp => Metadata?.CreationTimestamp;

    /// <summary>Gets how long ago the server stored the object; null when it does not say.</summary>
    [JsonIgnore]
    public TimeSpan? Age => Metadata?.Age;

    ICluster? IClusterObject.Cluster { get => Cluster; set => Cluster = value; }

    /// <summary>Gets the JSON that the object has not been read from yet; null when it has been.</summary>
    internal DeferredContent? Deferred { get => _deferred; init => _deferred = value; }

    /// <summary>Returns the name.</summary>
    public override string ToString() => ControlCharacters.Escape(Name);

    /// <summary>Orders objects by name, byte for byte, as the server lists them.</summary>
    private protected int CompareNames(ApiResource? other) =>
        other is null ? 1 : string.CompareOrdinal(Name, other.Name);

    private protected override void EnsureLoaded()
    {
        if (_deferred is { } content)
        {
            Load(content);
        }
    }

    private void Load(DeferredContent content)
    {
        // Other threads wait for the whole object. The thread that sets the fields re-enters here and must not wait.
        lock (content)
        {
            if (_deferred is null || _isLoading)
            {
                return;
            }

            _isLoading = true;
            try
            {
                content.ReadInto(this);
                _deferred = null;
            }
            finally
            {
                _isLoading = false;
            }
        }
    }
}
