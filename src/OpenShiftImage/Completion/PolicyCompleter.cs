using OpenShiftImage.Files;

namespace OpenShiftImage.Completion;

/// <summary>Suggests policies: those that come with the module, and files.</summary>
internal sealed class PolicyCompleter : Completer
{
    private static readonly Suggestion[] s_shipped =
    [
        new("Baseline", "what hardly anybody wants to miss"),
        new("Strict", "Baseline, and what takes work to keep"),
        new("DisaStig", "what Images tell of the DISA STIG for OpenShift 4"),
    ];

    private protected override Task<Suggestions> SuggestAsync(
        string word, CompletionSource source, CancellationToken cancellationToken)
    {
        var shipped = s_shipped.Where(policy => policy.Text.StartsWith(word, StringComparison.OrdinalIgnoreCase));
        return Task.FromResult(new Suggestions([.. shipped, .. Files(word, source.Session.Location)]));
    }

    private static IEnumerable<Suggestion> Files(string word, string? location)
    {
        var cut = word.LastIndexOfAny(['/', Path.DirectorySeparatorChar]) + 1;
        var (folder, beginning) = (word[..cut], word[cut..]);
        if (location is null || word.StartsWith('~') || !Path.Exists(Path.GetFullPath(folder, location)))
        {
            return [];
        }

        var prefix = folder.Length > 0 ? folder : $".{Path.DirectorySeparatorChar}";
        try
        {
            return
            [
                .. new DirectoryInfo(Path.GetFullPath(folder, location))
                    .EnumerateFileSystemInfos("*", new EnumerationOptions())
                    .Where(entry => entry.Name.StartsWith(beginning, StringComparison.OrdinalIgnoreCase))
                    .Where(entry => entry is DirectoryInfo
                        || PolicyFiles.Extensions.Contains(entry.Extension.ToLowerInvariant()))
                    .OrderBy(entry => entry.Name, StringComparer.Ordinal)
                    .Take(MostFiles)
                    .Select(entry => new Suggestion(prefix + entry.Name, entry.FullName, entry.Name)),
            ];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private const int MostFiles = 100;
}
