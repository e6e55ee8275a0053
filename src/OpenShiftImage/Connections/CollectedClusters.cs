using OpenShiftImage.Archives;
using OpenShiftImage.Configuration;
using OpenShiftImage.Primitives;

namespace OpenShiftImage.Connections;

/// <summary>
/// The collected clusters of a session: those that were connected to, which have names, and those that -Cluster opened
/// by their paths. Safe for use by many threads.
/// </summary>
internal sealed class CollectedClusters
{
    private readonly object _lock = new();
    private readonly List<ClusterConnection> _connected = [];
    private readonly Dictionary<string, ClusterConnection> _opened = new(StringComparer.Ordinal);

    /// <summary>Opens what was collected at a path.</summary>
    /// <param name="path">Full path of the folder or file.</param>
    /// <param name="name">The name that people shall know it by; null for that of the file.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="CollectedClusterException">Nothing is there, or it cannot be read.</exception>
    public static async Task<CollectedCluster> OpenAsync(
        string path, string? name, CancellationToken cancellationToken)
    {
        try
        {
            return await BoundedFile.RunAsync(
                () => CollectedCluster.Open(path, name, () => Dependencies.Yaml), cancellationToken)
                .ConfigureAwait(false);
        }
        catch (TimeoutException e)
        {
            throw new CollectedClusterException(
                CollectedClusterException.FileNotAccessible,
                $"'{path}' could not be read within {BoundedFile.Timeout.TotalSeconds:0} seconds: is it on a "
                    + "file system that does not answer?",
                path,
                e);
        }
    }

    /// <summary>
    /// Remembers a collected cluster that was connected to, in place of one of the same name and path.
    /// </summary>
    public void Add(ClusterConnection connection)
    {
        lock (_lock)
        {
            _connected.RemoveAll(
                known => known.IsClosed || (known.Server == connection.Server && known.Equals(connection.Name)));
            _connected.Add(connection);
        }
    }

    /// <summary>Returns the names of those that were connected to and are not closed.</summary>
    public List<string> GetNames()
    {
        lock (_lock)
        {
            return [.. _connected.Where(known => !known.IsClosed).Select(known => known.Name)
                .Distinct(StringComparer.OrdinalIgnoreCase)];
        }
    }

    /// <summary>Returns the one of a name that was connected to; null where there is none.</summary>
    /// <exception cref="ConfigurationException">There are several.</exception>
    public ClusterConnection? Find(string name)
    {
        lock (_lock)
        {
            var found = _connected.FindAll(known => !known.IsClosed && known.Equals(name));
            return found.Count < 2 ? found.FirstOrDefault() : throw new ConfigurationException(
                ConfigurationException.AmbiguousCluster,
                $"'{name}' was collected in {string.Join(" and in ", found.Select(known => $"'{known.Server}'"))}. "
                    + "Give the path, or the connection that Connect-OSImageCluster returns; -Name gives each its own.",
                name);
        }
    }

    /// <summary>Returns what was collected at a path that -Cluster names.</summary>
    /// <exception cref="CollectedClusterException">It cannot be read.</exception>
    public async Task<ClusterConnection> GetByPathAsync(string path, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var known = _connected.Find(connected => !connected.IsClosed && connected.Server == path)
                ?? _opened.GetValueOrDefault(path);
            if (known is { IsClosed: false })
            {
                return known;
            }
        }

        var connection = new ClusterConnection(
            await OpenAsync(path, null, cancellationToken).ConfigureAwait(false));
        lock (_lock)
        {
            return _opened[path] = connection;
        }
    }

    /// <summary>Closes what was opened by its path.</summary>
    public void CloseOpened()
    {
        lock (_lock)
        {
            foreach (var connection in _opened.Values)
            {
                connection.Dispose();
            }

            _opened.Clear();
        }
    }
}
