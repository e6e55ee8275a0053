using System.Management.Automation;
using OpenShiftImage.Primitives;
using OpenShiftImage.Serialization;

namespace OpenShiftImage.Commands;

/// <summary>
/// Chooses Images by what the API cannot select by, so that the whole list is read: wildcards over names, references
/// and registries.
/// </summary>
internal sealed class ImageFilter
{
    private readonly WildcardPattern[] _names;
    private readonly WildcardPattern[] _references;
    private readonly WildcardPattern[] _registries;

    /// <param name="names">Patterns of names; none for all.</param>
    /// <param name="references">Patterns of references; null for all.</param>
    /// <param name="registries">Patterns of registries; null for all.</param>
    public ImageFilter(IEnumerable<string> names, IEnumerable<string>? references, IEnumerable<string>? registries)
    {
        _names = ToPatterns(names);
        _references = ToPatterns(references ?? []);
        _registries = ToPatterns(registries ?? []);
        Exact = (references ?? [])
            .Concat(registries ?? []).FirstOrDefault(text => !WildcardPattern.ContainsWildcardCharacters(text));
    }

    /// <summary>Gets whether it chooses all.</summary>
    public bool IsEmpty => _names.Length == 0 && !NeedsImage;

    /// <summary>Gets whether the metadata alone do not tell.</summary>
    public bool NeedsImage => _references.Length > 0 || _registries.Length > 0;

    /// <summary>
    /// Gets a reference or registry that has no wildcard, so that only the whole matches; null when each has one.
    /// </summary>
    public string? Exact { get; }

    /// <summary>Returns whether an object is chosen.</summary>
    public bool Includes(ApiObject item) =>
        MatchesName(NameOf(item)) && (!NeedsImage || (item is Image image && IncludesReference(image)));

    private static WildcardPattern[] ToPatterns(IEnumerable<string> texts) =>
        [.. texts.Select(text => WildcardPattern.Get(text, WildcardOptions.IgnoreCase))];

    private static bool Matches(WildcardPattern[] patterns, string? text) =>
        patterns.Length == 0 || Array.Exists(patterns, pattern => pattern.IsMatch(text ?? ""));

    /// <summary>The name alone: of most Images that do not match nothing else is ever looked at.</summary>
    private static string? NameOf(ApiObject item) =>
        item is ApiResource resource ? ObjectIdentity.Of(resource).Name : null;

    /// <summary>A digest may be given without its algorithm, as a table shows it.</summary>
    private bool MatchesName(string? name) =>
        Matches(_names, name) || (name?.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon
            && Matches(_names, name[(colon + 1)..]));

    private bool IncludesReference(Image image) =>
        Matches(_references, image.DockerImageReference)
        && (_registries.Length == 0
            || Matches(_registries, PullSpec.Parse(image.DockerImageReference ?? "").FullRegistry));
}
