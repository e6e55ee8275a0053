using System.Management.Automation;

namespace OpenShiftImage.Files;

/// <summary>
/// Finds files and folders by PowerShell's wildcards without the pipeline's thread, which a file system that does not
/// answer would hold up.
/// </summary>
internal static class PathSearch
{
    /// <summary>
    /// Returns the files and folders that a full path with wildcards matches. Blocks as the system does.
    /// </summary>
    /// <param name="pattern">The full path.</param>
    /// <param name="most">Number of matches after which there are enough.</param>
    public static List<string> Find(string pattern, int most)
    {
        var root = Path.GetPathRoot(pattern) is { Length: > 0 } start ? start : Path.DirectorySeparatorChar.ToString();
        IEnumerable<string> found = [root];
        foreach (var segment in pattern[root.Length..].Split(
            [Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar], StringSplitOptions.RemoveEmptyEntries))
        {
            found = found.SelectMany(folder => FindIn(folder, segment));
        }

        return [.. found.Take(most)];
    }

    private static IEnumerable<string> FindIn(string folder, string segment)
    {
        if (!WildcardPattern.ContainsWildcardCharacters(segment))
        {
            var path = Path.Combine(folder, WildcardPattern.Unescape(segment));
            return Path.Exists(path) ? [path] : [];
        }

        var wildcard = WildcardPattern.Get(segment, WildcardOptions.IgnoreCase);
        return Directory.Exists(folder)
            ? new DirectoryInfo(folder).EnumerateFileSystemInfos("*", new EnumerationOptions())
                .Where(entry => wildcard.IsMatch(entry.Name))
                .Select(entry => Path.Combine(folder, entry.Name))
                .Order(StringComparer.Ordinal)
            : [];
    }
}
