namespace OpenShiftImage.Watching;

/// <summary>What a lasting watch is to follow.</summary>
internal sealed record WatchSettings
{
    /// <summary>Labels to select by; null for all.</summary>
    public string? LabelSelector { get; init; }

    /// <summary>Fields to select by; null for all.</summary>
    public string? FieldSelector { get; init; }

    /// <summary>The one Image to follow; null for all.</summary>
    public string? Name { get; init; }

    /// <summary>
    /// The Images to follow, where they are several; null for all. The API selects one name or all: the server sends the events of all
    /// Images, and the watch passes on those of the named ones.
    /// </summary>
    public IReadOnlyCollection<string>? Names { get; init; }

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

    /// <summary>
    /// How long a watch that was established goes on through 401 and 403: a cluster that restarts or is upgraded gives them for a while,
    /// before it knows its users again.
    /// </summary>
    public TimeSpan UnauthorizedTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Lets time pass between the requests of the watch.</summary>
    internal TimeProvider Time { get; init; } = TimeProvider.System;
}
