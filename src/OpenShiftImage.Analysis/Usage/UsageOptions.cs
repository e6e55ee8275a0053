namespace OpenShiftImage.Analysis.Usage;

/// <summary>The options of <c>oc adm prune images</c> that bear on its verdict.</summary>
internal sealed record UsageOptions
{
    /// <summary>oc's default of <c>--keep-tag-revisions</c>.</summary>
    public const int DefaultKeepTagRevisions = 3;

    /// <summary>oc's default of <c>--keep-younger-than</c>.</summary>
    public static readonly TimeSpan DefaultKeepYoungerThan = TimeSpan.FromMinutes(60);

    /// <summary>Gets how many of the latest places of each tag stay (<c>--keep-tag-revisions</c>).</summary>
    public int KeepTagRevisions { get; init; } = DefaultKeepTagRevisions;

    /// <summary>
    /// Gets the age below which things stay (<c>--keep-younger-than</c>). Null: the limit is the beginning of all
    /// times, so that everything that says when it was made is young.
    /// </summary>
    public TimeSpan? KeepYoungerThan { get; init; } = DefaultKeepYoungerThan;

    /// <summary>
    /// Gets whether what is larger than the limits of its namespace goes, whatever its age and place
    /// (<c>--prune-over-size-limit</c>).
    /// </summary>
    public bool PruneOverSizeLimit { get; init; }

    /// <summary>
    /// Gets whether Images that were not pushed to the integrated registry stay (<c>--all=false</c>).
    /// </summary>
    public bool ManagedOnly { get; init; }

    /// <summary>Gets whether references that are none are passed over (<c>--ignore-invalid-refs</c>).</summary>
    public bool IgnoreInvalidReferences { get; init; }

    /// <summary>Gets the only namespace that is looked at (<c>--namespace</c>); null for all.</summary>
    public string? Namespace { get; init; }

    /// <summary>Gets the time that ages are counted to.</summary>
    public required DateTimeOffset AsOf { get; init; }

    /// <summary>
    /// Returns options as <c>--prune-over-size-limit</c> changes them. Given as true it goes with no <c>--keep-…</c>;
    /// given as false it is the same to oc as if it were not, but that both defaults are off, so that nothing goes that
    /// says when it was made.
    /// </summary>
    /// <param name="options">The other options.</param>
    /// <param name="overSizeLimit">What was given for it; null where it was not given.</param>
    /// <param name="keeps">Whether a <c>--keep-…</c> was given.</param>
    /// <exception cref="FormatException">They do not go together.</exception>
    public static UsageOptions Combine(UsageOptions options, bool? overSizeLimit, bool keeps) => overSizeLimit switch
    {
        _ when options.KeepTagRevisions < 0 => throw new FormatException("-KeepTagRevisions must be 0 or more."),
        null => options,
        _ when keeps => throw new FormatException(
            "-PruneOverSizeLimit looks at sizes only: it does not go with -KeepTagRevisions or -KeepYoungerThan."),
        true => options with { PruneOverSizeLimit = true },
        false => options with { KeepTagRevisions = 0, KeepYoungerThan = null },
    };

    /// <summary>Gets the time after which what was made is young.</summary>
    public DateTimeOffset YoungAfter =>
        KeepYoungerThan is not { } age || PruneOverSizeLimit || age > AsOf - DateTimeOffset.MinValue
            ? DateTimeOffset.MinValue
            : AsOf - age;
}
