namespace OpenShiftImage.Completion;

/// <summary>Suggests label keys, and after <c>=</c> the values that the key has, for the last requirement of a selector.</summary>
internal sealed class LabelSelectorCompleter : Completer
{
    private protected override async Task<Suggestion[]> SuggestAsync(string word, CompletionSource source, CancellationToken cancellationToken)
    {
        var start = word.LastIndexOf(',') + 1;
        var (before, requirement) = (word[..start], word[start..]);
        var sign = requirement.IndexOf('=');
        var values = sign >= 0;
        var key = values ? requirement[..sign].TrimEnd('!', ' ') : requirement.TrimStart('!');
        var wanted = values ? requirement[(sign + 1)..].TrimStart('=', ' ') : key;
        var found = new SortedDictionary<string, int>(StringComparer.Ordinal);
        await foreach (var item in source.ListAsync(cancellationToken).ConfigureAwait(false))
        {
            foreach (var (name, value) in item.Metadata?.Labels ?? [])
            {
                var candidate = !values ? name : name == key ? value : null;
                if (candidate?.StartsWith(wanted, StringComparison.OrdinalIgnoreCase) == true)
                {
                    found[candidate] = found.GetValueOrDefault(candidate) + 1;
                }
            }
        }

        var typed = word[..^wanted.Length];
        return [.. found.Select(pair => new Suggestion(values ? typed + pair.Key : $"{before}{requirement[..^wanted.Length]}{pair.Key}{(requirement.StartsWith('!') ? "" : "=")}", $"{pair.Value} Images"))];
    }
}
