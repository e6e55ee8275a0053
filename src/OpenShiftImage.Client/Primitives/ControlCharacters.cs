using System.Globalization;
using System.Text;

namespace OpenShiftImage.Primitives;

/// <summary>Text from elsewhere, made safe for a terminal: control characters are shown, never obeyed.</summary>
internal static class ControlCharacters
{
    /// <summary>
    /// Returns the text with control characters other than line breaks and tabs, and characters that are not seen but
    /// change how others are (Unicode's categories Cf, Zl, Zp and half surrogates), written as <c>\xNN</c>,
    /// <c>\uNNNN</c> or <c>\UNNNNNNNN</c>.
    /// </summary>
    public static string Escape(string? text)
    {
        if (string.IsNullOrEmpty(text) || !text.AsSpan().ContainsAnyExceptInRange(' ', '~'))
        {
            return text ?? "";
        }

        var safe = new StringBuilder(text.Length + 8);
        for (var i = 0; i < text.Length; i++)
        {
            if (!Rune.TryGetRuneAt(text, i, out var rune))
            {
                safe.Append(CultureInfo.InvariantCulture, $"\\u{(int)text[i]:x4}");
                continue;
            }

            i += rune.Utf16SequenceLength - 1;
            if (!IsUnsafe(rune))
            {
                safe.Append(rune.ToString());
            }
            else
            {
                safe.Append(rune.Value < 0x100 ? "\\x" : rune.IsBmp ? "\\u" : "\\U")
                    .Append(rune.Value.ToString(
                        rune.Value < 0x100 ? "x2" : rune.IsBmp ? "x4" : "x8", CultureInfo.InvariantCulture));
            }
        }

        return safe.ToString();
    }

    private static bool IsUnsafe(Rune rune) => rune.Value is not ('\n' or '\t') && Rune.GetUnicodeCategory(rune) is
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator
            or UnicodeCategory.ParagraphSeparator;
}
