namespace OpenShiftImage.Completion;

/// <summary>Suggests the fields that the server selects by, and after <c>metadata.name=</c> names of Images.</summary>
internal sealed class FieldSelectorCompleter : Completer
{
    private static readonly string[] s_fields = ["metadata.name=", "metadata.name!=", "metadata.namespace="];

    private protected override async Task<Suggestions> SuggestAsync(
        string word, CompletionSource source, CancellationToken cancellationToken)
    {
        var start = word.LastIndexOf(',') + 1;
        var requirement = word[start..];
        if (s_fields[..2]
            .FirstOrDefault(field => requirement.StartsWith(field, StringComparison.OrdinalIgnoreCase)) is { } named)
        {
            var before = word[..start] + named;
            return await ImageNameCompleter.SuggestAsync(
                requirement[named.Length..], name =>
                    new Suggestion(before + name, name), source, cancellationToken).ConfigureAwait(false);
        }

        return new Suggestions([.. s_fields
            .Where(field => field.StartsWith(requirement, StringComparison.OrdinalIgnoreCase))
            .Select(field => new Suggestion(word[..start] + field, "a field that Images are selected by"))]);
    }
}
