using OpenShiftImage.Connections;

namespace OpenShiftImage.Completion;

/// <summary>Suggests the contexts of the kubeconfig, the current one first.</summary>
internal sealed class ContextCompleter : Completer
{
    private protected override async Task<Suggestions> SuggestAsync(
        string word, CompletionSource source, CancellationToken cancellationToken)
    {
        var paths = source.Texts("Kubeconfig");
        var request = source.Session.ToRequest(null, paths.Length > 0 ? paths : null);
        var names = await Dependencies.Configuration.GetContextNamesAsync(
            request, cancellationToken).ConfigureAwait(false);
        return names.Count == 0 ? Suggestions.None("no kubeconfig with a context was found") : new Suggestions([.. names
            .Where(name => name.StartsWith(word, StringComparison.OrdinalIgnoreCase))
            .Select(name => new Suggestion(name, $"context {name}"))]);
    }
}
