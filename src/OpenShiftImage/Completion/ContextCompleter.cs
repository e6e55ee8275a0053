namespace OpenShiftImage.Completion;

/// <summary>Suggests the contexts of the kubeconfig, the current one first.</summary>
internal sealed class ContextCompleter : Completer
{
    private protected override Task<Suggestion[]> SuggestAsync(string word, CompletionSource source, CancellationToken cancellationToken)
    {
        var paths = source.Texts("Kubeconfig");
        var names = Dependencies.Configuration.GetContextNames(new KubeconfigRequest { Paths = paths.Length > 0 ? paths : null });
        return Task.FromResult<Suggestion[]>([.. names
            .Where(name => name.StartsWith(word, StringComparison.OrdinalIgnoreCase))
            .Select(name => new Suggestion(name, $"context {name}"))]);
    }
}
