using System.Text.RegularExpressions;
using OpenShiftImage.Primitives;

namespace OpenShiftImage.Api;

/// <summary>
/// Finds the Image that a text means which is not the whole of its name: the beginning of a digest, as tables and other
/// tools show it, or a pull spec. The API selects by whole names only, so the list is read: of a digest the metadata,
/// of a pull spec the Images.
/// </summary>
/// <param name="api">Reads the list.</param>
internal sealed partial class ImageNameResolver(IImageReader api)
{
    /// <summary>Number of names that the error for an ambiguous one lists.</summary>
    private const int MostListed = 10;

    /// <summary>Hexadecimal digits of SHA-256, which the names of all but a few Images have.</summary>
    private const int DigestLength = 64;

    /// <summary>
    /// Returns the name that a text is without asking anybody: the digest of a pull spec, or of a bare hash; else the
    /// text.
    /// </summary>
    public static string ToName(string text) =>
        PinnedDigest().Match(text) is { Success: true } pinned ? pinned.Groups["digest"].Value
        : text.Length == DigestLength && Hexadecimal().IsMatch(text) ? "sha256:" + text.ToLowerInvariant()
        : WholeDigest().IsMatch(text) ? text.ToLowerInvariant()
        : text;

    /// <summary>Returns whether a text that is no name of an Image may be a short form of one.</summary>
    public static bool IsShortForm(string text) => PrefixOf(text) is not null || IsPullSpec(text);

    /// <summary>Returns whether a text is a pull spec, which no name of an Image can be.</summary>
    public static bool IsPullSpec(string text) =>
        text.Contains('/', StringComparison.Ordinal) && !PinnedDigest().IsMatch(text);

    /// <summary>Finds the name that a text means; one that is a name already is found first.</summary>
    /// <exception cref="AmbiguousNameException">It means several.</exception>
    /// <exception cref="ApiException">There is no such Image, or the list cannot be read.</exception>
    public async Task<string> ResolveAsync(string text, CancellationToken cancellationToken)
    {
        var name = ToName(text);
        if (!IsShortForm(name))
        {
            return name;
        }

        ApiException? missing = null;
        if (!IsPullSpec(name))
        {
            try
            {
                return (await api.GetMetadataAsync(name, null, cancellationToken).ConfigureAwait(false)).Name ?? name;
            }
            catch (ApiException e) when (e.StatusCode == 404)
            {
                missing = e;
            }
        }

        return await FindAsync(name, missing, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Finds the name that a text means which is no name itself.</summary>
    /// <param name="text">The text.</param>
    /// <param name="missing">The server's word that no Image has it as its name; null when it could not be one.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    /// <exception cref="AmbiguousNameException">It means several.</exception>
    /// <exception cref="ApiException">There is no such Image.</exception>
    public async Task<string> FindAsync(string text, ApiException? missing, CancellationToken cancellationToken)
    {
        var found = PrefixOf(text) is { } prefix
            ? await FindByPrefixAsync(prefix, cancellationToken).ConfigureAwait(false)
            : await FindByReferenceAsync(text, cancellationToken).ConfigureAwait(false);
        return found switch
        {
            [var only] => only,
            [] when missing is not null => throw missing,
            [] => throw new ImageNotFoundException(text),
            _ => throw new AmbiguousNameException(text, [.. found.Take(MostListed)], found.Count > MostListed),
        };
    }

    /// <summary>Returns the beginning of a name that a text stands for; null when it is none.</summary>
    internal static string? PrefixOf(string text)
    {
        // A table shows a reference with the beginning of its digest, with or without the algorithm.
        var match = DigestPrefix().Match(text[(text.IndexOf('@', StringComparison.Ordinal) + 1)..]);
        return !match.Success || match.Groups["hex"].Length >= DigestLength ? null
            : (match.Groups["algorithm"] is { Length: > 0 } algorithm ? algorithm.Value.ToLowerInvariant() : "sha256:")
                + match.Groups["hex"].Value.ToLowerInvariant();
    }

    private async Task<List<string>> FindByPrefixAsync(string prefix, CancellationToken cancellationToken)
    {
        var found = new List<string>();
        await foreach (var page in api.ListMetadataAsync(
            new ListOptions { Limit = 2000 }, cancellationToken: cancellationToken).ConfigureAwait(false))
        {
            found.AddRange(page.Items.Select(item => item.Name!)
                .Where(name => name?.StartsWith(prefix, StringComparison.Ordinal) == true));
            if (found.Count > MostListed
                || (api.IsInNameOrder && page.Items is [.., { Name: { } lastName }]
                    && string.CompareOrdinal(lastName, prefix + "g") > 0))
            {
                break;
            }
        }

        return found;
    }

    private async Task<List<string>> FindByReferenceAsync(string pullSpec, CancellationToken cancellationToken)
    {
        // A table cuts off the beginning of a long reference.
        var end = pullSpec.StartsWith('…') ? pullSpec[1..] : null;
        var wanted = PullSpec.Parse(pullSpec);
        var found = new List<string>();
        await foreach (var page in api.ListAsync(
            new ListOptions { Limit = 500, AllowsParts = true },
            cancellationToken: cancellationToken).ConfigureAwait(false))
        {
            found.AddRange(
                page.Items.Where(image => IsWanted(image.DockerImageReference ?? "")).Select(image => image.Name!));
            if (found.Count > MostListed)
            {
                break;
            }
        }

        return found;

        bool IsWanted(string reference) => end is null
            ? wanted.Includes(PullSpec.Parse(reference))
            : reference.Split('@')[0].EndsWith(end, StringComparison.Ordinal);
    }

    [GeneratedRegex("@(?<digest>[a-z0-9]+:[0-9a-fA-F]{32,})$", RegexOptions.CultureInvariant)]
    private static partial Regex PinnedDigest();

    [GeneratedRegex("^sha256:[0-9a-f]{64}$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex WholeDigest();

    [GeneratedRegex("^[0-9a-fA-F]+$", RegexOptions.CultureInvariant)]
    private static partial Regex Hexadecimal();

    /// <summary>
    /// A digest that breaks off, with or without its algorithm; four digits are what no word or version number has by
    /// chance.
    /// </summary>
    [GeneratedRegex(
        "^(?<algorithm>sha256:|sha384:|sha512:)?(?<hex>[0-9a-fA-F]{4,})(?:…|\\.\\.\\.)?$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex DigestPrefix();
}
