using System.Management.Automation;

namespace OpenShiftImage.Connections;

/// <summary>A cluster as a parameter: a connection, or the name of a context.</summary>
public sealed class ClusterReference
{
    private readonly string? _context;
    private readonly ClusterConnection? _connection;

    /// <summary>Takes the name of a context of the kubeconfig.</summary>
    public ClusterReference(string context) => _context = context;

    /// <summary>Takes a connection, as Connect-OSImageCluster gives it.</summary>
    public ClusterReference(ClusterConnection connection) => _connection = connection;

    /// <inheritdoc/>
    public override string ToString() => _context ?? _connection!.ToString();

    /// <summary>Gets the wildcards that stand for several; null for one cluster.</summary>
    internal string? Pattern =>
        _context is { } text && WildcardPattern.ContainsWildcardCharacters(text) ? text : null;

    /// <summary>Gets what tells this reference from others.</summary>
    internal object Key => (object?)_context ?? _connection!;

    /// <summary>Gets what an error is about that is this cluster's: the connection, or the name.</summary>
    internal object Target => (object?)_connection ?? _context!;

    internal async Task<ClusterConnection> ResolveAsync(Session session, CancellationToken cancellationToken)
    {
        if (_connection is null)
        {
            return await session.GetByNameAsync(_context!, cancellationToken).ConfigureAwait(false);
        }

        await _connection.RefreshAsync(cancellationToken).ConfigureAwait(false);
        return _connection;
    }
}
