using System.Management.Automation;
using OpenShiftImage.Binding;
using OpenShiftImage.Connections;

namespace OpenShiftImage.Commands;

/// <summary>Closes the connection to a cluster and forgets its credentials.</summary>
[Cmdlet(VerbsCommunications.Disconnect, "OSImageCluster")]
[OutputType(typeof(void))]
public sealed class DisconnectOSImageClusterCommand : PSCmdlet
{
    /// <summary>
    /// The connection to close; left out: the one that Connect-OSImageCluster made last in this runspace.
    /// </summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [ValidateNotNull]
    [ClusterTransformation(TakesNoName = true)]
    public ClusterConnection? Cluster { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var session = Session.Current;
        var connection = Cluster ?? session.Connection;
        connection?.Dispose();
        if (ReferenceEquals(connection, session.Connection))
        {
            session.RemoveConnection();
        }

        if (Cluster is null)
        {
            session.RemoveFailure();
            session.CloseImplicit();
        }
    }
}
