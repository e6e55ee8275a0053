namespace OpenShiftImage.Completion;

/// <summary>Suggests names of Images that begin, or after <c>sha256:</c> go on, with what has been typed.</summary>
internal sealed class ImageNameCompleter : Completer
{
    private protected override Task<Suggestions> SuggestAsync(
        string word, CompletionSource source, CancellationToken cancellationToken) =>
        SuggestAsync(word, name => new Suggestion(name), source, cancellationToken);

    /// <summary>
    /// Suggests names in the order of the list; a digest may be typed without its algorithm, as the table shows it.
    /// </summary>
    internal static Task<Suggestions> SuggestAsync(
        string word,
        Func<string, Suggestion> toSuggestion,
        CompletionSource source,
        CancellationToken cancellationToken)
    {
        // What is after a colon is in no order: such names can still come at the end of the list.
        var isWhole = word.Contains(':');
        return source.SuggestAsync(
            isWhole ? word : null, listing => listing.FindNames(Fits).Select(toSuggestion), cancellationToken);

        bool Fits(string name) => name.StartsWith(word, StringComparison.OrdinalIgnoreCase)
            || (!isWhole && word.Length > 0 && name.IndexOf(':') is > 0 and var colon
                && name.AsSpan(colon + 1).StartsWith(word, StringComparison.OrdinalIgnoreCase));
    }
}
