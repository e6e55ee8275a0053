namespace OpenShiftImage.Api;

/// <summary>Options of deleting one Image.</summary>
internal sealed record DeleteOptions : ApiOptions
{
    /// <summary><c>dryRun=All</c>: the server does everything but delete.</summary>
    public bool DryRun { get; init; }

    /// <summary><c>gracePeriodSeconds</c>: accepted by the server and without effect on Images.</summary>
    public long? GracePeriodSeconds { get; init; }

    /// <summary><c>orphanDependents</c>: deprecated; excludes <see cref="PropagationPolicy"/>.</summary>
    public bool? OrphanDependents { get; init; }

    /// <summary><c>propagationPolicy</c>: excludes <see cref="OrphanDependents"/>.</summary>
    public DeletionPropagation? PropagationPolicy { get; init; }

    /// <summary>
    /// <c>ignoreStoreReadErrorWithClusterBreakingPotential</c>: deletes an object that the server cannot read.
    /// </summary>
    public bool? IgnoreStoreReadErrorWithClusterBreakingPotential { get; init; }

    /// <summary><c>preconditions.uid</c> of the body: the object goes only if it has this uid.</summary>
    public string? PreconditionUid { get; init; }

    /// <summary>
    /// <c>preconditions.resourceVersion</c> of the body: the object goes only if it has this version.
    /// </summary>
    public string? PreconditionResourceVersion { get; init; }

    private protected override void Write(QueryString query) => query
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
        IgnoreStoreReadErrorWithClusterBreakingPotential,
        PreconditionUid,
        PreconditionResourceVersion);
}
