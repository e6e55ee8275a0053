namespace OpenShiftImage;

/// <summary>What happened to an Image.</summary>
public enum ImageEventType
{
    /// <summary>The Image was created, or came to match the selectors.</summary>
    Added,

    /// <summary>The Image was changed.</summary>
    Modified,

    /// <summary>The Image was deleted, or no longer matches the selectors.</summary>
    Deleted,

    /// <summary>Nothing happened up to the resource version that the event carries.</summary>
    Bookmark,
}

/// <summary>One event of a watch (<c>io.k8s.apimachinery.pkg.apis.meta.v1.WatchEvent</c>).</summary>
public sealed class ImageEvent
{
    private readonly bool _hasVersion;

    internal ImageEvent(ImageEventType type, Image image, bool hasVersion = true)
    {
        Head = image.Head;
        Type = type;
        Image = image;
        _hasVersion = hasVersion;
    }

    /// <summary>What happened.</summary>
    public ImageEventType Type { get; }

    /// <summary>The Image as the event left it; of a deleted one the last state; of a bookmark only its resource version counts.</summary>
    public Image Image { get; }

    /// <summary>Name of the Image.</summary>
    public string? Name => Head.Name;

    /// <summary>The reference of the Image, for people: <see cref="Image.Reference"/>.</summary>
    public string? Reference => Image.Reference;

    /// <summary>The version that the event brought; a watch can go on from it. Null for what comes from a list: that is in the order of names.</summary>
    public string? ResourceVersion => _hasVersion ? Head.ResourceVersion : null;

    /// <summary>Whether this bookmark ends the initial events.</summary>
    public bool IsInitialEventsEnd => Type == ImageEventType.Bookmark
        && Image.Metadata?.Annotations?.GetValueOrDefault("k8s.io/initial-events-end") == "true";

    internal ObjectHead Head { get; }

    /// <summary>Whether the event brought a version.</summary>
    internal bool HasVersion => _hasVersion;

    /// <summary>The event as one of a list, from which no watch can go on.</summary>
    internal ImageEvent WithoutVersion() => new(Type, Image, hasVersion: false);

    /// <summary>Type and name.</summary>
    public override string ToString() => $"{Type} {Printable.Escape(Name)}";
}
