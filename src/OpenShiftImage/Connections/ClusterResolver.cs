using OpenShiftImage.Api;
using OpenShiftImage.Configuration;
using OpenShiftImage.Pipeline;

namespace OpenShiftImage.Connections;

/// <summary>Finds the clusters that one cmdlet works with, and tells once about each.</summary>
/// <param name="session">The session of the cmdlet.</param>
/// <param name="target">The cluster that -Cluster names; null where none is named.</param>
/// <param name="operationTimeout">How long a request may take as a whole; null for what is usual.</param>
internal sealed class ClusterResolver(Session session, ClusterReference? target, TimeSpan? operationTimeout)
{
    private readonly HashSet<ClusterConnection> _opened = new(ReferenceEqualityComparer.Instance);
    private ClusterConnection? _connection;

    /// <summary>
    /// Gets the id of the error for a cluster that was collected, with which the cmdlet can do nothing; null where it
    /// can.
    /// </summary>
    public string? OfflineErrorId { get; init; }

    /// <summary>
    /// Gets the cluster where it is one among others, which errors are then about; null where it is the only one.
    /// </summary>
    public ClusterReference? OneOfSeveral { get; init; }

    /// <summary>
    /// Finds the cluster for an object: the one that -Cluster names, else the one that the object came from, else the
    /// session's. Files can be pipes or on a dead mount: they are read beside the pipeline's thread, which a stop
    /// wakes.
    /// </summary>
    /// <param name="own">The cluster that the object came from; null for what came from none.</param>
    /// <param name="output">Is told which cluster it is, and warned where its certificate is not checked.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="ConfigurationException">There is no such cluster.</exception>
    /// <exception cref="CollectedClusterException">It was collected, and the cmdlet needs a server.</exception>
    public async ValueTask<ClusterConnection> ConnectAsync(
        ICluster? own, PipelineOutput output, CancellationToken cancellationToken)
    {
        if (Find(own) is { } known)
        {
            return known;
        }

        var isOwn = target is null && own is ClusterConnection;
        var connection = isOwn ? (ClusterConnection)own!
            : await (target?.ResolveAsync(session, cancellationToken)
                ?? session.GetDefaultAsync(cancellationToken)).ConfigureAwait(false);
        if (isOwn)
        {
            await connection.RefreshAsync(cancellationToken).ConfigureAwait(false);
        }
        else if (target is null && own is NamedCluster named && !connection.Equals(named.Name))
        {
            throw new ParameterException(
                "OtherCluster",
                $"The input is from the cluster '{named}', and the current one is {connection}. "
                    + "Say with -Cluster which is meant: digests are equal everywhere.",
                named.Name);
        }

        RefuseCollected(connection);
        await output.VerboseAsync($"Cluster: {connection.DescribeUser()}", cancellationToken).ConfigureAwait(false);
        if (connection is { Collected: null, Configuration.SkipCertificateCheck: true, HasWarned: false })
        {
            connection.HasWarned = true;
            await output.WarnAsync(
                UncheckedCertificate(connection.Configuration), cancellationToken).ConfigureAwait(false);
        }

        _opened.Add(connection);
        if (!isOwn)
        {
            _connection = connection;
        }

        return connection;
    }

    /// <summary>Returns the cluster for an object where it has been found before; else null.</summary>
    public ClusterConnection? Find(ICluster? own) =>
        target is null && own is ClusterConnection connection ? (_opened.Contains(connection) ? connection : null)
        : target is null && own is NamedCluster named && _connection?.Equals(named.Name) == false ? null
        : _connection;

    /// <summary>Returns the API of the live cluster for an object.</summary>
    public async ValueTask<ImageApi> OpenApiAsync(
        ICluster? own, PipelineOutput output, CancellationToken cancellationToken) =>
        CreateApi(await ConnectAsync(own, output, cancellationToken).ConfigureAwait(false), output);

    /// <summary>Returns what reads the Images of the cluster for an object, live or collected.</summary>
    public async ValueTask<IImageReader> OpenReaderAsync(
        ICluster? own, PipelineOutput output, CancellationToken cancellationToken) =>
        (await ConnectAsync(own, output, cancellationToken).ConfigureAwait(false))
        .CreateReader(
            OneOfSeveral is { } one ? new ClusterObserver(output, one.Target, one.ToString()) : output,
            operationTimeout);

    /// <summary>Returns the API of a live cluster.</summary>
    public ImageApi CreateApi(ClusterConnection connection, PipelineOutput output) =>
        connection.CreateApi(output, operationTimeout);

    /// <summary>Returns the warning about certificates that are not checked.</summary>
    public static string UncheckedCertificate(ClusterConfiguration configuration) =>
        $"The certificate of {configuration.Server} is not checked: whoever is on the way can read and change "
            + "everything, the token included.";

    private void RefuseCollected(ClusterConnection connection)
    {
        if (connection.Collected is not null && OfflineErrorId is { } id)
        {
            throw new CollectedClusterException(
                id,
                id == CollectedClusterException.ReadOnly
                    ? $"'{connection.Name}' was collected, and is only read: there is nothing that could be changed. "
                        + "Connect to the cluster itself, or name it with -Cluster."
                    : $"'{connection.Name}' was collected, and nothing happens in it any more that one could wait "
                        + "for. Connect to the cluster itself, or name it with -Cluster.",
                connection.Name);
        }
    }
}
