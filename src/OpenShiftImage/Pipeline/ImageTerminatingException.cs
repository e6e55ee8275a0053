using OpenShiftImage.Primitives;

namespace OpenShiftImage.Pipeline;

/// <summary>An Image cannot be replaced, since it is being deleted.</summary>
internal sealed class ImageTerminatingException(string name, IEnumerable<string> finalizers)
    : Exception(ControlCharacters.Escape(
        $"Image '{name}' is being deleted and stays until its finalizers are gone: {string.Join(", ", finalizers)}. "
            + "What replaced it would go with it."))
{
    /// <summary>Gets the name of the Image.</summary>
    public string Name { get; } = name;
}
