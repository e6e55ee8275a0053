using OpenShiftImage.Primitives;

namespace OpenShiftImage;

/// <summary>What came of deleting one Image.</summary>
public sealed class DeletionResult
{
    internal DeletionResult(string name, string? uid, Image? image, ICluster? cluster)
    {
        Name = name;
        Uid = uid;
        Image = image;
        Cluster = cluster;
    }

    /// <summary>Name of the Image.</summary>
    public string Name { get; }

    /// <summary>Uid of the Image that is deleted.</summary>
    public string? Uid { get; }

    /// <summary>Whether finalizers still hold the Image.</summary>
    public bool IsPending => Image is not null;

    /// <summary>The Image with its deletion timestamp, while finalizers hold it; null once it is gone.</summary>
    public Image? Image { get; }

    /// <summary>Gets the cluster that the Image was deleted from.</summary>
    public ICluster? Cluster { get; }

    /// <summary>The name.</summary>
    public override string ToString() => ControlCharacters.Escape(Name);
}
