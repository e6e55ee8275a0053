using OpenShiftImage.Primitives;

namespace OpenShiftImage;

/// <summary>
/// A place of an Image in the history of a tag (<c>status.tags[].items[]</c> of an ImageStream), and what a prune would
/// do with that place.
/// </summary>
public sealed class ImageTagUsage
{
    internal ImageTagUsage()
    {
    }

    /// <summary>Gets the namespace of the image stream.</summary>
    public string Namespace { get; internal init; } = "";

    /// <summary>Gets the name of the image stream.</summary>
    public string Stream { get; internal init; } = "";

    /// <summary>Gets the tag.</summary>
    public string Tag { get; internal init; } = "";

    /// <summary>Gets the place in the history, from 1: what the tag points to now.</summary>
    public int Position { get; internal init; }

    /// <summary>Gets how many places the history has.</summary>
    public int Of { get; internal init; }

    /// <summary>Gets since when, in local time; null where it does not say.</summary>
    public DateTime? Created { get; internal init; }

    /// <summary>Gets whether the place stays.</summary>
    public ImageVerdict Verdict { get; internal init; }

    /// <summary>Gets why.</summary>
    public ImageUsageReason Reason { get; internal init; }

    /// <summary>Returns <c>namespace/stream:tag</c>.</summary>
    public override string ToString() => ControlCharacters.Escape($"{Namespace}/{Stream}:{Tag}");
}
