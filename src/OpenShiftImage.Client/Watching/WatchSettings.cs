namespace OpenShiftImage;

/// <summary>What a lasting watch is to follow.</summary>
public sealed record WatchSettings
{
    /// <summary>Labels to select by; null for all.</summary>
    public string? LabelSelector { get; init; }

    /// <summary>Fields to select by; null for all.</summary>
    public string? FieldSelector { get; init; }

    /// <summary>The one Image to follow; null for all.</summary>
    public string? Name { get; init; }

    /// <summary>Whether the deprecated paths <c>/watch/images</c> and <c>/watch/images/{name}</c> are used.</summary>
    public bool UseWatchPath { get; init; }

    /// <summary>The version after which events are wanted; null for from now on.</summary>
    public string? ResourceVersion { get; init; }

    /// <summary>Whether what there is comes first, as ADDED events.</summary>
    public bool SendInitialEvents { get; init; }

    /// <summary>Whether bookmarks are given to the caller; the watch itself uses them all the same.</summary>
    public bool IncludeBookmark { get; init; }

    /// <summary>How long to watch, in seconds; null for as long as the caller likes.</summary>
    public long? TimeoutSeconds { get; init; }

    /// <summary>Whether the watch is one request only and ends with it.</summary>
    public bool NoReconnect { get; init; }

    /// <summary>Number of objects in one page where the watch must list.</summary>
    public int PageSize { get; init; } = 500;
}
