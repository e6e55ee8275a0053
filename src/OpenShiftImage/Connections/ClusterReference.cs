using System.Management.Automation;

namespace OpenShiftImage.Connections;

/// <summary>A cluster as a parameter: a connection, the name of a context, or the path of what was collected.</summary>
public sealed class ClusterReference
{
    private readonly string? _text;
    private readonly ClusterConnection? _connection;

    /// <summary>Takes the name of a context of the kubeconfig, or the path of what was collected.</summary>
    public ClusterReference(string context) => _text = context;

    /// <summary>Takes a connection, as Connect-OSImageCluster gives it.</summary>
    public ClusterReference(ClusterConnection connection) => _connection = connection;

    /// <summary>Takes what Get-OSImageCluster lists, which is that cluster whatever else has its name.</summary>
    internal ClusterReference(ClusterContext cluster)
    {
        _connection = (ClusterConnection?)cluster.Connection;
        (_text, IsContext) = _connection is null ? (cluster.Name, true) : (null, false);
    }

    /// <inheritdoc/>
    public override string ToString() => _text ?? _connection!.ToString();

    /// <summary>Gets the full path that the text is where it is one; null where it cannot be.</summary>
    internal string? Path
    {
        get;
        init => field = value is null ? null : System.IO.Path.TrimEndingDirectorySeparator(value);
    }

    /// <summary>Gets the wildcards that stand for several; null for one cluster.</summary>
    internal string? Pattern =>
        _text is { } text && !IsContext && WildcardPattern.ContainsWildcardCharacters(text) ? text : null;

    /// <summary>Gets whether it is a context of the kubeconfig, whatever else has its name.</summary>
    internal bool IsContext { get; }

    /// <summary>Gets the connection; null for a text.</summary>
    internal ClusterConnection? Connection => _connection;

    /// <summary>Gets what tells this reference from others.</summary>
    internal object Key => IsContext ? (_text, IsContext) : (object?)_text ?? _connection!;

    /// <summary>Gets what an error is about that is this cluster's: the connection, or the name.</summary>
    internal object Target => (object?)_connection ?? _text!;

    internal async Task<ClusterConnection> ResolveAsync(Session session, CancellationToken cancellationToken)
    {
        if (_connection is null)
        {
            return IsContext
                ? await session.GetByContextAsync(_text!, cancellationToken).ConfigureAwait(false)
                : await session.GetByNameAsync(_text!, Path, cancellationToken).ConfigureAwait(false);
        }

        await _connection.RefreshAsync(cancellationToken).ConfigureAwait(false);
        return _connection;
    }
}
