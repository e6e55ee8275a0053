using System.Management.Automation;
using OpenShiftImage.Analysis.Images;
using OpenShiftImage.Analysis.Usage;
using OpenShiftImage.Api;
using OpenShiftImage.Pipeline;
using OpenShiftImage.Primitives;

namespace OpenShiftImage.Commands;

/// <summary>
/// Chooses Images by what people call them: the name, the beginning of its digest, a pull spec, or a pattern for the
/// name, the repository or an image stream that has it.
/// </summary>
/// <param name="names">The names in full; those of objects.</param>
/// <param name="texts">What somebody typed, the digest of a pull spec in its place.</param>
internal sealed class UsageFilter(IEnumerable<string> names, IReadOnlyCollection<string> texts)
{
    // Whole names can be as many as Images, and must not be compared with each of them.
    private readonly HashSet<string> _names =
        new(names.Concat(texts.Where(DigestKey.IsSha256)), StringComparer.Ordinal);

    private readonly List<Choice> _choices =
        [.. texts.Where(text => !DigestKey.IsSha256(text)).Select(text => new Choice(text))];

    private readonly HashSet<string> _found = new(StringComparer.Ordinal);

    /// <summary>Gets whether everything is chosen.</summary>
    public bool TakesAll => _names.Count == 0 && _choices.Count == 0;

    /// <summary>Returns whether an Image is chosen.</summary>
    public bool Matches(string name, string? reference, IReadOnlyList<PlaceVerdict> places)
    {
        if (TakesAll)
        {
            return true;
        }

        var isChosen = _names.Contains(name) && _found.Add(name);
        foreach (var choice in _choices)
        {
            isChosen |= choice.Takes(name, reference, places);
        }

        return isChosen;
    }

    /// <summary>Returns whether a digest is chosen that no Image has.</summary>
    public bool Matches(ImageUsage missing)
    {
        if (TakesAll)
        {
            return true;
        }

        var isChosen = _names.Contains(missing.Name) && _found.Add(missing.Name);
        foreach (var choice in _choices)
        {
            isChosen |= choice.Takes(missing.Name, null, []);
        }

        return isChosen;
    }

    /// <summary>Returns an error for each text that chose no Image; a pattern may.</summary>
    public IEnumerable<ErrorRecord> Errors()
    {
        foreach (var name in _names.Where(name => !_found.Contains(name)))
        {
            yield return ErrorRecords.For(new ImageNotFoundException(name), name)!;
        }

        foreach (var choice in _choices.Where(choice => choice is { IsPattern: false, Count: 0 }))
        {
            yield return ErrorRecords.For(new ImageNotFoundException(choice.Text), choice.Text)!;
        }
    }

    private sealed class Choice(string text)
    {
        private readonly WildcardPattern? _pattern = WildcardPattern.ContainsWildcardCharacters(text)
            ? WildcardPattern.Get(text, WildcardOptions.IgnoreCase)
            : null;

        private readonly string? _prefix = ImageNameResolver.PrefixOf(text);
        private readonly PullSpec? _pullSpec = ImageNameResolver.IsPullSpec(text) ? PullSpec.Parse(text) : null;

        public string Text => text;

        public bool IsPattern => _pattern is not null;

        public int Count { get; private set; }

        public bool Takes(string name, string? reference, IReadOnlyList<PlaceVerdict> places)
        {
            var takes = _pattern is { } pattern
                ? name == text || pattern.IsMatch(name) || (reference is not null && IsReference(pattern, reference))
                    || places.Any(place => pattern.IsMatch(place.Place.Tag.Name.Stream)
                        || pattern.IsMatch(place.Place.Tag.Name.ToString()))
                : name == text || places.Any(place => IsTag(place.Place.Tag.Name))
                    || (_prefix is not null && name.StartsWith(_prefix, StringComparison.Ordinal))
                    || (_pullSpec is { } wanted && reference is not null && wanted.Includes(PullSpec.Parse(reference)));
            Count += takes ? 1 : 0;
            return takes;
        }

        private bool IsTag(TagName tag) =>
            text == tag.ToString() || text == $"{tag.Namespace}/{tag.Stream}";

        private static bool IsReference(WildcardPattern pattern, string reference)
        {
            var parts = PullSpec.Parse(reference);
            return pattern.IsMatch(reference) || pattern.IsMatch(parts.Repository)
                || pattern.IsMatch(parts.Repository[(parts.Repository.LastIndexOf('/') + 1)..]);
        }
    }
}
