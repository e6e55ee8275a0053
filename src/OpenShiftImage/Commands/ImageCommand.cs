using System.Management.Automation;
using OpenShiftImage.Api;
using OpenShiftImage.Binding;
using OpenShiftImage.Configuration;
using OpenShiftImage.Connections;
using OpenShiftImage.Pipeline;

namespace OpenShiftImage.Commands;

/// <summary>Base of the cmdlets that work with Images: which cluster they talk to.</summary>
public abstract class ImageCommand : AsyncCommand
{
    private readonly HashSet<ClusterConnection> _opened = new(ReferenceEqualityComparer.Instance);
    private ClusterConnection? _connection;
    private Session? _session;

    /// <summary>
    /// The cluster: a connection, or the name of a context. Left out: the one connected to, else the kubeconfig's
    /// current context.
    /// </summary>
    [Parameter]
    [ValidateNotNull]
    [ClusterTransformation]
    [ArgumentCompleter(typeof(Completion.ContextCompleter))]
    public ClusterReference? Cluster { get; set; }

    /// <summary>
    /// Seconds that a request may take as a whole; left out: 30 until its answer begins and 300 until it ends, and
    /// longer where it is known to take long.
    /// </summary>
    [Parameter]
    [ValidateRange(1, 86_400)]
    public int OperationTimeoutSeconds { get; set; }

    private TimeSpan? OperationTimeout =>
        OperationTimeoutSeconds > 0 ? TimeSpan.FromSeconds(OperationTimeoutSeconds) : null;

    private protected override void Prepare()
    {
        _session = Session.Current;
        _session.Location = SessionState.Path.CurrentFileSystemLocation.ProviderPath;
    }

    /// <summary>
    /// Finds the cluster for an object: the one that -Cluster names, else the one that the object came from, else the
    /// session's. Files can be pipes or on a dead mount: they are read beside the pipeline's thread, which a stop
    /// wakes.
    /// </summary>
    /// <param name="own">The cluster that the object came from; null for what came from none.</param>
    /// <param name="output">Is told which cluster it is, and warned where its certificate is not checked.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    private protected async ValueTask<ClusterConnection> ConnectAsync(
        ICluster? own, PipelineOutput output, CancellationToken cancellationToken)
    {
        if (Find(own) is { } known)
        {
            return known;
        }

        var isOwn = Cluster is null && own is ClusterConnection;
        var connection = isOwn ? (ClusterConnection)own!
            : await (Cluster?.ResolveAsync(_session!, cancellationToken)
                ?? _session!.GetDefaultAsync(cancellationToken)).ConfigureAwait(false);
        if (isOwn)
        {
            await connection.RefreshAsync(cancellationToken).ConfigureAwait(false);
        }
        else if (Cluster is null && own is NamedCluster named && !connection.Equals(named.Name))
        {
            throw new ParameterException(
                "OtherCluster",
                $"The input is from the cluster '{named}', and the current one is {connection}. "
                    + "Say with -Cluster which is meant: digests are equal everywhere.",
                named.Name);
        }

        await output.VerboseAsync($"Cluster: {connection.DescribeUser()}", cancellationToken).ConfigureAwait(false);
        if (connection.Configuration.SkipCertificateCheck && !connection.HasWarned)
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
    private protected ClusterConnection? Find(ICluster? own) =>
        Cluster is null && own is ClusterConnection connection ? (_opened.Contains(connection) ? connection : null)
        : Cluster is null && own is NamedCluster named && _connection?.Equals(named.Name) == false ? null
        : _connection;

    /// <summary>Returns the API of the cluster for an object.</summary>
    private protected async ValueTask<ImageApi> OpenApiAsync(
        ICluster? own, PipelineOutput output, CancellationToken cancellationToken) =>
        CreateApi(await ConnectAsync(own, output, cancellationToken).ConfigureAwait(false), output);

    private protected ImageApi CreateApi(ClusterConnection connection, PipelineOutput output) =>
        connection.CreateApi(output, OperationTimeout);

    internal static string UncheckedCertificate(ClusterConfiguration configuration) =>
        $"The certificate of {configuration.Server} is not checked: whoever is on the way can read and change "
            + "everything, the token included.";

    /// <summary>
    /// Returns an error for a name with wildcards, where none are expanded; null for any other, and for what the
    /// pipeline gave: that is the name of something.
    /// </summary>
    private protected ErrorRecord? RefuseWildcard(ImageIdentity image) =>
        MyInvocation.ExpectingInput || !image.IsText
            ? null
            : ErrorRecords.ForWildcard(image.Name, MyInvocation.MyCommand.Name);

    /// <summary>
    /// Runs one object's share of the work, so that its failure is its own and the others go on; false when it failed.
    /// </summary>
    private protected static async Task<bool> EachAsync(
        object? target, PipelineOutput output, Func<Task> work, CancellationToken cancellationToken)
    {
        try
        {
            await work().ConfigureAwait(false);
            return true;
        }
        catch (Exception e) when (e is not (ConfigurationException or BrokenFileException or OperationCanceledException)
            && ErrorRecords.For(e, target) is { } record)
        {
            await output.ErrorAsync(record, cancellationToken).ConfigureAwait(false);
            return false;
        }
    }
}
