using System.Text.Json.Serialization;

namespace OpenShiftImage;

/// <content>The cluster that the metadata came from: no field of the API, so it is neither written nor compared.</content>
public sealed partial class PartialObjectMetadata : IClusterObject
{
    /// <summary>Gets the cluster that the metadata came from, to which changes of the object go; null when it came from a file.</summary>
    [JsonIgnore]
    public ICluster? Cluster { get; internal set; }

    ICluster? IClusterObject.Cluster { get => Cluster; set => Cluster = value; }
}
