namespace OpenShiftImage.Completion;

/// <summary>Suggests names of Images that begin, or after <c>sha256:</c> go on, with what has been typed.</summary>
internal sealed class ImageNameCompleter : Completer
{
    private protected override async Task<Suggestion[]> SuggestAsync(string word, CompletionSource source, CancellationToken cancellationToken) =>
        [.. (await NamesAsync(word, source, cancellationToken).ConfigureAwait(false)).Select(name => new Suggestion(name, name))];

    /// <summary>Gives names in the order of the list; a digest may be typed without its algorithm.</summary>
    internal static async Task<List<string>> NamesAsync(string word, CompletionSource source, CancellationToken cancellationToken)
    {
        var names = new List<string>();
        await foreach (var item in source.ListAsync(cancellationToken).ConfigureAwait(false))
        {
            var name = item.Metadata?.Name ?? "";
            if (name.StartsWith(word, StringComparison.OrdinalIgnoreCase)
                || (word.Length > 0 && name.IndexOf(':') is > 0 and var colon && name.AsSpan(colon + 1).StartsWith(word, StringComparison.OrdinalIgnoreCase)))
            {
                names.Add(name);
                if (names.Count == Most)
                {
                    break;
                }
            }
        }

        return names;
    }
}
