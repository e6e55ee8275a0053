using System.Globalization;
using System.Numerics;
using System.Text.RegularExpressions;

namespace OpenShiftImage.Kubernetes;

/// <summary>
/// What a plain scalar of YAML means, as Kubernetes' tools read it: YAML 1.1's null and booleans, integers of four bases, floats;
/// anything else, times too, is text.
/// </summary>
internal static partial class YamlScalar
{
    private static readonly HashSet<string> s_true = new(StringComparer.Ordinal) { "y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON" };
    private static readonly HashSet<string> s_false = new(StringComparer.Ordinal) { "n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF" };

    /// <summary>Gives the JSON of a scalar that is no text; null for text.</summary>
    public static string? ToJson(string plain)
    {
        if (plain is "" or "~" or "null" or "Null" or "NULL")
        {
            return "null";
        }

        if (s_true.Contains(plain) || s_false.Contains(plain))
        {
            return s_true.Contains(plain) ? "true" : "false";
        }

        return JsonNumber().IsMatch(plain) ? plain : Integer(plain) ?? Float(plain);
    }

    /// <summary>Whether text, written plain, would be taken for something else by some reader of YAML 1.1 or 1.2.</summary>
    public static bool NeedsQuotes(string text) =>
        ToJson(text) is not null || text is "=" or "<<" || IsInfinite(text) || LooksLikeNumberOrTime().IsMatch(text);

    /// <summary>Whether a plain scalar is an infinity or no number, which JSON has not.</summary>
    public static bool IsInfinite(string plain) => Infinite().IsMatch(plain);

    private static string? Integer(string plain)
    {
        if (plain[0] == '_')
        {
            return null;
        }

        var digits = plain.Replace("_", "", StringComparison.Ordinal);
        var isNegative = digits.StartsWith('-');
        digits = digits.TrimStart('-', '+');
        if (plain.Length - digits.Length - plain.Count(c => c == '_') > 1 || digits.Length == 0 || !char.IsAsciiDigit(digits[0]))
        {
            return null;
        }

        BigInteger? value = digits switch
        {
            ['0', 'x' or 'X', .. var hex] => hex.Length > 0 && hex.All(char.IsAsciiHexDigit) ? BigInteger.Parse("0" + hex, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture) : null,
            ['0', 'b' or 'B', .. var bits] => OfBase(bits, 2),
            ['0', 'o' or 'O', .. var octal] => OfBase(octal, 8),
            ['0', .. { Length: > 0 } octal] when octal.All(char.IsAsciiDigit) => OfBase(octal, 8),
            _ => OfBase(digits, 10),
        };
        return value is { } number ? (isNegative ? -number : number).ToString(CultureInfo.InvariantCulture) : null;
    }

    private static BigInteger? OfBase(string digits, int numberBase)
    {
        if (digits.Length == 0 || digits.Any(c => c < '0' || c >= '0' + numberBase))
        {
            return null;
        }

        return digits.Aggregate(BigInteger.Zero, (value, c) => (value * numberBase) + (c - '0'));
    }

    private static string? Float(string plain)
    {
        if (!YamlFloat().IsMatch(plain))
        {
            return null;
        }

        // Digit for digit, since no number type holds all that JSON does.
        var sign = plain[0] == '-' ? "-" : "";
        var unsigned = plain.TrimStart('-', '+');
        var exponent = unsigned.IndexOfAny(['e', 'E']) is >= 0 and var at ? unsigned[at..] : "";
        var parts = unsigned[..^exponent.Length].Split('.');
        var whole = parts[0].TrimStart('0');
        return sign + (whole.Length == 0 ? "0" : whole) + (parts is [_, { Length: > 0 } fraction] ? "." + fraction : "") + exponent;
    }

    [GeneratedRegex(@"^-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?$")]
    private static partial Regex JsonNumber();

    [GeneratedRegex(@"^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$")]
    private static partial Regex YamlFloat();

    [GeneratedRegex(@"^[-+]?\.(inf|Inf|INF)$|^\.(nan|NaN|NAN)$")]
    private static partial Regex Infinite();

    /// <summary>Dates, numbers to the base of sixty, and numbers with underscores.</summary>
    [GeneratedRegex(@"^[-+]?[0-9][0-9_]*(:[0-5]?[0-9])+(\.[0-9_]*)?$|^[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}|^[-+.]?[0-9][0-9_,.eE+-]*$")]
    private static partial Regex LooksLikeNumberOrTime();
}
