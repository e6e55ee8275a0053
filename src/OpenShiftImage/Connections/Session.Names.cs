using System.Management.Automation;
using OpenShiftImage.Archives;
using OpenShiftImage.Configuration;
using OpenShiftImage.Primitives;

namespace OpenShiftImage.Connections;

/// <content>Which clusters have names, and which one a name means.</content>
internal sealed partial class Session
{
    /// <summary>How long it may take to find out whether a name is that of a context too, which is only told.</summary>
    private static readonly TimeSpan s_clashTime = TimeSpan.FromSeconds(2);

    /// <summary>
    /// Returns the clusters that have a name: the connections of this session, and the contexts of the kubeconfig; the
    /// current one first.
    /// </summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The clusters, and why there are no contexts; null where there can be.</returns>
    public async Task<(List<ClusterContext> Clusters, ConfigurationException? Failure)> ListAsync(
        CancellationToken cancellationToken)
    {
        IReadOnlyList<ClusterContext> contexts = [];
        ConfigurationException? failure = null;
        try
        {
            contexts = await Dependencies.Configuration.GetContextsAsync(
                ToRequest(null, null), cancellationToken).ConfigureAwait(false);
        }
        catch (ConfigurationException e)
        {
            failure = e;
        }

        var made = Connection is { IsClosed: false } connection ? connection : null;
        var isByKubeconfig = Connection is null && FailedConnection is null && FindConnectedElsewhere() is null;
        var clusters = contexts.Select(context => context.With(
            isByKubeconfig ? context.IsCurrent : made is not null && IsOf(made, context))).ToList();
        if (made is { Collected: null } && !clusters.Exists(context => IsOf(made, context)))
        {
            clusters.Add(ToContext(made, isCurrent: true));
        }

        clusters.AddRange(Collected.GetAll().Select(
            collected => ToContext(collected, ReferenceEquals(collected, made))));
        return ([.. clusters.OrderBy(cluster => cluster.IsCurrent ? 0 : 1)], failure);
    }

    /// <summary>Returns the open connections that a name may mean: the one made last, and collected clusters.</summary>
    public List<ClusterConnection> GetConnections() =>
        Connection is { IsClosed: false, Collected: null } live ? [live, .. Collected.GetAll()] : Collected.GetAll();

    /// <summary>
    /// Returns the clusters that texts with wildcards mean: contexts of the kubeconfig, and connections of this
    /// session. Any other reference stands for itself; each comes once.
    /// </summary>
    /// <exception cref="ConfigurationException">Wildcards mean none, or the kubeconfig is faulty.</exception>
    public async Task<List<ClusterReference>> ExpandAsync(
        IEnumerable<ClusterReference> references, CancellationToken cancellationToken)
    {
        var expanded = new List<ClusterReference>();
        List<ClusterContext>? clusters = null;
        foreach (var reference in references)
        {
            if (reference.Pattern is not { } pattern)
            {
                expanded.Add(reference);
                continue;
            }

            if (clusters is null)
            {
                (clusters, var failure) = await ListAsync(cancellationToken).ConfigureAwait(false);
                if (failure is not null)
                {
                    throw failure;
                }
            }

            // A context may have wildcards in its name, and is then meant by it.
            if (clusters.Exists(cluster => cluster.Name == pattern))
            {
                expanded.Add(reference);
                continue;
            }

            var wildcard = WildcardPattern.Get(pattern, WildcardOptions.IgnoreCase);
            var meant = clusters.FindAll(cluster => wildcard.IsMatch(cluster.Name));
            if (meant.Count > 0)
            {
                expanded.AddRange(meant.Select(cluster => new ClusterReference(cluster)));
            }
            else if (reference.Path is { } path && await ExistsAsync(path, cancellationToken).ConfigureAwait(false))
            {
                // So may a file.
                expanded.Add(reference);
            }
            else if (ArchivePath.IsPath(pattern))
            {
                throw PathNotFound(
                    pattern, $"There is no file or folder '{pattern}', and -Cluster expands no wildcards of files: "
                        + "-Cluster (Get-ChildItem ./gathers/*.tar.gz).");
            }
            else
            {
                throw new ConfigurationException(
                    ConfigurationException.ContextNotFound,
                    $"No context is like '{pattern}'. Get-OSImageCluster -ListAvailable lists them. "
                        + "Of files choose with Get-ChildItem: -Cluster (Get-ChildItem ./gathers/*.tar.gz).",
                    pattern);
            }
        }

        return expanded.Count < 2 ? expanded : await DistinctAsync(expanded, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Leaves each cluster once, whatever it is called by.</summary>
    private async Task<List<ClusterReference>> DistinctAsync(
        List<ClusterReference> references, CancellationToken cancellationToken)
    {
        var collected = Collected.GetAll();
        HashSet<string>? contexts = null;
        if (references.Exists(reference => reference.Path is not null))
        {
            var (clusters, _) = await ListAsync(cancellationToken).ConfigureAwait(false);
            contexts = [.. clusters.Where(cluster => cluster.Path is null).Select(cluster => cluster.Name)];
        }

        return [.. references.DistinctBy(IdentityOf)];

        // What was collected is known by its path.
        object IdentityOf(ClusterReference reference) =>
            reference.Connection is { } connection ? connection.Path ?? (object)connection
            : reference.IsContext ? (reference.ToString(), "context")
            : contexts?.Contains(reference.ToString()) == true ? (reference.ToString(), "context")
            : collected.FindAll(known => known.Equals(reference.ToString())) is [var named] ? named.Server
            : reference.Path ?? reference.ToString();
    }

    /// <summary>
    /// Returns the cluster of a name: the connection that this session has under it, which is what the screen shows,
    /// else the context of the kubeconfig, else what was collected at that path.
    /// </summary>
    /// <param name="name">The name.</param>
    /// <param name="path">The full path that the name is where it is one; null where it cannot be.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="ConfigurationException">There is no such cluster, or there are two.</exception>
    /// <exception cref="CollectedClusterException">What was collected there cannot be read.</exception>
    public async Task<ClusterConnection> GetByNameAsync(
        string name, string? path, CancellationToken cancellationToken)
    {
        if (FindByName(name) is not { } connection)
        {
            try
            {
                return await GetByContextAsync(name, cancellationToken).ConfigureAwait(false);
            }
            catch (ConfigurationException e) when (path is not null && (ArchivePath.IsPath(name)
                || e.ErrorId is ConfigurationException.ContextNotFound or ConfigurationException.NoConfiguration))
            {
                if (await ExistsAsync(path, cancellationToken).ConfigureAwait(false))
                {
                    return await Collected.GetByPathAsync(path, cancellationToken).ConfigureAwait(false);
                }

                throw ArchivePath.LooksLikePath(name)
                    ? PathNotFound(path, $"There is no file or folder '{path}', and no context or connection '{name}'.")
                    : e;
            }
        }

        ClusterConnection other;
        try
        {
            other = await GetByContextAsync(name, cancellationToken).ConfigureAwait(false);
        }
        catch (ConfigurationException)
        {
            await connection.RefreshAsync(cancellationToken).ConfigureAwait(false);
            return connection;
        }

        return other.Server == connection.Server ? other : throw new ConfigurationException(
            ConfigurationException.AmbiguousCluster,
            $"'{name}' is the connection to {connection.Server}, and in the kubeconfig a context of {other.Server}. "
                + (connection.Path is { } file
                    ? $"-Cluster '{file}' means what was collected. "
                    : "Without -Cluster the one that is connected is meant. ")
                + $"Once Disconnect-OSImageCluster '{name}' has closed the connection, the name is that of the context "
                + "alone.",
            name);
    }

    /// <summary>
    /// Returns what to warn of where the name of a connection that is made is that of another cluster too, so that the
    /// name alone will not do; null where it will.
    /// </summary>
    /// <param name="connection">The connection.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<string?> FindClashAsync(ClusterConnection connection, CancellationToken cancellationToken)
    {
        var name = connection.Name;
        if (Collected.GetAll().Find(other => other.Equals(name) && other.Server != connection.Server) is { } collected)
        {
            return $"'{name}' is also the name of what was collected in '{collected.Server}', so -Cluster '{name}' is "
                + "an error. -Cluster takes the path and the connection itself; Disconnect-OSImageCluster "
                + $"'{collected.Server}' closes the one that was collected.";
        }

        try
        {
            // A kubeconfig that does not answer must not keep anybody from what was connected to.
            var contexts = await Dependencies.Configuration.GetContextsAsync(ToRequest(null, null), cancellationToken)
                .WaitAsync(s_clashTime, cancellationToken).ConfigureAwait(false);
            return contexts.Any(context => connection.Equals(context.Name) && !IsOf(connection, context))
                ? $"'{name}' is also a context of the kubeconfig, so -Cluster '{name}' is an error as long as this "
                    + "connection is open. Without -Cluster this connection is meant; -Cluster takes "
                    + (connection.Path is null
                        ? "the connection itself too."
                        : "its path and the connection itself too, and -Name gives it a name of its own.")
                : null;
        }
        catch (Exception e) when (e is ConfigurationException or TimeoutException)
        {
            // The next cmdlet that needs the kubeconfig tells what is wrong with it.
            return null;
        }
    }

    private static ClusterContext ToContext(ClusterConnection connection, bool isCurrent) =>
        new(connection.Name, connection.Server, connection.User, null, isCurrent)
        {
            Path = connection.Path,
            Connection = connection,
        };

    private static bool IsOf(ClusterConnection connection, ClusterContext context) =>
        connection.Collected is null && connection.Context == context.Name
            && Uri.TryCreate(context.Server, UriKind.Absolute, out var server)
            && connection.Server == server.GetLeftPart(UriPartial.Path).TrimEnd('/');

    private ClusterConnection? FindByName(string name)
    {
        var collected = Collected.Find(name);
        if (Connection is not { IsClosed: false, Collected: null } connection || !connection.Equals(name))
        {
            return collected;
        }

        return collected is null ? connection : throw new ConfigurationException(
            ConfigurationException.AmbiguousCluster,
            $"'{name}' is the connection to {connection.Server}, and was collected in '{collected.Server}'. "
                + $"Give the path, or the connection that Connect-OSImageCluster returns; Disconnect-OSImageCluster "
                + $"'{collected.Server}' closes the one that was collected.",
            name);
    }

    private static CollectedClusterException PathNotFound(string path, string message) =>
        new(CollectedClusterException.PathNotFound, message, path);

    /// <summary>Returns whether something lies at a path; false also where that cannot be found out in time.</summary>
    public static async Task<bool> ExistsAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            return await BoundedFile.RunAsync(() => Path.Exists(path), cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            return false;
        }
    }
}
