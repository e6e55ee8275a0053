namespace OpenShiftImage.Analysis.Rules;

/// <summary>Finds what somebody probably meant.</summary>
internal static class Spelling
{
    /// <summary>
    /// Returns a sentence that names the nearest of the known names, or all of them where none is near.
    /// </summary>
    public static string Suggest(string name, IReadOnlyCollection<string> known) =>
        Nearest(name, known) is { } nearest ? $" Is it {nearest}?" : $" There are {string.Join(", ", known)}.";

    /// <summary>Returns the known name that is nearest to another; null where none is near.</summary>
    public static string? Nearest(string name, IEnumerable<string> known)
    {
        // Nobody misspells a name of four letters in three places.
        var most = Math.Max(1, name.Length / 3);
        return name.Length > 64 ? null : known
            .Select(other => (Name: other, Distance: Distance(name.ToUpperInvariant(), other.ToUpperInvariant())))
            .Where(candidate => candidate.Distance <= most)
            .OrderBy(candidate => candidate.Distance)
            .Select(candidate => candidate.Name)
            .FirstOrDefault();
    }

    /// <summary>Counts the letters to add, drop, change or swap with the next (Damerau and Levenshtein).</summary>
    private static int Distance(string from, string to)
    {
        var distances = new int[from.Length + 1, to.Length + 1];
        for (var i = 0; i <= from.Length; i++)
        {
            for (var j = 0; j <= to.Length; j++)
            {
                distances[i, j] = i == 0 ? j : j == 0 ? i : Math.Min(
                    distances[i - 1, j - 1] + (from[i - 1] == to[j - 1] ? 0 : 1),
                    Math.Min(distances[i - 1, j], distances[i, j - 1]) + 1);
                if (i > 1 && j > 1 && from[i - 1] == to[j - 2] && from[i - 2] == to[j - 1])
                {
                    distances[i, j] = Math.Min(distances[i, j], distances[i - 2, j - 2] + 1);
                }
            }
        }

        return distances[from.Length, to.Length];
    }
}
