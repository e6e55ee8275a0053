namespace OpenShiftImage.Completion;

/// <summary>Suggests what Wait-OSImage waits for.</summary>
internal sealed class WaitConditionCompleter : Completer
{
    private static readonly Suggestion[] s_all =
        [new("Exists", "until the Image is there"), new("Deleted", "until the Image is gone")];

    private protected override Task<Suggestions> SuggestAsync(
        string word, CompletionSource source, CancellationToken cancellationToken) =>
        Task.FromResult(new Suggestions(
            [.. s_all.Where(suggestion => suggestion.Text.StartsWith(word, StringComparison.OrdinalIgnoreCase))]));
}
