using System.Text;

namespace OpenShiftImage.Selection;

/// <summary>
/// A field selector over Images, read and applied as an API server does (apimachinery's <c>fields.ParseSelector</c>):
/// they have the fields <c>metadata.name</c> and <c>metadata.namespace</c>, the second of which is empty.
/// </summary>
internal sealed class FieldSelector
{
    private readonly List<(bool IsName, bool IsNegated, string Value)> _requirements = [];

    private FieldSelector()
    {
    }

    /// <summary>Gets whether everything is selected.</summary>
    public bool IsEmpty => _requirements.Count == 0;

    /// <summary>Returns the selector that a text is; null and empty text select everything.</summary>
    /// <exception cref="InvalidSelectorException">The text is no selector, or has another field.</exception>
    public static FieldSelector Parse(string? text)
    {
        var selector = new FieldSelector();
        foreach (var term in Split(text ?? "").Where(term => term.Length > 0))
        {
            selector._requirements.Add(ParseTerm(term, text!));
        }

        return selector;
    }

    /// <summary>Returns whether the Image of a name is selected.</summary>
    public bool Matches(string name) => _requirements.TrueForAll(requirement =>
        ((requirement.IsName ? name : "") == requirement.Value) != requirement.IsNegated);

    /// <summary>Parts a text at the commas that no backslash stands before.</summary>
    private static IEnumerable<string> Split(string text)
    {
        var start = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\\')
            {
                i++;
            }
            else if (text[i] == ',')
            {
                yield return text[start..i];
                start = i + 1;
            }
        }

        yield return text[start..];
    }

    private static (bool IsName, bool IsNegated, string Value) ParseTerm(string term, string text)
    {
        var at = term.IndexOf('=', StringComparison.Ordinal);
        if (at < 0)
        {
            throw new InvalidSelectorException($"invalid selector: '{text}'; can't understand '{term}'");
        }

        var isNegated = at > 0 && term[at - 1] == '!';
        var field = term[..(isNegated ? at - 1 : at)];
        var value = Unescape(term[(at + 1)..].StartsWith('=') && !isNegated ? term[(at + 2)..] : term[(at + 1)..]);
        return field is "metadata.name" or "metadata.namespace"
            ? (field == "metadata.name", isNegated, value)
            : throw new InvalidSelectorException(
                $"\"{field}\" is not a known field selector: only \"metadata.name\", \"metadata.namespace\"");
    }

    private static string Unescape(string value)
    {
        var plain = new StringBuilder(value.Length);
        for (var i = 0; i < value.Length; i++)
        {
            if (value[i] is ',' or '=')
            {
                throw new InvalidSelectorException(
                    $"invalid field selector: unescaped character in value: {(int)value[i]}");
            }

            if (value[i] != '\\')
            {
                plain.Append(value[i]);
                continue;
            }

            if (i + 1 == value.Length || value[i + 1] is not ('\\' or ',' or '='))
            {
                throw new InvalidSelectorException(
                    $"invalid field selector: invalid escape sequence: {value[i..Math.Min(value.Length, i + 2)]}");
            }

            plain.Append(value[++i]);
        }

        return plain.ToString();
    }
}
