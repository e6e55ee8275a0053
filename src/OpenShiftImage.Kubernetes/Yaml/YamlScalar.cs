using System.Globalization;
using System.Text.RegularExpressions;

namespace OpenShiftImage.Kubernetes.Yaml;

/// <summary>
/// What a plain scalar of YAML means, as Kubernetes' tools read it: YAML 1.1's null and booleans, integers of four
/// bases, floats; anything else, times too, is text.
/// </summary>
internal static partial class YamlScalar
{
    private static readonly HashSet<string> s_true = new(StringComparer.Ordinal)
    {
        "y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON",
    };

    private static readonly HashSet<string> s_false = new(StringComparer.Ordinal)
    {
        "n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF",
    };

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

        return !BeginsAsNumber(plain) ? null
            : JsonNumber().IsMatch(plain) ? plain : Integer(plain) ?? Float(plain);
    }

    /// <summary>
    /// Whether text, written plain, would be taken for something else by some reader of YAML 1.1 or 1.2.
    /// </summary>
    public static bool NeedsQuotes(string text) =>
        ToJson(text) is not null || text is "=" or "<<" || IsInfinite(text) || LooksLikeNumberOrTime().IsMatch(text);

    /// <summary>Whether a plain scalar is an infinity or no number, which JSON has not.</summary>
    public static bool IsInfinite(string plain) => BeginsAsNumber(plain) && Infinite().IsMatch(plain);

    /// <summary>Whether a scalar may be a number: most are text, which is told by their first character.</summary>
    private static bool BeginsAsNumber(string plain) => plain is [(>= '0' and <= '9') or '+' or '-' or '.', ..];

    private static string? Integer(string plain)
    {
        var digits = plain.Replace("_", "", StringComparison.Ordinal);
        var isNegative = digits.StartsWith('-');
        digits = digits.TrimStart('-', '+');
        if (plain.Length - digits.Length - plain.Count(c => c == '_') > 1
            || digits.Length == 0 || !char.IsAsciiDigit(digits[0]))
        {
            return null;
        }

        var number = digits switch
        {
            ['0', 'x' or 'X', .. var hex] => OfBase(hex, 16),
            ['0', 'b' or 'B', .. var bits] => OfBase(bits, 2),
            ['0', 'o' or 'O', .. var octal] => OfBase(octal, 8),
            ['0', .. { Length: > 0 } octal] when !octal.AsSpan().ContainsAnyExceptInRange('0', '9') => OfBase(octal, 8),
            // Digit for digit, however many: JSON has no largest number.
            _ => digits.AsSpan().ContainsAnyExceptInRange('0', '9') ? null : digits,
        };
        return number is null ? null : isNegative && number != "0" ? "-" + number : number;
    }

    /// <summary>
    /// Reads a number of another base; beyond 64 bits it is text, as for kubectl (Go's <c>strconv.ParseUint</c>).
    /// </summary>
    private static string? OfBase(string digits, uint numberBase)
    {
        if (digits.Length == 0)
        {
            return null;
        }

        ulong value = 0;
        foreach (var c in digits)
        {
            var digit = char.IsAsciiHexDigit(c) ? Convert.ToUInt32(c.ToString(), 16) : uint.MaxValue;
            if (digit >= numberBase || value > (ulong.MaxValue - digit) / numberBase)
            {
                return null;
            }

            value = (value * numberBase) + digit;
        }

        return value.ToString(CultureInfo.InvariantCulture);
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
        var fraction = parts is [_, { Length: > 0 } decimals] ? "." + decimals : "";
        return sign + (whole.Length == 0 ? "0" : whole) + fraction + exponent;
    }

    [GeneratedRegex(@"^-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?$")]
    private static partial Regex JsonNumber();

    [GeneratedRegex(@"^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$")]
    private static partial Regex YamlFloat();

    [GeneratedRegex(@"^[-+]?\.(inf|Inf|INF)$|^\.(nan|NaN|NAN)$")]
    private static partial Regex Infinite();

    /// <summary>Dates, numbers to the base of sixty, and numbers with underscores.</summary>
    [GeneratedRegex(
        @"^[-+]?[0-9][0-9_]*(:[0-5]?[0-9])+(\.[0-9_]*)?$|^[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}|^[-+.]?[0-9][0-9_,.eE+-]*$")]
    private static partial Regex LooksLikeNumberOrTime();
}
