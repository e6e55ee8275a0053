using OpenShiftImage.Api;
using OpenShiftImage.Primitives;

namespace OpenShiftImage.Binding;

/// <summary>
/// Which Image is meant, as a parameter: its name as somebody typed it, or what an object tells of it.
/// </summary>
public sealed class ImageIdentity
{
    /// <summary>Takes a name: the whole, the beginning of a digest, or a pull spec.</summary>
    public ImageIdentity(string name)
        : this(name, null)
    {
    }

    /// <summary>Takes what an object tells.</summary>
    /// <param name="name">Name of the Image.</param>
    /// <param name="source">The object; null for a text.</param>
    internal ImageIdentity(string name, object? source)
    {
        if (string.IsNullOrEmpty(name))
        {
            throw new ArgumentException("The name of an Image cannot be empty.");
        }

        Name = ImageNameResolver.ToName(name);
        Source = source;
    }

    /// <summary>Gets the name.</summary>
    public string Name { get; }

    /// <summary>Gets the object that the name was taken from, as it came in; null for a text.</summary>
    internal object? Source { get; }

    /// <summary>Gets whether somebody typed the name, so that it may be a pattern.</summary>
    internal bool IsText => Source is null;

    /// <summary>
    /// Gets whether the name is that of an Image in full, as an Image itself tells it; a text and a row of a file may
    /// have a short form.
    /// </summary>
    internal bool IsWhole { get; init; }

    /// <summary>Gets whether the text may be a short form of a name, which only the list can tell.</summary>
    internal bool NeedsSearch => !IsWhole && ImageNameResolver.IsShortForm(Name);

    /// <summary>Gets the cluster that the object came from; null when it came from none.</summary>
    internal ICluster? Cluster { get; init; }

    /// <summary>Gets the uid of the object; null when it does not tell.</summary>
    internal string? Uid { get; init; }

    /// <summary>Gets the version of the object; null when it does not tell.</summary>
    internal string? ResourceVersion { get; init; }

    /// <summary>Gets the reference of the Image; null when it is not known.</summary>
    internal string? Reference { get; init; }

    /// <summary>The name.</summary>
    public override string ToString() => ControlCharacters.Escape(Name);

    /// <summary>Returns what an Image tells.</summary>
    /// <param name="image">The Image.</param>
    /// <param name="source">The object that it was taken from.</param>
    /// <exception cref="ArgumentException">It has no name.</exception>
    internal static ImageIdentity Of(Image image, object source) => new(image.Name ?? "", source)
    {
        IsWhole = true,
        Cluster = image.Cluster,
        Uid = image.Metadata?.Uid,
        ResourceVersion = image.ResourceVersion,
        Reference = image.DockerImageReference,
    };

    /// <summary>Returns what metadata tell.</summary>
    /// <param name="metadata">The metadata.</param>
    /// <param name="source">The object that they were taken from.</param>
    /// <exception cref="ArgumentException">They have no name.</exception>
    internal static ImageIdentity Of(PartialObjectMetadata metadata, object source) => new(metadata.Name ?? "", source)
    {
        IsWhole = true,
        Cluster = metadata.Cluster,
        Uid = metadata.Metadata?.Uid,
        ResourceVersion = metadata.ResourceVersion,
    };
}
