using OpenShiftImage.Primitives;
using OpenShiftImage.Serialization;

namespace OpenShiftImage;

/// <summary>One event of a watch (<c>io.k8s.apimachinery.pkg.apis.meta.v1.WatchEvent</c>).</summary>
public sealed class ImageEvent
{
    private const string InitialEventsEndAnnotation = "k8s.io/initial-events-end";

    private readonly bool _hasVersion;

    internal ImageEvent(ImageEventType type, Image image, bool hasVersion = true)
    {
        Identity = ObjectIdentity.Of(image);
        Type = type;
        Image = image;
        _hasVersion = hasVersion;
    }

    /// <summary>What happened.</summary>
    public ImageEventType Type { get; }

    /// <summary>
    /// The Image as the event left it; of a deleted one the last state; of a bookmark only its resource version counts.
    /// </summary>
    public Image Image { get; }

    /// <summary>Name of the Image.</summary>
    public string? Name => Identity.Name;

    /// <summary>Gets the cluster that the event came from.</summary>
    public ICluster? Cluster => Image.Cluster;

    /// <summary>The reference of the Image, for people: <see cref="Image.Reference"/>.</summary>
    public string? Reference => Image.Reference;

    /// <summary>
    /// The version that the event brought; a watch can go on from it. Null for what comes from a list: that is in the
    /// order of names.
    /// </summary>
    public string? ResourceVersion => _hasVersion ? Identity.ResourceVersion : null;

    /// <summary>Whether this bookmark ends the initial events.</summary>
    public bool IsInitialEventsEnd => Type == ImageEventType.Bookmark
        && Image.Metadata?.Annotations?.GetValueOrDefault(InitialEventsEndAnnotation) == "true";

    /// <summary>
    /// What a Modified event has changed, where the watch knew the Image before: <c>labels</c>, <c>annotations</c>,
    /// <c>dockerImageReference</c>, <c>signatures</c> or, for anything else, <c>other</c>. Empty where it did not, and
    /// for every other event.
    /// </summary>
    public IReadOnlyList<string> Changes { get; internal set; } = [];

    internal ObjectIdentity Identity { get; }

    /// <summary>
    /// Makes the bookmark that ends the initial events where they come from a list, as the server's ends them in a
    /// watch.
    /// </summary>
    internal static ImageEvent InitialEventsEnd(string? version) => new(ImageEventType.Bookmark, new Image
    {
        Metadata = new ObjectMeta
        {
            ResourceVersion = version,
            Annotations = new Dictionary<string, string> { [InitialEventsEndAnnotation] = "true" },
        },
    });

    /// <summary>Whether the event brought a version.</summary>
    internal bool HasVersion => _hasVersion;

    /// <summary>The event as one of a list, from which no watch can go on.</summary>
    internal ImageEvent WithoutVersion() => new(Type, Image, hasVersion: false) { Changes = Changes };

    /// <summary>Type and name.</summary>
    public override string ToString() => $"{Type} {ControlCharacters.Escape(Name)}";
}
