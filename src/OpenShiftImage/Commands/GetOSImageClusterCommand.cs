using System.Management.Automation;
using OpenShiftImage.Connections;
using OpenShiftImage.Pipeline;

namespace OpenShiftImage.Commands;

/// <summary>
/// Gets the cluster that the next cmdlet of this runspace uses: the one connected to, else the kubeconfig's current
/// context. Or lists those that have a name: contexts and connections.
/// </summary>
[Cmdlet(VerbsCommon.Get, "OSImageCluster")]
[OutputType(typeof(ClusterConnection))]
[OutputType(typeof(ClusterContext))]
public sealed class GetOSImageClusterCommand : AsyncCommand
{
    private Session? _session;

    /// <summary>
    /// Lists the contexts of the kubeconfig and the connections of this runspace, the current one first.
    /// </summary>
    [Parameter]
    public SwitchParameter ListAvailable { get; set; }

    private protected override void Prepare()
    {
        _session = Session.Current;
        _session.Location = SessionState.Path.CurrentFileSystemLocation.ProviderPath;
    }

    private protected override async Task ProcessAsync(PipelineOutput output, CancellationToken cancellationToken)
    {
        try
        {
            if (ListAvailable)
            {
                var (clusters, failure) = await _session!.ListAsync(cancellationToken).ConfigureAwait(false);
                await output.WriteAllAsync(clusters, cancellationToken).ConfigureAwait(false);
                if (failure is not null)
                {
                    throw failure;
                }

                return;
            }

            var connection = await _session!.GetDefaultAsync(cancellationToken).ConfigureAwait(false);
            await output.WriteAsync(connection, cancellationToken).ConfigureAwait(false);
        }
        catch (ConfigurationException e)
        {
            // The error does not end a script that checks for a connection, so the script can go on to connect.
            await output.ErrorAsync(ErrorRecords.For(e, null)!, cancellationToken).ConfigureAwait(false);
        }
    }
}
