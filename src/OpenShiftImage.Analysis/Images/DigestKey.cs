using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace OpenShiftImage.Analysis.Images;

/// <summary>
/// The name of an Image or layer in 32 bytes, where the text takes 164: its SHA-256 where it is one, as it stands, else
/// that of the text. Two names have the same key only where they are the same, or where one is no digest and the other
/// is its SHA-256.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly struct DigestKey : IEquatable<DigestKey>
{
    private const string Algorithm = "sha256:";
    private const int Length = 32;
    private const int TextLength = 7 + (2 * Length);

    private static ReadOnlySpan<byte> Utf8Algorithm => "sha256:"u8;

    private readonly ulong _a;
    private readonly ulong _b;
    private readonly ulong _c;
    private readonly ulong _d;

    private DigestKey(ReadOnlySpan<byte> bytes)
    {
        var parts = MemoryMarshal.Cast<byte, ulong>(bytes);
        (_a, _b, _c, _d) = (parts[0], parts[1], parts[2], parts[3]);
    }

    /// <summary>Returns the key of a name.</summary>
    public static DigestKey Of(string name)
    {
        Span<byte> utf8 = stackalloc byte[TextLength];
        return name.Length == TextLength && Encoding.UTF8.TryGetBytes(name, utf8, out var written)
            && written == TextLength
            ? Of(utf8)
            : Of(Encoding.UTF8.GetBytes(name));
    }

    /// <summary>Returns the key of a name in UTF-8.</summary>
    public static DigestKey Of(ReadOnlySpan<byte> utf8)
    {
        Span<byte> bytes = stackalloc byte[Length];
        if (!TryDecode(utf8, bytes))
        {
            SHA256.HashData(utf8, bytes);
        }

        return new DigestKey(bytes);
    }

    /// <summary>Returns the key of a chain: of what is below and what lies on it.</summary>
    public static DigestKey Chain(DigestKey below, DigestKey next)
    {
        Span<ulong> parts = [below._a, below._b, below._c, below._d, next._a, next._b, next._c, next._d];
        Span<byte> bytes = stackalloc byte[Length];
        SHA256.HashData(MemoryMarshal.AsBytes(parts), bytes);
        return new DigestKey(bytes);
    }

    /// <summary>Returns whether a name is a SHA-256, which its key gives back.</summary>
    public static bool IsSha256(string name)
    {
        Span<byte> utf8 = stackalloc byte[TextLength];
        Span<byte> bytes = stackalloc byte[Length];
        return name.Length == TextLength && Encoding.UTF8.TryGetBytes(name, utf8, out var written)
            && written == TextLength && TryDecode(utf8, bytes);
    }

    /// <inheritdoc/>
    public bool Equals(DigestKey other) => _a == other._a && _b == other._b && _c == other._c && _d == other._d;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is DigestKey other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(_a, _b, _c, _d);

    /// <summary>Returns the digest; of a name that is none, what stands for it.</summary>
    public override string ToString()
    {
        Span<ulong> parts = [_a, _b, _c, _d];
        return Algorithm + Convert.ToHexString(MemoryMarshal.AsBytes(parts)).ToLowerInvariant();
    }

    private static bool TryDecode(ReadOnlySpan<byte> utf8, Span<byte> bytes)
    {
        if (utf8.Length != TextLength || !utf8.StartsWith(Utf8Algorithm))
        {
            return false;
        }

        for (var i = 0; i < Length; i++)
        {
            var at = Utf8Algorithm.Length + (2 * i);
            var (high, low) = (ValueOf(utf8[at]), ValueOf(utf8[at + 1]));
            if ((high | low) < 0)
            {
                return false;
            }

            bytes[i] = (byte)((high << 4) | low);
        }

        return true;
    }

    /// <summary>Upper-case digits are another name: the API compares names as they are written.</summary>
    private static int ValueOf(byte digit) => digit switch
    {
        >= (byte)'0' and <= (byte)'9' => digit - '0',
        >= (byte)'a' and <= (byte)'f' => digit - 'a' + 10,
        _ => -1,
    };
}
