using System.Buffers;
using System.Globalization;

namespace OpenShiftImage.Archives;

/// <summary>Names that have been seen. A digest takes 32 bytes of it, as hundreds of thousands may come.</summary>
internal sealed class NameSet
{
    private const string Algorithm = "sha256:";
    private const int DigestLength = 64;
    private const int HalfLength = DigestLength / 2;

    private static readonly SearchValues<char> s_hexadecimal = SearchValues.Create("0123456789abcdef");

    private readonly HashSet<(UInt128 First, UInt128 Second)> _digests = [];
    private readonly HashSet<string> _others = new(StringComparer.Ordinal);

    /// <summary>Adds a name; false when it is there already.</summary>
    public bool Add(string name) =>
        name.Length == Algorithm.Length + DigestLength && name.StartsWith(Algorithm, StringComparison.Ordinal)
            && name.AsSpan(Algorithm.Length).IndexOfAnyExcept(s_hexadecimal) < 0
            ? _digests.Add((Half(name, Algorithm.Length), Half(name, Algorithm.Length + HalfLength)))
            : _others.Add(name);

    private static UInt128 Half(string name, int start) => UInt128.Parse(
        name.AsSpan(start, HalfLength), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
}
