using OpenShiftImage.Primitives;

namespace OpenShiftImage.Analysis.Rules;

/// <summary>Where images come from: <c>host[:port][/namespace[/repository]]</c>, with wildcards.</summary>
internal static class RegistryPattern
{
    private const string DockerHub = "docker.io";

    /// <summary>Returns the place that a reference comes from, without tag and digest.</summary>
    public static string PlaceOf(string reference) => PullSpec.Parse(reference).FullPath;

    /// <summary>Returns what is wrong with a place, so that it matches no reference; null for nothing.</summary>
    public static string? FindFault(string pattern)
    {
        var slash = pattern.LastIndexOf('/');
        return pattern.Contains("://", StringComparison.Ordinal) ? "has a scheme"
            : pattern.Any(char.IsWhiteSpace) ? "has blanks in it"
            : pattern.Contains('@', StringComparison.Ordinal) ? "has a digest"
            : slash > 0 && pattern.IndexOf(':', slash) > 0 ? "has a tag"
            : slash == 0 ? "has no host"
            : null;
    }

    /// <summary>
    /// Returns whether a reference is none that a container engine would take, so that nobody knows where it leads.
    /// </summary>
    public static bool IsNone(string reference) => reference.Contains("://", StringComparison.Ordinal)
        || reference.Any(char.IsWhiteSpace)
        || Array.Exists(PullSpec.Parse(reference).FullPath.Split('/'), part => part is "" or "." or "..");

    /// <summary>Returns a place under the one name that all of its names stand for.</summary>
    private static string Normalize(string place)
    {
        var slash = place.IndexOf('/', StringComparison.Ordinal);
        var (host, rest) = slash < 0 ? (place, "") : (place[..slash], place[slash..]);
        host = host.EndsWith(":443", StringComparison.Ordinal) ? host[..^4] : host;
        host = host.TrimEnd('.');
        return (host.ToLowerInvariant() is "index.docker.io" or "registry-1.docker.io" or "registry.hub.docker.com"
            ? DockerHub
            : host) + rest;
    }

    /// <summary>Returns the first of these places that a reference comes from; null for none.</summary>
    /// <param name="patterns">
    /// The places. One without a slash is a registry, with its port; one with a slash is also what lies below it.
    /// </param>
    /// <param name="reference">The reference; one without a registry is docker.io's.</param>
    public static string? Find(IEnumerable<string> patterns, string reference)
    {
        var path = Normalize(PullSpec.Parse(reference).FullPath);
        // One segment of Docker Hub is in the namespace library, by whichever name the registry goes.
        path = path.StartsWith(DockerHub + "/", StringComparison.Ordinal) && path.Count(c => c == '/') == 1
            ? path.Insert(DockerHub.Length, "/library")
            : path;
        var registry = path[..path.IndexOf('/', StringComparison.Ordinal)];
        return patterns.FirstOrDefault(given => Normalize(given) is var pattern
            && pattern.Contains('/', StringComparison.Ordinal)
            ? Wildcard.IsMatch(pattern, path) || Wildcard.IsMatch(pattern.TrimEnd('/') + "/*", path)
            : Wildcard.IsMatch(pattern, registry));
    }
}
