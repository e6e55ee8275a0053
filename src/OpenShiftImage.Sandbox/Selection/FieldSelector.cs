using OpenShiftImage.Sandbox.Status;
using OpenShiftImage.Sandbox.Storage;

namespace OpenShiftImage.Sandbox.Selection;

/// <summary>A field selector; the resource has <c>metadata.name</c> and <c>metadata.namespace</c>.</summary>
internal sealed class FieldSelector
{
    private readonly List<Func<string, bool>> _requirements = [];

    public bool IsEmpty => _requirements.Count == 0;

    /// <summary>The one name that can match; null when there may be several.</summary>
    public string? SingleName { get; private set; }

    public bool Matches(string name) => _requirements.TrueForAll(holds => holds(name));

    /// <summary>Selects one name.</summary>
    public static FieldSelector ForName(string name)
    {
        var selector = new FieldSelector { SingleName = name };
        selector._requirements.Add(other => other == name);
        return selector;
    }

    /// <exception cref="StatusError">The text is no selector, or names another field.</exception>
    public static FieldSelector Parse(string? text)
    {
        var selector = new FieldSelector();
        var terms = SplitTerms(text ?? "").Where(term => term.Length > 0).Order(StringComparer.Ordinal).Select(term => Read(term, text!)).ToList();
        foreach (var (field, not, value) in terms)
        {
            switch (field)
            {
                case "metadata.name":
                    selector._requirements.Add(name => (name == value) != not);
                    selector.SingleName ??= not ? null : value;
                    break;
                case "metadata.namespace":
                    selector._requirements.Add(_ => (value.Length == 0) != not);
                    break;
                default:
                    throw StatusError.BadRequest($"\"{field}\" is not a known field selector: only \"metadata.name\", \"metadata.namespace\"");
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

    private static (string Field, bool Not, string Value) Read(string term, string text)
    {
        for (var i = 0; i < term.Length; i++)
        {
            if (term[i] == '=' || (term[i] == '!' && i + 1 < term.Length && term[i + 1] == '='))
            {
                var length = term[i] == '!' || (i + 1 < term.Length && term[i + 1] == '=') ? 2 : 1;
                return (term[..i], term[i] == '!', Unescape(term[(i + length)..]));
            }
        }

        throw StatusError.BadRequest($"invalid selector: '{text}'; can't understand '{term}'");
    }

    private static string Unescape(string value)
    {
        var plain = new System.Text.StringBuilder();
        for (var i = 0; i < value.Length; i++)
        {
            switch (value[i])
            {
                case '\\' when i + 1 < value.Length && value[i + 1] is '\\' or ',' or '=':
                    plain.Append(value[++i]);
                    break;
                case '\\':
                    throw StatusError.BadRequest($"invalid field selector: invalid escape sequence: {value[i..Math.Min(value.Length, i + 2)]}");
                case ',' or '=':
                    throw StatusError.BadRequest($"invalid field selector: unescaped character in value: {(int)value[i]}");
                default:
                    plain.Append(value[i]);
                    break;
            }
        }

        return plain.ToString();
    }
}

/// <summary>Both selectors of a request.</summary>
internal sealed record ImageSelection(LabelSelector Labels, FieldSelector Fields)
{
    public bool IsEmpty => Labels.IsEmpty && Fields.IsEmpty;

    public bool Matches(StoredImage image) => Fields.Matches(image.Name) && Labels.Matches(image.Labels);
}
