using OpenShiftImage.Api;
using OpenShiftImage.Configuration;
using OpenShiftImage.Primitives;
using OpenShiftImage.Transport;

namespace OpenShiftImage;

/// <summary>A cluster that one can talk to. Safe for use by many threads and runspaces; shows no secret.</summary>
public sealed class ClusterConnection : ICluster, IDisposable
{
    // The server that each name stands for in this process; empty where several servers have the name.
    private static readonly System.Collections.Concurrent.ConcurrentDictionary<string, string> s_servers =
        new(StringComparer.OrdinalIgnoreCase);

    private readonly object _replacing = new();
    private volatile ClusterTransport? _transport;

    /// <summary>Takes the cluster. Opens no connection yet.</summary>
    internal ClusterConnection(ClusterConfiguration configuration)
    {
        _transport = new ClusterTransport(configuration);
        s_servers.AddOrUpdate(Name, Server, (_, known) => known == Server ? known : "");
    }

    /// <summary>Takes what was collected from a cluster.</summary>
    internal ClusterConnection(ICollectedCluster collected)
    {
        Collected = collected;
        s_servers.AddOrUpdate(Name, Server, (_, known) => known == Server ? known : "");
    }

    /// <summary>Where the connection came from: a context, <c>in-cluster</c>, or null for parameters.</summary>
    public string? Context => _transport?.Configuration.Context;

    /// <summary>
    /// Gets the name that people know the cluster by: the context, else the address of the server; of a collected
    /// cluster the name that it was given, else that of the file.
    /// </summary>
    public string Name => ControlCharacters.Escape(Collected?.Name ?? Context ?? Server);

    /// <summary>
    /// Gets the address of the API server, as text: a Uri would be shown as the list of its parts. Of a collected
    /// cluster it is the path.
    /// </summary>
    public string Server =>
        Collected?.Path ?? Configuration.Server.GetLeftPart(UriPartial.Path).TrimEnd('/');

    /// <summary>
    /// Gets the path of the folder or file that the cluster was collected into; null for a live one.
    /// </summary>
    public string? Path => Collected?.Path;

    /// <summary>Name of the user as the kubeconfig has it; null when there is none.</summary>
    public string? User => _transport?.Configuration.User;

    /// <summary>User that requests are made as; null for oneself.</summary>
    public string? ImpersonatedUser => _transport?.Configuration.ImpersonateUser;

    /// <summary>Version of the server, once it has been asked; null before, or when it does not say.</summary>
    public string? ServerVersion { get; private set; }

    /// <summary>Whether the connection has been closed.</summary>
    public bool IsClosed { get; private set; }

    /// <summary>Gets what was collected; null for a live cluster.</summary>
    internal ICollectedCluster? Collected { get; }

    /// <summary>Gets what sends the requests. A collected cluster has nothing to send to.</summary>
    internal ClusterTransport Transport =>
        _transport ?? throw new InvalidOperationException($"'{Name}' was collected, and has no server.");

    internal ClusterConfiguration Configuration => Transport.Configuration;

    /// <summary>Whether the user has been warned that certificates are not checked.</summary>
    internal bool HasWarned { get; set; }

    /// <summary>Returns whether the files that the connection was read from hold what they did.</summary>
    /// <exception cref="TimeoutException">A file could not be read in time.</exception>
    internal Task<bool> AreFilesCurrentAsync(CancellationToken cancellationToken) =>
        Collected is not null ? Task.FromResult(true) : Configuration.Files.AreCurrentAsync(cancellationToken);

    /// <summary>
    /// Takes certificates and credentials that have been rotated on disk. The connection stays with its server and with
    /// who one is there, and checks no less than it did: where the files now lead elsewhere, are gone or cannot be
    /// read, it goes on as it was.
    /// </summary>
    internal async Task RefreshAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (IsClosed || _transport?.Configuration.Reload is not { } reload
                || await AreFilesCurrentAsync(cancellationToken).ConfigureAwait(false))
            {
                return;
            }

            var now = await reload(cancellationToken).ConfigureAwait(false);
            lock (_replacing)
            {
                if (!IsClosed && IsSame(now))
                {
                    // Requests in flight keep the previous transport; its connections close when they are idle.
                    _transport = new ClusterTransport(now);
                }
            }
        }
        catch (Exception e) when (e is ConfigurationException or TimeoutException)
        {
            // The kubeconfig may be temporary and gone by now.
        }
    }

    /// <summary>Returns the operations.</summary>
    /// <param name="observer">Is told of warnings and requests; null for nobody.</param>
    /// <param name="operationTimeout">How long a request may take as a whole; null for what is usual.</param>
    internal ImageApi CreateApi(IRequestObserver? observer = null, TimeSpan? operationTimeout = null) =>
        new(Transport, observer) { OperationTimeout = operationTimeout, Cluster = this };

    /// <summary>Returns what reads the Images: of the server, or of what was collected.</summary>
    /// <param name="observer">Is told of warnings and requests, and of what is faulty; null for nobody.</param>
    /// <param name="operationTimeout">How long a request may take as a whole; null for what is usual.</param>
    internal IImageReader CreateReader(IRequestObserver? observer = null, TimeSpan? operationTimeout = null) =>
        IsClosed && Collected is not null
            ? throw new ObjectDisposedException(nameof(ClusterConnection))
            : Collected?.CreateReader(this, observer) ?? CreateApi(observer, operationTimeout);

    /// <summary>Finds out whether the server has the API and knows who we are, and its version.</summary>
    /// <exception cref="ApiException">It does not.</exception>
    /// <exception cref="TransportException">It cannot be reached.</exception>
    internal async Task CheckAsync(IRequestObserver? observer = null, CancellationToken cancellationToken = default)
    {
        var api = CreateApi(observer);
        await api.ProbeAsync(cancellationToken).ConfigureAwait(false);
        ServerVersion = await api.GetServerVersionAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_replacing)
        {
            IsClosed = true;
            _transport?.Dispose();
        }
    }

    /// <summary>
    /// The name; with the address where connections to several servers have it, as <c>admin</c> of every installation
    /// is.
    /// </summary>
    public override string ToString() =>
        Collected is not null || (s_servers.TryGetValue(Name, out var server) && server.Length == 0)
            ? $"{Name} ({Server})"
            : Name;

    /// <summary>
    /// Returns whether this is the same connection; a text is the same as the name, so that a filter can compare it.
    /// </summary>
    public override bool Equals(object? obj) =>
        obj is string name
            ? name.Equals(Name, StringComparison.OrdinalIgnoreCase)
                || name.Equals($"{Name} ({Server})", StringComparison.OrdinalIgnoreCase)
        : ReferenceEquals(this, obj);

    /// <inheritdoc/>
    public override int GetHashCode() => Name.GetHashCode(StringComparison.OrdinalIgnoreCase);

    /// <summary>Returns the context with the address, and who one is there.</summary>
    internal string DescribeUser() => (User, ImpersonatedUser) switch
    {
        _ when Collected is not null => $"{Name}, collected in {Collected.Path}",
        (null, null) => $"{Configuration}",
        (var user, null) => $"{Configuration}, as {user}",
        (null, var other) => $"{Configuration}, acting as {other}",
        (var user, var other) => $"{Configuration}, as {user} acting as {other}",
    };

    private bool IsSame(ClusterConfiguration now)
    {
        var then = Configuration;
        return now.Server == then.Server && now.User == then.User && now.Context == then.Context
            && now.TlsServerName == then.TlsServerName
            && now.Proxy == then.Proxy && (then.SkipCertificateCheck || !now.SkipCertificateCheck)
            && now.ImpersonateUser == then.ImpersonateUser && now.ImpersonateUid == then.ImpersonateUid
            && now.ImpersonateGroups.SequenceEqual(then.ImpersonateGroups)
            && now.ImpersonateExtra.Count == then.ImpersonateExtra.Count
            && now.ImpersonateExtra.All(item => then.ImpersonateExtra.TryGetValue(item.Key, out var values)
                && values.SequenceEqual(item.Value));
    }
}
