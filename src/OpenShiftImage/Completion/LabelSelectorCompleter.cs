namespace OpenShiftImage.Completion;

/// <summary>
/// Suggests label keys, and after <c>=</c> the values that the key has, for the last requirement of a selector.
/// </summary>
internal sealed class LabelSelectorCompleter : Completer
{
    private protected override Task<Suggestions> SuggestAsync(
        string word, CompletionSource source, CancellationToken cancellationToken)
    {
        var start = word.LastIndexOf(',') + 1;
        var requirement = word[start..];
        var sign = requirement.IndexOf('=');
        var values = sign >= 0;
        var key = values ? requirement[..sign].TrimEnd('!', ' ') : requirement.TrimStart('!');
        var wanted = values ? requirement[(sign + 1)..].TrimStart('=', ' ') : key;
        var typed = word[..^wanted.Length];
        var end = values || requirement.StartsWith('!') ? "" : "=";
        return source.SuggestAsync(null, Choose, cancellationToken);

        IEnumerable<Suggestion> Choose(ImageListing listing) => listing
            .FindLabels(values ? key : null, text => text.StartsWith(wanted, StringComparison.OrdinalIgnoreCase))
            .Select(found => new Suggestion(typed + found.Text + end, $"{found.Count} Images"));
    }
}
