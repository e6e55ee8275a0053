namespace OpenShiftImage.Primitives;

/// <summary>An object that knows the cluster it came from.</summary>
internal interface IClusterObject
{
    /// <summary>Gets or sets the cluster; null for what was read from a file or made by hand.</summary>
    ICluster? Cluster { get; set; }
}
