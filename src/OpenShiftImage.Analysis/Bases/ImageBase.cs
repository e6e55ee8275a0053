using OpenShiftImage.Models;
using OpenShiftImage.Primitives;

namespace OpenShiftImage;

/// <summary>On which other Image an Image was built, as their layers tell.</summary>
public sealed class ImageBase : IImageName
{
    internal ImageBase()
    {
    }

    /// <summary>Gets the name of the Image (<c>metadata.name</c>).</summary>
    public string Name { get; internal init; } = "";

    /// <summary>
    /// Gets where the Image can be pulled from (<c>dockerImageReference</c>), without the digest where that is the
    /// name; null where it does not say.
    /// </summary>
    public string? Reference { get; internal init; }

    /// <summary>
    /// Gets the name of the Image whose layers are the most of those with which this one begins; null where there is
    /// none.
    /// </summary>
    public string? Base { get; internal init; }

    /// <summary>Gets where the base can be pulled from, as <see cref="Reference"/> has it.</summary>
    public string? BaseReference { get; internal init; }

    /// <summary>
    /// Gets how many Images have just the layers of the base, itself among them: the oldest of them is the base, and of
    /// those of one age the first by name.
    /// </summary>
    public int Candidates { get; internal init; }

    /// <summary>
    /// Gets how many layers the Image has from its base, without empty ones; null for a manifest list.
    /// </summary>
    public int? SharedLayers { get; internal init; }

    /// <summary>Gets how many layers lie on those, without empty ones; null for a manifest list.</summary>
    public int? AddedLayers { get; internal init; }

    /// <summary>
    /// Gets the bytes of the layers that were added, each once and none that the base has too; null for a manifest
    /// list.
    /// </summary>
    public long? AddedBytes { get; internal init; }

    /// <summary>
    /// Gets whether the Image is a manifest list: its members, which are Images of their own, may have a base.
    /// </summary>
    public bool IsManifestList { get; internal init; }

    /// <summary>Gets the cluster that the Image came from; null for what came from none.</summary>
    public ICluster? Cluster { get; internal init; }

    /// <summary>Returns the name of the Image.</summary>
    public override string ToString() => ControlCharacters.Escape(Name);
}
