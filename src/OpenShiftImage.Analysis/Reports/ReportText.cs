using System.Globalization;
using System.Text;
using System.Xml;
using OpenShiftImage.Primitives;

namespace OpenShiftImage.Analysis.Reports;

/// <summary>Text of a cluster, made fit for a page: what is not seen is shown, and what has no end is cut.</summary>
internal static class ReportText
{
    /// <summary>Characters of a cell at most: a page has thousands of cells.</summary>
    public const int MostCharacters = 300;

    private const char Ellipsis = '…';
    private const int ShortDigest = 12;
    private const string Sha256 = "sha256:";

    /// <summary>
    /// Returns the text with control characters, those that change how others are seen, and those that XML does not
    /// take written as <c>\xNN</c> or <c>\uNNNN</c>; line breaks and tabs stay.
    /// </summary>
    public static string Visible(string? text)
    {
        var safe = ControlCharacters.Escape(text);
        if (!safe.AsSpan().ContainsAnyInRange('\ufffe', '\uffff'))
        {
            return safe;
        }

        var all = new StringBuilder(safe.Length + 8);
        foreach (var c in safe)
        {
            _ = XmlConvert.IsXmlChar(c) || char.IsSurrogate(c)
                ? all.Append(c)
                : all.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
        }

        return all.ToString();
    }

    /// <summary>Returns the text on one line, cut where it is longer than a cell can be.</summary>
    public static string Line(string? text)
    {
        var line = Visible(Cut(text ?? "", MostCharacters))
            .Replace("\n", "\\n", StringComparison.Ordinal)
            .Replace("\t", "\\t", StringComparison.Ordinal);
        return Cut(line, MostCharacters);
    }

    /// <summary>Returns the end of a text that is too long: of a repository that says most.</summary>
    public static string KeepEnd(string text, int most)
    {
        if (text.Length <= most)
        {
            return text;
        }

        var start = text.Length - most + 1;
        return Ellipsis + text[(char.IsLowSurrogate(text[start]) ? start + 1 : start)..];
    }

    /// <summary>Returns the beginning of a text that is too long.</summary>
    public static string KeepStart(string text, int most) => Cut(text, most);

    /// <summary>Returns the digits of a digest by which people know it; anything else whole.</summary>
    public static string Digest(string name) =>
        name.Length > Sha256.Length + ShortDigest && name.StartsWith(Sha256, StringComparison.Ordinal)
            ? name.Substring(Sha256.Length, ShortDigest)
            : name;

    private static string Cut(string text, int most) => text.Length <= most ? text
        : text[..(char.IsHighSurrogate(text[most - 2]) ? most - 2 : most - 1)] + Ellipsis;
}
