using System.Buffers;

namespace OpenShiftImage.Archives;

/// <summary>
/// Tells by the text of a YAML document whether it may be an object of one of some names: parsing takes most of the
/// time.
/// </summary>
/// <param name="names">The names.</param>
internal sealed class NameFilter(IReadOnlyCollection<string> names)
{
    private static readonly SearchValues<char> s_neverEscaped = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789:._-@");

    /// <summary>Characters that a value has which is not written as it stands.</summary>
    private static readonly SearchValues<char> s_written = SearchValues.Create("\\&*!|>{}[]\"'");

    private readonly HashSet<string> _names = [.. names];

    // No writer escapes letters, digits and what names have.
    private readonly bool _mayBeEscaped =
        names.Any(name => name.AsSpan().IndexOfAnyExcept(s_neverEscaped) >= 0);

    /// <summary>Returns whether a name is one of these.</summary>
    public bool Includes(string name) => _names.Contains(name);

    /// <summary>Returns whether a text may be an object of one of the names.</summary>
    public bool MayBeIn(string text)
    {
        if (_mayBeEscaped)
        {
            return true;
        }

        if (_names.Count == 1)
        {
            return text.Contains(_names.First(), StringComparison.Ordinal);
        }

        for (var rest = text.AsSpan(); rest.IndexOf("name") is >= 0 and var at;)
        {
            rest = rest[(at + "name".Length)..];
            var value = rest.TrimStart("\"' ");
            if (value.StartsWith(":") && MayBeValue(value[1..]))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a value that begins here may be one of the names.</summary>
    private bool MayBeValue(ReadOnlySpan<char> text)
    {
        var end = text.IndexOfAny('\n', ',', '}');
        var value = (end < 0 ? text : text[..end]).Trim();
        var comment = value.IndexOf(" #");
        value = (comment < 0 ? value : value[..comment]).TrimEnd();
        value = value.Length > 1 && value[0] is '"' or '\'' && value[^1] == value[0] ? value[1..^1] : value;
        return value.IsEmpty || value.ContainsAny(s_written) || _names.Contains(value.ToString());
    }
}
