using OpenShiftImage.Primitives;

namespace OpenShiftImage;

/// <summary>What a group of Images takes, each layer counted once, in the words of <c>podman system df</c>.</summary>
public sealed class ImageStorage
{
    internal ImageStorage()
    {
    }

    /// <summary>
    /// Gets the name of the group; <c>&lt;none&gt;</c> for the Images that have none, <c>Total</c> for all of them.
    /// </summary>
    public string Name { get; internal init; } = "";

    /// <summary>Gets whether it is the total over all groups.</summary>
    public bool IsTotal { get; internal init; }

    /// <summary>Gets how many Images there are.</summary>
    public int Images { get; internal init; }

    /// <summary>Gets how many distinct layers they have; a manifest list has those of its members.</summary>
    public int Layers { get; internal init; }

    /// <summary>Gets the bytes of those layers.</summary>
    public long Size { get; internal init; }

    /// <summary>
    /// Gets the bytes of those of them that no other group has: what is freed when all of the group goes.
    /// </summary>
    public long UniqueSize { get; internal init; }

    /// <summary>Gets the bytes of those of them that other groups have too.</summary>
    public long SharedSize => Size - UniqueSize;

    /// <summary>Gets which part of the bytes of all groups it has, from 0 to 1.</summary>
    public double Share { get; internal init; }

    /// <summary>Gets the cluster; null where there are several, and for what came from none.</summary>
    public ICluster? Cluster { get; internal init; }

    /// <summary>Gets by what the groups are made; null where nobody says.</summary>
    internal string? GroupedBy { get; init; }

    /// <summary>Returns the name of the group.</summary>
    public override string ToString() => ControlCharacters.Escape(Name);
}
