using System.Management.Automation;
using OpenShiftImage.Binding;
using OpenShiftImage.Connections;
using OpenShiftImage.Pipeline;

namespace OpenShiftImage.Commands;

/// <summary>Closes connections to clusters and forgets their credentials.</summary>
[Cmdlet(VerbsCommunications.Disconnect, "OSImageCluster", DefaultParameterSetName = ParameterSets.Cluster)]
[OutputType(typeof(void))]
public sealed class DisconnectOSImageClusterCommand : PSCmdlet
{
    /// <summary>
    /// The connection to close, its name, or the path of what was collected; left out: the connection that
    /// Connect-OSImageCluster made last in this runspace.
    /// </summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ParameterSetName = ParameterSets.Cluster)]
    [ValidateNotNull]
    [ClusterTransformation]
    [ArgumentCompleter(typeof(Completion.ConnectionCompleter))]
    public ClusterReference? Cluster { get; set; }

    /// <summary>Closes every connection that this runspace has made.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ParameterSets.All)]
    public SwitchParameter All { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var session = Session.Current;
        if (All)
        {
            session.CloseAll();
        }
        else if (Cluster is null)
        {
            session.Connection?.Dispose();
            session.RemoveConnection();
            session.RemoveFailure();
            session.CloseImplicit();
        }
        else if (Cluster.Connection is { } connection)
        {
            session.Close(connection);
        }
        else if (!session.Close(Cluster.ToString(), Cluster.Path))
        {
            WriteError(ErrorRecords.For(NotFound(Cluster.ToString(), session), null)!);
        }
    }

    private static ConfigurationException NotFound(string name, Session session)
    {
        var names = session.GetConnections().ConvertAll(connection => connection.Name);
        return new ConfigurationException(
            ConfigurationException.ConnectionNotFound,
            $"There is no open connection '{name}' in this runspace. "
                + (names.Count == 0 ? "It has none." : $"It has: {string.Join(", ", names)}."),
            name);
    }
}
