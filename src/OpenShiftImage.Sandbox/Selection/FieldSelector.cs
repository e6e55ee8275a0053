using System.Text;
using OpenShiftImage.Sandbox.Primitives;
using OpenShiftImage.Sandbox.Status;
using OpenShiftImage.Sandbox.Storage;

namespace OpenShiftImage.Sandbox.Selection;

/// <summary>A field selector: requirements that must all hold.</summary>
internal sealed class FieldSelector
{
    private readonly List<Func<StoredObject, bool>> _requirements = [];

    public bool IsEmpty => _requirements.Count == 0;

    /// <summary>Gets the one name that can match; null when there may be several.</summary>
    public string? SingleName { get; private set; }

    public bool Matches(StoredObject item) => _requirements.TrueForAll(requirement => requirement(item));

    /// <summary>Returns a selector of one name.</summary>
    public static FieldSelector ForName(string name)
    {
        var selector = new FieldSelector { SingleName = name };
        selector._requirements.Add(item => item.Name == name);
        return selector;
    }

    /// <summary>Returns the selector that a text names; none selects everything.</summary>
    /// <param name="text">The text.</param>
    /// <param name="resource">The resource that is selected from.</param>
    /// <exception cref="StatusError">The text is no selector, or names a field that the resource has not.</exception>
    public static FieldSelector Parse(string? text, ApiResource resource)
    {
        var selector = new FieldSelector();
        var terms = SplitTerms(text ?? "").Where(term => term.Length > 0).Order(StringComparer.Ordinal);
        foreach (var (field, isNegated, value) in terms.Select(term => ParseTerm(term, text!)).ToList())
        {
            var read = SelectableFields.Find(resource, field);
            selector._requirements.Add(item => (read(item) == value) != isNegated);
            if (field == "metadata.name" && !isNegated)
            {
                selector.SingleName ??= value;
            }
        }

        return selector;
    }

    /// <summary>Splits at commas that no backslash escapes.</summary>
    private static List<string> SplitTerms(string text)
    {
        var terms = new List<string>();
        var start = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\\')
            {
                i++;
            }
            else if (text[i] == ',')
            {
                terms.Add(text[start..i]);
                start = i + 1;
            }
        }

        terms.Add(text[start..]);
        return terms;
    }

    private static (string Field, bool IsNegated, string Value) ParseTerm(string term, string text)
    {
        for (var i = 0; i < term.Length; i++)
        {
            var isTwoLong = i + 1 < term.Length && term[i + 1] == '=';
            if (term[i] == '=' || (term[i] == '!' && isTwoLong))
            {
                return (term[..i], term[i] == '!', Unescape(term[(i + (isTwoLong ? 2 : 1))..]));
            }
        }

        throw StatusError.BadRequest($"invalid selector: '{text}'; can't understand '{term}'");
    }

    private static string Unescape(string value)
    {
        var plain = new StringBuilder();
        for (var i = 0; i < value.Length; i++)
        {
            switch (value[i])
            {
                case '\\' when i + 1 < value.Length && value[i + 1] is '\\' or ',' or '=':
                    plain.Append(value[++i]);
                    break;
                case '\\':
                    var sequence = value[i..Math.Min(value.Length, i + 2)];
                    throw StatusError.BadRequest($"invalid field selector: invalid escape sequence: {sequence}");
                case ',' or '=':
                    throw StatusError.BadRequest(
                        $"invalid field selector: unescaped character in value: {(int)value[i]}");
                default:
                    plain.Append(value[i]);
                    break;
            }
        }

        return plain.ToString();
    }
}
