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
