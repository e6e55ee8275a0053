namespace OpenShiftImage.Api;

/// <summary>Options of listing and watching Images: the reference has one operation for both.</summary>
internal sealed record ListOptions : ApiOptions
{
    /// <summary><c>labelSelector</c>: for example <c>app=web,tier!=db</c>.</summary>
    public string? LabelSelector { get; init; }

    /// <summary><c>fieldSelector</c>: the server knows <c>metadata.name</c> and <c>metadata.namespace</c>.</summary>
    public string? FieldSelector { get; init; }

    /// <summary><c>limit</c>: the most items in one answer.</summary>
    public long? Limit { get; init; }

    /// <summary><c>continue</c>: the token of the page to go on with.</summary>
    public string? Continue { get; init; }

    /// <summary><c>resourceVersion</c>: where the list may, or the watch does, start.</summary>
    public string? ResourceVersion { get; init; }

    /// <summary><c>resourceVersionMatch</c>: how <see cref="ResourceVersion"/> is read.</summary>
    public ResourceVersionMatch? ResourceVersionMatch { get; init; }

    /// <summary><c>timeoutSeconds</c>: when the server ends the call, in seconds.</summary>
    public long? TimeoutSeconds { get; init; }

    /// <summary><c>allowWatchBookmarks</c>: whether a watch may carry BOOKMARK events.</summary>
    public bool? AllowWatchBookmarks { get; init; }

    /// <summary><c>sendInitialEvents</c>: whether a watch starts with what there is.</summary>
    public bool? SendInitialEvents { get; init; }

    /// <summary><c>watch</c>: set by the watch operations.</summary>
    internal bool? Watch { get; init; }

    /// <summary>Whether a page that is too large to be held may come in parts.</summary>
    internal bool AllowsParts { get; init; }

    /// <summary>
    /// Whether the objects are looked at once: each holds only until its page is disposed of, and leaves no garbage.
    /// </summary>
    internal bool IsTransient { get; init; }

    /// <summary>
    /// Whether the first page shall say how many objects there are, where a server would not be asked for it anew.
    /// </summary>
    internal bool CountsAll { get; init; }

    /// <summary>
    /// Returns the options of the next page: its token carries the version of the list, and the server refuses a
    /// version beside it.
    /// </summary>
    public ListOptions NextPage(string token) =>
        this with { Continue = token, ResourceVersion = null, ResourceVersionMatch = null };

    private protected override void Write(QueryString query) => query
        .Add("watch", Watch)
        .Add("labelSelector", LabelSelector)
        .Add("fieldSelector", FieldSelector)
        .Add("limit", Limit)
        .Add("continue", Continue)
        .Add("resourceVersion", ResourceVersion)
        .Add("resourceVersionMatch", ResourceVersionMatch)
        .Add("sendInitialEvents", SendInitialEvents)
        .Add("allowWatchBookmarks", AllowWatchBookmarks)
        .Add("timeoutSeconds", TimeoutSeconds);
}
