namespace OpenShiftImage.Api;

/// <summary>Options of deleting every Image that selectors choose, in one request.</summary>
internal sealed record DeleteCollectionOptions : ApiOptions
{
    /// <summary><c>labelSelector</c>: for example <c>app=web,tier!=db</c>.</summary>
    public string? LabelSelector { get; init; }

    /// <summary><c>fieldSelector</c>: the server knows <c>metadata.name</c> and <c>metadata.namespace</c>.</summary>
    public string? FieldSelector { get; init; }

    /// <summary><c>limit</c>: the most objects that one request deletes.</summary>
    public long? Limit { get; init; }

    /// <summary><c>continue</c>: the token of the page to go on with.</summary>
    public string? Continue { get; init; }

    /// <summary><c>resourceVersion</c>: the version of the list that is deleted.</summary>
    public string? ResourceVersion { get; init; }

    /// <summary><c>resourceVersionMatch</c>: how <see cref="ResourceVersion"/> is read.</summary>
    public ResourceVersionMatch? ResourceVersionMatch { get; init; }

    /// <summary><c>sendInitialEvents</c>: of no use in a deletion; the reference has it.</summary>
    public bool? SendInitialEvents { get; init; }

    /// <summary><c>timeoutSeconds</c>: when the server ends the call, in seconds.</summary>
    public long? TimeoutSeconds { get; init; }

    /// <summary><c>dryRun=All</c>: the server does everything but delete.</summary>
    public bool DryRun { get; init; }

    /// <summary><c>gracePeriodSeconds</c>: accepted by the server and without effect on Images.</summary>
    public long? GracePeriodSeconds { get; init; }

    /// <summary><c>orphanDependents</c>: deprecated; excludes <see cref="PropagationPolicy"/>.</summary>
    public bool? OrphanDependents { get; init; }

    /// <summary><c>propagationPolicy</c>: excludes <see cref="OrphanDependents"/>.</summary>
    public DeletionPropagation? PropagationPolicy { get; init; }

    /// <summary>
    /// <c>ignoreStoreReadErrorWithClusterBreakingPotential</c>: deletes objects that the server cannot read.
    /// </summary>
    public bool? IgnoreStoreReadErrorWithClusterBreakingPotential { get; init; }

    private protected override void Write(QueryString query) => query
        .Add("labelSelector", LabelSelector)
        .Add("fieldSelector", FieldSelector)
        .Add("limit", Limit)
        .Add("continue", Continue)
        .Add("resourceVersion", ResourceVersion)
        .Add("resourceVersionMatch", ResourceVersionMatch)
        .Add("sendInitialEvents", SendInitialEvents)
        .Add("timeoutSeconds", TimeoutSeconds)
        .Add("dryRun", DryRun ? "All" : null)
        .Add("gracePeriodSeconds", GracePeriodSeconds)
        .Add("orphanDependents", OrphanDependents)
        .Add("propagationPolicy", PropagationPolicy)
        .Add("ignoreStoreReadErrorWithClusterBreakingPotential", IgnoreStoreReadErrorWithClusterBreakingPotential);

    /// <summary>Returns the body of the request; see <see cref="DeleteBody"/>.</summary>
    internal byte[] ToBody() => DeleteBody.Create(
        DryRun,
        GracePeriodSeconds,
        OrphanDependents,
        PropagationPolicy,
        IgnoreStoreReadErrorWithClusterBreakingPotential);
}
