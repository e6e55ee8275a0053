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
        var contexts = await Dependencies.Configuration.GetContextsAsync(
            request, cancellationToken).ConfigureAwait(false);
        // What was collected has a name too, once it has been connected to.
        var collected = paths.Length > 0 ? [] : source.Session.Collected.GetAll();
        return contexts.Count + collected.Count == 0
            ? Suggestions.None("no kubeconfig with a context was found")
            : new Suggestions([.. contexts.Select(context => new Suggestion(context.Name, $"context {context.Name}"))
                .Concat(collected.Select(cluster => new Suggestion(cluster.Name, $"collected cluster {cluster.Name}")))
                .Where(suggestion => suggestion.Text.StartsWith(word, StringComparison.OrdinalIgnoreCase))]);
    }
}
