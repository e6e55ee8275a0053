using OpenShiftImage.Archives;
using OpenShiftImage.Configuration;
using OpenShiftImage.Pipeline;
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
        return await RunAsync(
            path, () => CollectedCluster.Open(path, name, () => Dependencies.Yaml), cancellationToken)
            .ConfigureAwait(false);
    }

    /// <summary>Does work on files beside the caller's thread, for no longer than files may take.</summary>
    /// <param name="path">What the error names.</param>
    /// <param name="work">The work.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="CollectedClusterException">The file system does not answer.</exception>
    public static async Task<T> RunAsync<T>(string path, Func<T> work, CancellationToken cancellationToken)
    {
        try
        {
            return await BoundedFile.RunAsync(work, cancellationToken).ConfigureAwait(false);
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
    /// Returns the name that a connection gets: the one that is asked for, else that of the file, with a number where
    /// something else that was connected to has that; and the path of that.
    /// </summary>
    /// <param name="asked">The name that is asked for; null for none.</param>
    /// <param name="path">Full path of what is connected to.</param>
    /// <exception cref="ParameterException">The name that is asked for is taken.</exception>
    public (string Name, string? Taken) ChooseName(string? asked, string path)
    {
        path = Path.TrimEndingDirectorySeparator(path);
        var others = GetAll().FindAll(other => other.Server != path);
        var name = asked ?? CollectedCluster.NameOf(path);
        if (others.Find(other => other.Equals(ControlCharacters.Escape(name))) is not { } taken)
        {
            return (name, null);
        }

        if (asked is not null)
        {
            // Who chooses a name uses it, and gets no other.
            throw new ParameterException(
                "NameInUse",
                $"'{name}' is the name of what was collected in '{taken.Server}'. Give another -Name, or close that "
                    + $"connection first: Disconnect-OSImageCluster '{name}'.",
                name);
        }

        var number = 2;
        while (others.Exists(other => other.Equals($"{ControlCharacters.Escape(name)}-{number}")))
        {
            number++;
        }

        return ($"{name}-{number}", taken.Server);
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

    /// <summary>Returns those that were connected to and are not closed.</summary>
    public List<ClusterConnection> GetAll()
    {
        lock (_lock)
        {
            return _connected.FindAll(known => !known.IsClosed);
        }
    }

    /// <summary>Closes those that are meant; returns whether there were any.</summary>
    public bool Close(Predicate<ClusterConnection> isMeant)
    {
        lock (_lock)
        {
            var closed = _connected.FindAll(known => !known.IsClosed && isMeant(known));
            closed.AddRange(_opened.Values.Where(known => !known.IsClosed && isMeant(known)));
            closed.ForEach(known => known.Dispose());
            return closed.Count > 0;
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
                    + "Give the path, or the connection that Connect-OSImageCluster returns; "
                    + "Disconnect-OSImageCluster closes the one at a path.",
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
