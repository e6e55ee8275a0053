using OpenShiftImage.Archives;

namespace OpenShiftImage.Completion;

/// <summary>
/// Suggests what -Cluster takes: contexts and connections, the current one first, and where the text begins like a
/// path, what lies there that could have been collected.
/// </summary>
internal sealed class ClusterCompleter : Completer
{
    private protected override async Task<Suggestions> SuggestAsync(
        string word, CompletionSource source, CancellationToken cancellationToken)
    {
        var (clusters, failure) = await source.Session.ListAsync(cancellationToken).ConfigureAwait(false);
        var found = clusters
            .Where(cluster => cluster.Name.StartsWith(word, StringComparison.OrdinalIgnoreCase))
            .Select(cluster => new Suggestion(
                cluster.Name,
                cluster.Path is { } path ? $"collected in {path}"
                    : cluster.Connection is null ? $"context {cluster.Name}"
                    : $"connection to {cluster.Server}"))
            .DistinctBy(suggestion => suggestion.Text)
            .Concat(ArchivePath.IsPath(word) || word.AsSpan().ContainsAny('/', '\\')
                ? FindPaths(word, source.Session.Location)
                : [])
            .ToList();
        return found.Count > 0 || clusters.Count > 0 ? new Suggestions(found)
            : Suggestions.None(failure?.Message ?? "no kubeconfig with a context was found");
    }

    /// <summary>Returns folders and files of the known extensions that go on with what has been typed.</summary>
    private static List<Suggestion> FindPaths(string word, string? location)
    {
        var start = word.LastIndexOfAny(['/', Path.DirectorySeparatorChar]) + 1;
        var typed = word[..start];
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        var folder = Path.Combine(
            location ?? Environment.CurrentDirectory,
            typed.StartsWith("~/", StringComparison.Ordinal) ? Path.Combine(home, typed[2..]) : typed);
        try
        {
            return [.. new DirectoryInfo(folder)
                .EnumerateFileSystemInfos("*", new EnumerationOptions { MatchType = MatchType.Simple })
                .Where(entry => entry.Name.StartsWith(word[start..], StringComparison.OrdinalIgnoreCase)
                    && (entry is DirectoryInfo || ArchivePath.HasExtension(entry.Name)))
                .OrderBy(entry => entry.Name, StringComparer.OrdinalIgnoreCase)
                .Select(entry => new Suggestion(typed + entry.Name, entry.FullName, entry.Name))];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return [];
        }
    }
}
