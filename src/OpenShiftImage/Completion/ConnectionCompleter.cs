namespace OpenShiftImage.Completion;

/// <summary>Suggests the names of the open connections of the session.</summary>
internal sealed class ConnectionCompleter : Completer
{
    private protected override Task<Suggestions> SuggestAsync(
        string word, CompletionSource source, CancellationToken cancellationToken)
    {
        var connections = source.Session.GetConnections();
        return Task.FromResult(connections.Count == 0
            ? Suggestions.None("there is no open connection")
            : new Suggestions([.. connections
                .Where(connection => connection.Name.StartsWith(word, StringComparison.OrdinalIgnoreCase))
                .Select(connection => new Suggestion(connection.Name, $"connection to {connection.Server}"))]));
    }
}
