using OpenShiftImage.Connections;

namespace OpenShiftImage.Completion;

/// <summary>Suggests the contexts of the kubeconfig, the current one first.</summary>
internal sealed class ContextCompleter : Completer
{
    private protected override async Task<Suggestions> SuggestAsync(
        string word, CompletionSource source, CancellationToken cancellationToken)
    {
        var paths = source.Texts("Kubeconfig");
        var contexts = await Dependencies.Configuration.GetContextsAsync(
            source.Session.ToRequest(null, paths.Length > 0 ? paths : null), cancellationToken).ConfigureAwait(false);
        return contexts.Count == 0
            ? Suggestions.None("no kubeconfig with a context was found")
            : new Suggestions([.. contexts
                .Where(context => context.Name.StartsWith(word, StringComparison.OrdinalIgnoreCase))
                .Select(context => new Suggestion(context.Name, $"context {context.Name}"))]);
    }
}
