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
