namespace OpenShiftImage.Analysis.Rules;

/// <summary>Finds what somebody probably meant.</summary>
internal static class Spelling
{
    /// <summary>Returns a sentence that names the nearest of the known names; empty where none is near.</summary>
    public static string Suggest(string name, IEnumerable<string> known) =>
        Nearest(name, known) is { } nearest ? $" Is it {nearest}?" : "";

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

    /// <summary>Counts the letters to add, drop or change (Levenshtein).</summary>
    private static int Distance(string from, string to)
    {
        var row = Enumerable.Range(0, to.Length + 1).ToArray();
        for (var i = 1; i <= from.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= to.Length; j++)
            {
                var change = diagonal + (from[i - 1] == to[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(change, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[^1];
    }
}
