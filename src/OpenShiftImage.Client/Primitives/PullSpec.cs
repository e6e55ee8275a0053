namespace OpenShiftImage.Primitives;

/// <summary>
/// The parts of a reference by which an image can be pulled: <c>[registry/]repository[:tag][@digest]</c>.
/// </summary>
/// <param name="Registry">Host and port of the registry; null when none is named.</param>
/// <param name="Repository">The repository.</param>
/// <param name="Tag">The tag; null when none is named.</param>
/// <param name="Digest">The digest; null when none is named.</param>
internal readonly record struct PullSpec(string? Registry, string Repository, string? Tag, string? Digest)
{
    private const string DefaultRegistry = "docker.io";

    /// <summary>Takes a reference apart, by the rules of the distribution reference grammar.</summary>
    public static PullSpec Parse(string reference)
    {
        var at = reference.IndexOf('@', StringComparison.Ordinal);
        var (digest, rest) = at < 0 ? (null, reference) : (reference[(at + 1)..], reference[..at]);
        var colon = rest.LastIndexOf(':');
        string? tag = null;
        if (colon > rest.LastIndexOf('/'))
        {
            (tag, rest) = (rest[(colon + 1)..], rest[..colon]);
        }

        var slash = rest.IndexOf('/', StringComparison.Ordinal);
        var first = slash < 0 ? "" : rest[..slash];
        return first.Contains('.', StringComparison.Ordinal) || first.Contains(':', StringComparison.Ordinal)
            || first == "localhost"
            ? new PullSpec(first, rest[(slash + 1)..], tag, digest)
            : new PullSpec(null, rest, tag, digest);
    }

    /// <summary>
    /// Returns a reference without its digest, where that is the name of the Image and so is told already.
    /// </summary>
    public static string WithoutDigest(string reference, string? name) =>
        reference.IndexOf('@', StringComparison.Ordinal) is >= 0 and var at && reference.AsSpan(at + 1)
            .SequenceEqual(name) ? reference[..at] : reference;

    /// <summary>
    /// Returns whether another reference is what this one asks for: the same repository, and the tag and the registry
    /// where they are named.
    /// </summary>
    public bool Includes(PullSpec other) =>
        (Registry is null && other.Repository == Repository
            || (FullRegistry, FullRepository) == (other.FullRegistry, other.FullRepository))
        && (Tag is null || Tag == other.Tag) && (Digest is null || Digest == other.Digest);

    /// <summary>Gets the registry, with the one that container engines take where none is named.</summary>
    public string FullRegistry => Registry ?? DefaultRegistry;

    /// <summary>Gets registry and repository, as container engines take them.</summary>
    public string FullPath => $"{FullRegistry}/{FullRepository}";

    private string FullRepository =>
        FullRegistry == DefaultRegistry && !Repository.Contains('/', StringComparison.Ordinal)
            ? "library/" + Repository
            : Repository;
}
