using OpenShiftImage.Primitives;

namespace OpenShiftImage.Connections;

/// <summary>A cluster of which only the name is left, as a row of a file or a copy of an Image has it.</summary>
/// <param name="Name">The name.</param>
internal sealed record NamedCluster(string Name) : ICluster
{
    /// <summary>The name.</summary>
    public override string ToString() => ControlCharacters.Escape(Name);
}
