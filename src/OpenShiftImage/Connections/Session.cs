using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;
using OpenShiftImage.Configuration;
using OpenShiftImage.Primitives;

namespace OpenShiftImage.Connections;

/// <summary>What the module keeps for one runspace: its connection, and what it has warned of.</summary>
#pragma warning disable CA1001 // It lives as long as its runspace; CloseImplicit closes what it has opened.
internal sealed partial class Session
#pragma warning restore CA1001
{
    private static readonly ConditionalWeakTable<Runspace, Session> s_sessions = [];

    // Beside the table, which says nothing of a runspace that has been closed and not yet collected.
    private static readonly List<WeakReference<Session>> s_connected = [];

    // A completion that is late may still be connecting beside the pipeline.
    private readonly SemaphoreSlim _connecting = new(1, 1);
    private readonly Dictionary<string, ClusterConnection> _byContext = new(StringComparer.Ordinal);
    private string? _implicitSource;
    private readonly WeakReference<Runspace> _runspace;
    private ClusterConnection? _implicit;

    // What nobody holds any more has nothing to be closed.
    private readonly List<WeakReference<ClusterConnection>> _made = [];

    private Session(Runspace runspace) => _runspace = new WeakReference<Runspace>(runspace);

    /// <summary>The session of the runspace that runs on this thread; for the pipeline's thread.</summary>
    public static Session Current =>
        s_sessions.GetValue(Runspace.DefaultRunspace, static runspace => new Session(runspace));

    /// <summary>The connection that Connect-OSImageCluster made; null when there is none.</summary>
    public ClusterConnection? Connection { get; private set; }

    /// <summary>The target of the last attempt to connect, when it failed; null when none has failed.</summary>
    public string? FailedConnection { get; private set; }

    /// <summary>
    /// The selectors of the lists whose tokens have been handed out, by token: the server does not check that they stay
    /// the same.
    /// </summary>
    public TokenMemory Tokens { get; } = new();

    /// <summary>Gets the collected clusters of this session.</summary>
    public CollectedClusters Collected { get; } = new();

    /// <summary>Whether the warning about deleting Images has been given.</summary>
    public bool HasWarnedOfRemoval { get; set; }

    /// <summary>The folder where the session is, as a path of the file system; null when it is not known yet.</summary>
    public string? Location { get; set; }

    /// <summary>
    /// Remembers an attempt to connect, before it is known what comes of it: what follows a failure must not go to the
    /// cluster before.
    /// </summary>
    /// <param name="target">What it is for; null when it is for nothing that was chosen.</param>
    public void BeginConnecting(string? target)
    {
        FailedConnection = target;
        SetConnected();
    }

    /// <summary>Remembers the connection that Connect-OSImageCluster has made.</summary>
    public void SetConnection(ClusterConnection connection)
    {
        Connection = connection;
        FailedConnection = null;
        SetConnected();
        _made.RemoveAll(reference => !reference.TryGetTarget(out var made) || made.IsClosed);
        _made.Add(new WeakReference<ClusterConnection>(connection));
        if (connection.Collected is not null)
        {
            Collected.Add(connection);
        }
    }

    /// <summary>Goes back to the kubeconfig's current context.</summary>
    public void RemoveConnection()
    {
        Connection = null;
        SetConnected();
    }

    /// <summary>Forgets a failed attempt to connect.</summary>
    public void RemoveFailure()
    {
        FailedConnection = null;
        SetConnected();
    }

    /// <summary>
    /// Returns the connection to use when none is named: the one that was made, else the kubeconfig's current context.
    /// </summary>
    /// <exception cref="ConfigurationException">There is none.</exception>
    public async Task<ClusterConnection> GetDefaultAsync(CancellationToken cancellationToken)
    {
        if (FailedConnection is { } failed)
        {
            throw new ConfigurationException(
                ConfigurationException.NotConnected,
                $"The last Connect-OSImageCluster, to {failed}, failed, so there is no cluster to talk to. "
                    + "Connect again, or use Disconnect-OSImageCluster to go back to the kubeconfig's current "
                    + "context.",
                failed);
        }

        if (Connection is { } made)
        {
            await made.RefreshAsync(cancellationToken).ConfigureAwait(false);
            return made;
        }

        if (FindConnectedElsewhere() is { } other)
        {
            throw new ConfigurationException(
                ConfigurationException.NotConnected,
                $"This runspace has no connection of its own, and {other} was connected to in another "
                    + "one of this process: to take the kubeconfig's current context instead would be a guess. "
                    + "Hand the connection over, as ForEach-Object -Parallel { … -Cluster $using:cluster }, "
                    + "or use Connect-OSImageCluster here.",
                other);
        }

        var request = ToRequest(null, null);
        var source = SourceOf(request);
        await _connecting.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            // A kubeconfig that has changed, or another KUBECONFIG, is another cluster.
            if (_implicit is null || _implicit.IsClosed || source != _implicitSource
                || !await AreFilesCurrentAsync(_implicit, cancellationToken).ConfigureAwait(false))
            {
                _implicit = new ClusterConnection(
                    await Dependencies.Configuration.LoadAsync(request, cancellationToken).ConfigureAwait(false));
                _implicitSource = source;
            }

            return _implicit;
        }
        finally
        {
            _connecting.Release();
        }
    }

    /// <summary>Returns the connection to a context of the kubeconfig.</summary>
    /// <exception cref="ConfigurationException">There is no such context.</exception>
    public async Task<ClusterConnection> GetByContextAsync(string context, CancellationToken cancellationToken)
    {
        var request = ToRequest(context, null);
        var key = $"{context}\n{SourceOf(request)}";
        await _connecting.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (!_byContext.TryGetValue(key, out var connection) || connection.IsClosed
                || !await AreFilesCurrentAsync(connection, cancellationToken).ConfigureAwait(false))
            {
                connection = new ClusterConnection(
                    await Dependencies.Configuration.LoadAsync(request, cancellationToken).ConfigureAwait(false));
                _byContext[key] = connection;
            }

            return connection;
        }
        finally
        {
            _connecting.Release();
        }
    }

    /// <summary>Returns what to ask of a kubeconfig, with the session's location for whatever is relative.</summary>
    public KubeconfigRequest ToRequest(string? context, IReadOnlyList<string>? paths) =>
        new() { Context = context, Paths = paths, GetLocation = () => Location ?? Environment.CurrentDirectory };

    /// <summary>Closes every connection that this session has made.</summary>
    public void CloseAll()
    {
        foreach (var reference in _made)
        {
            if (reference.TryGetTarget(out var connection))
            {
                connection.Dispose();
            }
        }

        _made.Clear();
        Collected.Close(static _ => true);
        RemoveConnection();
        RemoveFailure();
        CloseImplicit();
    }

    /// <summary>Closes one connection.</summary>
    public void Close(ClusterConnection connection)
    {
        connection.Dispose();
        if (ReferenceEquals(connection, Connection))
        {
            RemoveConnection();
        }
    }

    /// <summary>
    /// Closes the connections of a name, or to what was collected at a path; returns whether there were any.
    /// </summary>
    /// <param name="name">The name.</param>
    /// <param name="path">The full path that the name is where it is one; null where it cannot be.</param>
    public bool Close(string name, string? path)
    {
        var isCurrent = Connection is { IsClosed: false } current && IsMeant(current);
        var wasCollected = Collected.Close(IsMeant);
        if (isCurrent)
        {
            Close(Connection!);
        }

        return isCurrent || wasCollected;

        bool IsMeant(ClusterConnection connection) => connection.Equals(name) || connection.Server == path;
    }

    /// <summary>Closes the connections that were made without Connect-OSImageCluster.</summary>
    public void CloseImplicit()
    {
        // A completion that is late may still be connecting; a moment is enough for it, as it is not for a dead mount.
        if (!_connecting.Wait(TimeSpan.FromSeconds(1)))
        {
            return;
        }

        try
        {
            foreach (var connection in _byContext.Values.Append(_implicit))
            {
                connection?.Dispose();
            }

            Collected.CloseOpened();
            _byContext.Clear();
            _implicit = null;
        }
        finally
        {
            _connecting.Release();
        }
    }

    /// <summary>
    /// Returns what another runspace of this process, that is still open, has connected to; null when none has.
    /// </summary>
    private string? FindConnectedElsewhere()
    {
        lock (s_connected)
        {
            foreach (var reference in s_connected)
            {
                if (reference.TryGetTarget(out var other) && !ReferenceEquals(other, this)
                    && other._runspace.TryGetTarget(out var runspace)
                    && runspace.RunspaceStateInfo.State == RunspaceState.Opened
                    && (other.Connection is { IsClosed: false } connection
                        ? connection.Name
                        : other.FailedConnection) is { } name)
                {
                    return name;
                }
            }

            return null;
        }
    }

    /// <summary>Keeps whether this session is one of those that have connected.</summary>
    private void SetConnected()
    {
        lock (s_connected)
        {
            s_connected.RemoveAll(
                reference => !reference.TryGetTarget(out var session) || ReferenceEquals(session, this));
            if (Connection is not null || FailedConnection is not null)
            {
                s_connected.Add(new WeakReference<Session>(this));
            }
        }
    }

    private static async Task<bool> AreFilesCurrentAsync(
        ClusterConnection connection, CancellationToken cancellationToken)
    {
        try
        {
            return await connection.AreFilesCurrentAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException e)
        {
            throw new ConfigurationException(
                ConfigurationException.FileNotReadable,
                "The kubeconfig, or a file that it names, could not be read within 5 seconds, "
                    + "so nobody knows whether it has changed. Is it on a file system that does not answer?",
                null,
                e);
        }
    }

    private static string SourceOf(KubeconfigRequest request) =>
        string.Join('\n', Dependencies.Configuration.GetDefaultPaths(request));
}
