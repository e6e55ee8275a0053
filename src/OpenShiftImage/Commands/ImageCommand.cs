using System.Management.Automation;
using OpenShiftImage.Pipeline;

namespace OpenShiftImage.Commands;

/// <summary>Base of the cmdlets that work with Images: which cluster they talk to.</summary>
public abstract class ImageCommand : AsyncCommand
{
    private ClusterConnection? _connection;
    private Session? _session;

    /// <summary>The cluster: a connection, or the name of a context. Left out: the one connected to, else the kubeconfig's current context.</summary>
    [Parameter]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(Completion.ContextCompleter))]
    public ClusterReference? Cluster { get; set; }

    /// <summary>Seconds that a request may take as a whole; left out: 30 until its answer begins and 300 until it ends, and longer where it is known to take long.</summary>
    [Parameter]
    [ValidateRange(1, 86_400)]
    public int OperationTimeoutSeconds { get; set; }

    private protected ClusterConnection Connection => _connection!;

    private protected ImageApi CreateApi(PipelineOutput output) =>
        Connection.CreateApi(output, OperationTimeoutSeconds > 0 ? TimeSpan.FromSeconds(OperationTimeoutSeconds) : null);

    /// <summary>Whether the cluster is known by now.</summary>
    private protected bool IsOpen => _connection is not null;

    private protected override void Prepare()
    {
        _session = Session.Current;
        _session.Location = SessionState.Path.CurrentFileSystemLocation.ProviderPath;
    }

    /// <summary>Finds the cluster. Files can be pipes or on a dead mount: they are read beside the pipeline's thread, which a stop wakes.</summary>
    private protected override async ValueTask OpenAsync(PipelineOutput output, CancellationToken cancellationToken)
    {
        if (_connection is not null || _session is not { } session)
        {
            return;
        }

        var connection = await (Cluster?.ResolveAsync(session, cancellationToken) ?? session.GetDefaultAsync(cancellationToken)).ConfigureAwait(false);
        if (connection.Configuration.SkipCertificateCheck && !connection.HasWarned)
        {
            connection.HasWarned = true;
            await output.WarnAsync(UncheckedCertificate(connection.Configuration), cancellationToken).ConfigureAwait(false);
        }

        _connection = connection;
    }

    internal static string UncheckedCertificate(ClusterConfiguration configuration) =>
        $"The certificate of {configuration.Server} is not checked: whoever is on the way can read and change everything, the token included.";

    /// <summary>Gives an error for a name with wildcards, where none are expanded; null for any other, and for what the pipeline gave: that is the name of something.</summary>
    private protected ErrorRecord? RefuseWildcard(string name) => MyInvocation.ExpectingInput ? null : ErrorRecords.ForWildcard(name, MyInvocation.MyCommand.Name);

    /// <summary>Runs one object's share of the work, so that its failure is its own and the others go on; false when it failed.</summary>
    private protected static async Task<bool> EachAsync(
        object? target, PipelineOutput output, Func<Task> work, CancellationToken cancellationToken)
    {
        try
        {
            await work().ConfigureAwait(false);
            return true;
        }
        catch (Exception e) when (e is not (ConfigurationException or BrokenFileException or OperationCanceledException) && ErrorRecords.For(e, target) is { } record)
        {
            await output.ErrorAsync(record, cancellationToken).ConfigureAwait(false);
            return false;
        }
    }
}
