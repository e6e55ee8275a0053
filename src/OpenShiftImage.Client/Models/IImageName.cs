namespace OpenShiftImage.Models;

/// <summary>What tells of an Image without being one, and so can stand for its name.</summary>
internal interface IImageName
{
    /// <summary>Gets the whole name of the Image.</summary>
    string Name { get; }

    /// <summary>Gets the cluster that has it; null where nobody says.</summary>
    ICluster? Cluster { get; }
}
