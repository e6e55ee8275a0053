namespace OpenShiftImage.Analysis.Rules;

/// <summary>
/// A text in which <c>*</c> is any text and <c>?</c> any character; upper and lower case are the same.
/// </summary>
internal static class Wildcard
{
    /// <summary>Returns whether a text matches a pattern as a whole.</summary>
    public static bool IsMatch(string pattern, string text)
    {
        var (at, place) = (0, 0);
        var (star, from) = (-1, 0);
        while (at < text.Length)
        {
            if (place < pattern.Length && pattern[place] == '*')
            {
                (star, from) = (place++, at);
            }
            else if (place < pattern.Length && (pattern[place] == '?'
                || char.ToUpperInvariant(pattern[place]) == char.ToUpperInvariant(text[at])))
            {
                at++;
                place++;
            }
            else if (star >= 0)
            {
                (place, at) = (star + 1, ++from);
            }
            else
            {
                return false;
            }
        }

        return pattern.AsSpan(place).TrimStart('*').IsEmpty;
    }

    /// <summary>Returns whether a text matches one of several patterns.</summary>
    public static bool IsMatch(IEnumerable<string> patterns, string text) =>
        patterns.Any(pattern => IsMatch(pattern, text));
}
