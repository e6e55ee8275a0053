using OpenShiftImage.Primitives;

namespace OpenShiftImage.Analysis.Rules;

/// <summary>Where images come from: <c>host[:port][/namespace[/repository]]</c>, with wildcards.</summary>
internal static class RegistryPattern
{
    /// <summary>Returns the place that a reference comes from, without tag and digest.</summary>
    public static string PlaceOf(string reference) => PullSpec.Parse(reference).FullPath;

    /// <summary>Returns the first of these places that a reference comes from; null for none.</summary>
    /// <param name="patterns">
    /// The places. One without a slash is a registry, with its port; one with a slash is also what lies below it.
    /// </param>
    /// <param name="reference">The reference; one without a registry is docker.io's.</param>
    public static string? Find(IEnumerable<string> patterns, string reference)
    {
        var parts = PullSpec.Parse(reference);
        var path = parts.FullPath;
        return patterns.FirstOrDefault(pattern => pattern.Contains('/', StringComparison.Ordinal)
            ? Wildcard.IsMatch(pattern, path) || Wildcard.IsMatch(pattern.TrimEnd('/') + "/*", path)
            : Wildcard.IsMatch(pattern, parts.FullRegistry));
    }
}
