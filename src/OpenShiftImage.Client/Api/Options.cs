namespace OpenShiftImage;

/// <summary>How the server reads <c>resourceVersion</c> in a list.</summary>
public enum ResourceVersionMatch
{
    /// <summary>The list at exactly that version.</summary>
    Exact,

    /// <summary>A list at that version or any later one.</summary>
    NotOlderThan,
}

/// <summary>What the server does with unknown and duplicate fields of an object that it is given.</summary>
public enum FieldValidation
{
    /// <summary>Drops them and says nothing.</summary>
    Ignore,

    /// <summary>Drops them and warns: the server's default.</summary>
    Warn,

    /// <summary>Refuses the object.</summary>
    Strict,
}

/// <summary>How garbage collection treats the dependents of a deleted object. Nothing depends on an Image.</summary>
public enum DeletionPropagation
{
    /// <summary>Leaves the dependents alone.</summary>
    Orphan,

    /// <summary>Deletes the object first, its dependents later.</summary>
    Background,

    /// <summary>Deletes the dependents first.</summary>
    Foreground,
}

/// <summary>The options of one operation: the query parameters that the reference gives it.</summary>
public abstract record ApiOptions
{
    /// <summary><c>pretty</c>: whether the server indents its JSON.</summary>
    public bool? Pretty { get; init; }

    internal string ToQuery()
    {
        var query = new QueryString();
        Write(query);
        return query.Add("pretty", Pretty).ToString();
    }

    private protected abstract void Write(QueryString query);
}

/// <summary>Options of reading one Image.</summary>
public sealed record GetOptions : ApiOptions
{
    /// <summary><c>resourceVersion</c>: the oldest version that will do; <c>0</c> is whatever the server has at hand.</summary>
    public string? ResourceVersion { get; init; }

    private protected override void Write(QueryString query) => query.Add("resourceVersion", ResourceVersion);
}

/// <summary>Options of listing and watching Images: the reference has one operation for both.</summary>
public sealed record ListOptions : ApiOptions
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

/// <summary>Options of creating and replacing an Image.</summary>
public sealed record WriteOptions : ApiOptions
{
    /// <summary><c>dryRun=All</c>: the server does everything but store the result.</summary>
    public bool DryRun { get; init; }

    /// <summary><c>fieldManager</c>: name of who makes the change, at most 128 printable characters.</summary>
    public string? FieldManager { get; init; }

    /// <summary><c>fieldValidation</c>: what happens to unknown and duplicate fields.</summary>
    public FieldValidation? FieldValidation { get; init; }

    private protected override void Write(QueryString query) => query
        .Add("dryRun", DryRun ? "All" : null)
        .Add("fieldManager", FieldManager)
        .Add("fieldValidation", FieldValidation);
}

/// <summary>Options of patching an Image.</summary>
public sealed record PatchOptions : ApiOptions
{
    /// <summary><c>dryRun=All</c>: the server does everything but store the result.</summary>
    public bool DryRun { get; init; }

    /// <summary><c>fieldManager</c>: name of who makes the change; required for an apply.</summary>
    public string? FieldManager { get; init; }

    /// <summary><c>fieldValidation</c>: what happens to unknown and duplicate fields.</summary>
    public FieldValidation? FieldValidation { get; init; }

    /// <summary><c>force</c>: an apply takes over fields that others own. Only for an apply.</summary>
    public bool? Force { get; init; }

    private protected override void Write(QueryString query) => query
        .Add("dryRun", DryRun ? "All" : null)
        .Add("fieldManager", FieldManager)
        .Add("fieldValidation", FieldValidation)
        .Add("force", Force);
}
