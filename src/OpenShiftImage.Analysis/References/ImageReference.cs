using System.Buffers;
using OpenShiftImage.Primitives;

namespace OpenShiftImage.Analysis.References;

/// <summary>
/// A pull spec as <c>oc adm prune images</c> reads it: by the grammar of OpenShift's library-go
/// (<c>pkg/image/reference</c>), which is that of distribution's references before they had IPv6 addresses.
/// </summary>
/// <param name="Namespace">Namespace of the image stream that it names; null where it can name none.</param>
/// <param name="Stream">Name of that image stream; null where it can name none.</param>
/// <param name="Tag">Tag; <c>latest</c> where there is neither tag nor digest, null where there is a digest.</param>
/// <param name="Digest">Digest, as it is written; null where there is none.</param>
internal sealed record ImageReference(string? Namespace, string? Stream, string? Tag, string? Digest)
{
    /// <summary>The most characters of registry and repository together.</summary>
    private const int MaxName = 255;

    /// <summary>The most characters of a tag.</summary>
    private const int MaxTag = 128;

    /// <summary>The fewest hexadecimal digits of a digest that the grammar knows.</summary>
    private const int MinDigest = 32;

    private const string DefaultTag = "latest";

    private static readonly SearchValues<char> s_lowerOrDigit =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789");

    private static readonly SearchValues<char> s_tag = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-");

    /// <summary>
    /// Gets whether it names an image stream: with a registry, whichever that is, and two parts behind it.
    /// </summary>
    public bool NamesStream => Stream is not null;

    /// <summary>Takes a pull spec apart.</summary>
    /// <param name="text">The pull spec.</param>
    /// <param name="fault">What is wrong with it, in oc's words; null where nothing is.</param>
    /// <returns>Its parts; null where it is none.</returns>
    public static ImageReference? Parse(string text, out string? fault)
    {
        var (name, tag, digest) = Split(text);
        if (!IsName(name) || (tag is not null && !IsTag(tag)) || (digest is not null && !IsDigest(digest)))
        {
            var (lowerName, lowerTag, lowerDigest) = Split(ToLower(text));
            fault = IsName(lowerName) && (lowerTag is null || IsTag(lowerTag))
                && (lowerDigest is null || IsDigest(lowerDigest))
                ? "repository name must be lowercase"
                : "invalid reference format";
            return null;
        }

        fault = name.Length > MaxName ? $"repository name must not be more than {MaxName} characters"
            : digest is null ? null
            : FaultOfDigest(digest);
        return fault is null ? Create(name, tag, digest) : null;
    }

    /// <summary>Returns a text in lower case as Go has it, where a dotted capital I is an i.</summary>
    private static string ToLower(string text) => text.Replace('\u0130', 'i').ToLowerInvariant();

    private static ImageReference Create(string name, string? tag, string? digest)
    {
        tag = digest is null ? tag ?? DefaultTag : null;
        var slash = name.IndexOf('/', StringComparison.Ordinal);
        var host = slash < 0 ? "" : name[..slash];
        var path = name[(slash + 1)..].Split('/');
        var isHost = host == "localhost" || host.AsSpan().IndexOfAny('.', ':') >= 0;
        return isHost && path is [var space, var stream]
            ? new ImageReference(space, stream, tag, digest)
            : new ImageReference(null, null, tag, digest);
    }

    private static (string Name, string? Tag, string? Digest) Split(string text)
    {
        var at = text.IndexOf('@', StringComparison.Ordinal);
        var (rest, digest) = at < 0 ? (text, null) : (text[..at], text[(at + 1)..]);
        // A colon before the last part is a port's.
        var colon = rest.IndexOf(':', rest.LastIndexOf('/') + 1);
        return colon < 0 ? (rest, null, digest) : (rest[..colon], rest[(colon + 1)..], digest);
    }

    private static bool IsName(string name)
    {
        var parts = name.Split('/');
        return (IsComponent(parts[0]) || (parts.Length > 1 && IsHost(parts[0]))) && parts.Skip(1).All(IsComponent);
    }

    /// <summary>Letters and digits, parted by a dot, one or two underscores, or hyphens.</summary>
    private static bool IsComponent(string part)
    {
        var rest = part.AsSpan();
        while (true)
        {
            var length = rest.IndexOfAnyExcept(s_lowerOrDigit);
            if (length < 0)
            {
                return rest.Length > 0;
            }

            if (length == 0)
            {
                return false;
            }

            rest = rest[length..];
            var separator = rest.IndexOfAny(s_lowerOrDigit);
            if (separator < 0
                || !(rest[..separator] is "." or "_" or "__" || !rest[..separator].ContainsAnyExcept('-')))
            {
                return false;
            }

            rest = rest[separator..];
        }
    }

    private static bool IsHost(string part)
    {
        var colon = part.IndexOf(':', StringComparison.Ordinal);
        if (colon >= 0 && (colon == part.Length - 1 || part.AsSpan(colon + 1).ContainsAnyExceptInRange('0', '9')))
        {
            return false;
        }

        return (colon < 0 ? part : part[..colon]).Split('.').All(static label =>
            label.Length > 0 && label[0] != '-' && label[^1] != '-'
                && label.All(static c => char.IsAsciiLetterOrDigit(c) || c == '-'));
    }

    private static bool IsTag(string tag) =>
        tag.Length is > 0 and <= MaxTag && tag[0] is not ('.' or '-') && !tag.AsSpan().ContainsAnyExcept(s_tag);

    private static bool IsDigest(string digest)
    {
        var colon = digest.IndexOf(':', StringComparison.Ordinal);
        return colon > 0
            && digest[..colon].Split('-', '_', '+', '.').All(static part =>
                part.Length > 0 && char.IsAsciiLetter(part[0]) && part.All(char.IsAsciiLetterOrDigit))
            && digest.Length - colon - 1 >= MinDigest && digest.AsSpan(colon + 1).ToString().All(char.IsAsciiHexDigit);
    }

    private static string? FaultOfDigest(string digest)
    {
        var colon = digest.IndexOf(':', StringComparison.Ordinal);
        int? length = digest[..colon] switch { "sha256" => 64, "sha384" => 96, "sha512" => 128, _ => null };
        return length is null ? "unsupported digest algorithm"
            : digest.Length - colon - 1 != length ? "invalid checksum digest length"
            : null;
    }
}
