using System.Globalization;

namespace OpenShiftImage.Completion;

/// <summary>
/// Makes few suggestions of many: an editor inserts what all suggestions have in common, so that the first hundred of
/// ten thousand would hide the rest. Instead each of them stands for all that go on as it does.
/// </summary>
internal static class SuggestionGroups
{
    /// <summary>Returns the suggestions, or, when they are too many, their longest beginnings that are not.</summary>
    public static IReadOnlyList<Suggestion> Shorten(IReadOnlyList<Suggestion> all, int most)
    {
        if (all.Count <= most)
        {
            return all;
        }

        // Lists are sorted already, and to find that out takes a tenth of the time.
        var isSorted = all.Zip(all.Skip(1)).All(pair => string.CompareOrdinal(pair.First.Text, pair.Second.Text) <= 0);
        Suggestion[] sorted =
            isSorted ? [.. all] : [.. all.OrderBy(suggestion => suggestion.Text, StringComparer.Ordinal)];
        // The length of the prefix that each name shares with the one before it gives the number of distinct prefixes
        // of every length.
        var common = new int[sorted.Length];
        for (var i = 1; i < sorted.Length; i++)
        {
            common[i] = sorted[i - 1].Text.AsSpan().CommonPrefixLength(sorted[i].Text);
        }

        var groups = new List<Suggestion>();
        var length = LengthFor(common, most);
        var first = 0;
        for (var i = 1; i <= sorted.Length; i++)
        {
            if (i == sorted.Length || common[i] < length)
            {
                groups.Add(ToSuggestion(sorted, first, i, common));
                first = i;
            }
        }

        return groups;
    }

    /// <summary>
    /// Returns the greatest length at which there are few enough different beginnings, but one at which there are
    /// several.
    /// </summary>
    private static int LengthFor(int[] common, int most)
    {
        var groups = 1;
        var lengths = common.Skip(1).GroupBy(length => length).OrderBy(group => group.Key).ToArray();
        foreach (var group in lengths)
        {
            if (group != lengths[0] && groups + group.Count() > most)
            {
                return group.Key;
            }

            groups += group.Count();
        }

        return int.MaxValue;
    }

    private static Suggestion ToSuggestion(Suggestion[] sorted, int first, int end, int[] common)
    {
        if (end - first == 1)
        {
            return sorted[first];
        }

        var length = common[(first + 1)..end].Min();
        var text = sorted[first].Text[..length];
        if (char.IsHighSurrogate(text[^1]))
        {
            text = text[..^1];
        }

        var count = (end - first).ToString("N0", CultureInfo.CurrentCulture);
        return new Suggestion(text, $"{count} that begin with {text}", $"{text}… ({count})");
    }
}
