using OpenShiftImage.Primitives;

namespace OpenShiftImage;

/// <summary>An object that uses an Image.</summary>
public sealed class ImageWorkload
{
    internal ImageWorkload()
    {
    }

    /// <summary>Gets its kind, for example <c>Pod</c>.</summary>
    public string Kind { get; internal init; } = "";

    /// <summary>Gets its namespace.</summary>
    public string Namespace { get; internal init; } = "";

    /// <summary>Gets its name.</summary>
    public string Name { get; internal init; } = "";

    /// <summary>Gets the phase of a pod or build (<c>status.phase</c>); null of others.</summary>
    public string? Phase { get; internal init; }

    /// <summary>
    /// Gets where in the object the Image stands, for example <c>spec.containers[0].image</c>; the first where there
    /// are several.
    /// </summary>
    public string Place { get; internal init; } = "";

    /// <summary>Gets whether <c>oc adm prune images</c> looks at that.</summary>
    public bool IsCounted { get; internal init; }

    /// <summary>Gets whether it is a pod that is done, which pulls no Image again.</summary>
    internal bool IsDone { get; init; }

    /// <summary>Returns <c>Kind namespace/name</c>.</summary>
    public override string ToString() => ControlCharacters.Escape($"{Kind} {Namespace}/{Name}");
}
