using OpenShiftImage.Analysis.Usage;
using OpenShiftImage.Models;
using OpenShiftImage.Primitives;

namespace OpenShiftImage;

/// <summary>Who uses an Image, and what <c>oc adm prune images</c> would do with it.</summary>
public sealed class ImageUsage : IImageName
{
    internal ImageUsage()
    {
    }

    /// <summary>Gets its name (<c>metadata.name</c>).</summary>
    public string Name { get; internal init; } = "";

    /// <summary>
    /// Gets where it can be pulled from (<c>dockerImageReference</c>), without the digest where that is the name; null
    /// where it does not say.
    /// </summary>
    public string? Reference { get; internal init; }

    /// <summary>Gets what the prune would do.</summary>
    public ImageVerdict Verdict { get; internal init; }

    /// <summary>Gets why, to branch on.</summary>
    public ImageUsageReason Reason { get; internal init; }

    /// <summary>Gets why, with the evidence, in a sentence.</summary>
    public string Message { get; internal init; } = "";

    /// <summary>Gets its places in image streams.</summary>
    public IReadOnlyList<ImageTagUsage> Tags { get; internal init; } = [];

    /// <summary>Gets the objects that use it, by its digest or by a tag that points to it now.</summary>
    public IReadOnlyList<ImageWorkload> Workloads { get; internal init; } = [];

    /// <summary>Gets the names of the manifest lists that list it.</summary>
    public IReadOnlyList<string> ListedBy { get; internal init; } = [];

    /// <summary>Gets what speaks against removing it and is not looked at by the prune.</summary>
    public ImageUsageRisks Risk { get; internal init; }

    /// <summary>Gets whether it was pushed to the integrated registry.</summary>
    public bool IsManaged { get; internal init; }

    /// <summary>Gets when it was stored (<c>metadata.creationTimestamp</c>), in local time.</summary>
    public DateTime? CreationTimestamp { get; internal init; }

    /// <summary>Gets the bytes of its layers; null where there is no such Image.</summary>
    public long? Size { get; internal init; }

    /// <summary>
    /// Gets the bytes of the layers that no other Image has: what is freed when it alone goes. Layers that several
    /// Images share are freed when the last of them goes: Measure-OSImage -GroupBy Verdict tells that.
    /// </summary>
    public long? UniqueSize { get; internal init; }

    /// <summary>Gets the cluster.</summary>
    public ICluster? Cluster { get; internal init; }

    /// <summary>Gets the kinds that may not have been collected and may use it; null where there are none.</summary>
    internal MissingKinds? NotCollected { get; init; }

    /// <summary>Returns the name.</summary>
    public override string ToString() => ControlCharacters.Escape(Name);
}
