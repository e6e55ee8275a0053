using System.Management.Automation;

namespace OpenShiftImage.Commands;

/// <summary>Gives the cluster that the cmdlets of this runspace use.</summary>
[Cmdlet(VerbsCommon.Get, "OSImageCluster")]
[OutputType(typeof(ClusterConnection))]
public sealed class GetOSImageClusterCommand : PSCmdlet
{
    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (Session.Current.Connection is { } connection)
        {
            WriteObject(connection);
        }
    }
}
