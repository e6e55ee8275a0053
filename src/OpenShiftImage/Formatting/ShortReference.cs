namespace OpenShiftImage.Formatting;

/// <summary>
/// Makes a reference fit a column so that what tells images from one another is left: the end, with the
/// application's name.
/// </summary>
internal static class ShortReference
{
    private const char Ellipsis = '…';
    private const string DigestMark = "@sha256:";
    private const int Shortest = 12;
    private const int DigestDigits = 12;

    /// <summary>Hosts and repositories that are long and the same for very many images of a cluster.</summary>
    private static readonly string[] s_known =
    [
        "image-registry.openshift-image-registry.svc:5000/",
        "image-registry.openshift-image-registry.svc.cluster.local:5000/",
        "default-route-openshift-image-registry.",
        "quay.io/openshift-release-dev/",
    ];

    /// <summary>Returns the reference, shortened in the middle to so many characters where it has more.</summary>
    public static string Fit(string reference, int width)
    {
        width = Math.Max(width, Shortest);
        return reference.Length <= width ? reference
            : Candidates(ShortenDigest(reference)).FirstOrDefault(candidate => candidate.Length <= width)
                ?? CutLastName(ShortenDigest(reference), width);
    }

    /// <summary>Goes from what says the most to what says the least.</summary>
    private static IEnumerable<string> Candidates(string reference)
    {
        yield return reference;
        var names = reference.Split('/');
        if (s_known.FirstOrDefault(known => reference.StartsWith(known, StringComparison.Ordinal)) is { } known)
        {
            // Of a route only the beginning is known.
            names = names[(known.EndsWith('/') ? known.Count(c => c == '/') : 1)..];
            yield return From(names, 0);
        }
        else if (names.Length > 3)
        {
            yield return $"{names[0]}/{From(names, names.Length - 2)}";
        }

        for (var first = 1; first < names.Length; first++)
        {
            yield return From(names, first);
        }
    }

    private static string From(string[] names, int first) => $"{Ellipsis}/{string.Join('/', names[first..])}";

    private static string ShortenDigest(string reference)
    {
        var at = reference.IndexOf(DigestMark, StringComparison.Ordinal);
        return at >= 0 && reference.Length > at + DigestMark.Length + DigestDigits
            ? string.Concat(reference.AsSpan(0, at + 1), reference.AsSpan(at + DigestMark.Length, DigestDigits))
            : reference;
    }

    /// <summary>Of a name that alone is too long the beginning is left, and the end, where its tag is.</summary>
    private static string CutLastName(string reference, int width)
    {
        var name = reference[(reference.LastIndexOf('/') + 1)..];
        if (name.Length <= width)
        {
            return name;
        }

        var end = (width - 1) / 2;
        return string.Concat(name.AsSpan(0, width - 1 - end), [Ellipsis], name.AsSpan(name.Length - end));
    }
}
