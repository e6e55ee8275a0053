using OpenShiftImage.Primitives;

namespace OpenShiftImage.Kubernetes.Workloads;

/// <summary>
/// Keeps quantities such as <c>1e999999999</c> away from arithmetic that would work them out for hours. A server gives
/// none that is above 2^63 (<c>resource.Quantity</c>); a file may have anything.
/// </summary>
internal static class QuantityBounds
{
    private const int MaxExponentDigits = 2;

    /// <summary>Looks for texts that are numbers with a large exponent.</summary>
    /// <exception cref="InvalidJsonException">There is one.</exception>
    public static void Check(ReadOnlySpan<byte> json)
    {
        var rest = json;
        while (rest.IndexOfAny((byte)'e', (byte)'E') is >= 0 and var at)
        {
            if (at > 0 && IsOfNumber(rest[at - 1]) && ExponentDigits(rest[(at + 1)..]) > MaxExponentDigits
                && StartsText(rest[..at]))
            {
                throw new InvalidJsonException("a quantity has an exponent that no server gives.");
            }

            rest = rest[(at + 1)..];
        }
    }

    private static int ExponentDigits(ReadOnlySpan<byte> text)
    {
        text = text.Length > 0 && text[0] is (byte)'+' or (byte)'-' ? text[1..] : text;
        var digits = text.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        return digits > 0 && text[digits] is (byte)'"' ? digits : 0;
    }

    /// <summary>Whether what stands before is a quote and the digits of a number.</summary>
    private static bool StartsText(ReadOnlySpan<byte> before)
    {
        var at = before.Length - 1;
        while (at >= 0 && IsOfNumber(before[at]))
        {
            at--;
        }

        return at >= 0 && before[at] == '"';
    }

    private static bool IsOfNumber(byte character) =>
        character is >= (byte)'0' and <= (byte)'9' or (byte)'.' or (byte)'+' or (byte)'-';
}
