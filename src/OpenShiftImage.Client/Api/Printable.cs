using System.Globalization;
using System.Text;

namespace OpenShiftImage;

/// <summary>Text from elsewhere, made safe for a terminal: control characters are shown, never obeyed.</summary>
public static class Printable
{
    /// <summary>Gives the text with control characters other than line breaks and tabs written as <c>\xNN</c>.</summary>
    public static string Escape(string? text)
    {
        if (string.IsNullOrEmpty(text) || !text.Any(Unsafe))
        {
            return text ?? "";
        }

        var safe = new StringBuilder(text.Length + 8);
        foreach (var c in text)
        {
            if (Unsafe(c))
            {
                safe.Append(c < 256 ? "\\x" : "\\u").Append(((int)c).ToString(c < 256 ? "x2" : "x4", CultureInfo.InvariantCulture));
            }
            else
            {
                safe.Append(c);
            }
        }

        return safe.ToString();
    }

    private static bool Unsafe(char c) =>
        (char.IsControl(c) && c is not ('\n' or '\t')) || c is (>= '\u202a' and <= '\u202e') or (>= '\u2066' and <= '\u2069');
}
