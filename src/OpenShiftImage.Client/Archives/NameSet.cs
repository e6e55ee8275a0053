using System.Buffers;
using System.Globalization;

namespace OpenShiftImage.Archives;

/// <summary>Names that have been seen. A digest takes 16 bytes of it, as hundreds of thousands may come.</summary>
internal sealed class NameSet
{
    private const string Algorithm = "sha256:";
    private const int DigestLength = 64;
    private const int KeptDigits = 32;

    private static readonly SearchValues<char> s_hexadecimal = SearchValues.Create("0123456789abcdef");

    private readonly HashSet<UInt128> _digests = [];
    private readonly HashSet<string> _others = new(StringComparer.Ordinal);

    /// <summary>Adds a name; false when it is there already.</summary>
    public bool Add(string name) =>
        name.Length == Algorithm.Length + DigestLength && name.StartsWith(Algorithm, StringComparison.Ordinal)
            && name.AsSpan(Algorithm.Length).IndexOfAnyExcept(s_hexadecimal) < 0
            ? _digests.Add(UInt128.Parse(
                name.AsSpan(Algorithm.Length, KeptDigits),
                NumberStyles.AllowHexSpecifier,
                CultureInfo.InvariantCulture))
            : _others.Add(name);
}
