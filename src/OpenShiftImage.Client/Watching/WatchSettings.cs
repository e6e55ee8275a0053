namespace OpenShiftImage.Watching;

/// <summary>What a watch follows, and for how long.</summary>
internal sealed record WatchSettings
{
    /// <summary>Gets the labels to select by; null for all.</summary>
    public string? LabelSelector { get; init; }

    /// <summary>Gets the fields to select by; null for all.</summary>
    public string? FieldSelector { get; init; }

    /// <summary>Gets the one Image to follow; null for all.</summary>
    public string? Name { get; init; }

    /// <summary>
    /// Gets the Images to follow, where they are several; null for all. The API selects one name or all: the server
    /// sends the events of all Images, and the watch returns those of the named ones.
    /// </summary>
    public IReadOnlyCollection<string>? Names { get; init; }

    /// <summary>
    /// Gets whether the deprecated paths <c>/watch/images</c> and <c>/watch/images/{name}</c> are used.
    /// </summary>
    public bool UseWatchPath { get; init; }

    /// <summary>Gets the version after which events are wanted; null for the present one.</summary>
    public string? ResourceVersion { get; init; }

    /// <summary>Gets whether the Images that exist come first, as Added events.</summary>
    public bool SendInitialEvents { get; init; }

    /// <summary>Gets whether bookmarks are returned; the watch itself uses them all the same.</summary>
    public bool IncludeBookmark { get; init; }

    /// <summary>Gets how long to watch, in seconds; null for as long as the caller likes.</summary>
    public long? TimeoutSeconds { get; init; }

    /// <summary>Gets whether the watch is one request only and ends with it.</summary>
    public bool NoReconnect { get; init; }

    /// <summary>Gets the number of objects in one page of a list; 500 is kubectl's chunk size.</summary>
    public int PageSize { get; init; } = 500;

    /// <summary>
    /// Gets how long a watch that was established goes on through 401 and 403: a cluster that restarts or is upgraded
    /// answers them for a while, before it knows its users again.
    /// </summary>
    public TimeSpan UnauthorizedTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Gets the clock of the watch.</summary>
    internal TimeProvider Time { get; init; } = TimeProvider.System;
}
