using System.Management.Automation;
using OpenShiftImage.Binding;
using OpenShiftImage.Connections;

namespace OpenShiftImage.Commands;

/// <summary>Base of the cmdlets that work with Images of one cluster at a time.</summary>
public abstract class SingleClusterCommand : ImageCommand
{
    /// <summary>
    /// The cluster: a connection, or the name of a context. Left out: the one connected to, else the kubeconfig's
    /// current context.
    /// </summary>
    [Parameter]
    [ValidateNotNull]
    [ClusterTransformation]
    [ArgumentCompleter(typeof(Completion.ClusterCompleter))]
    public ClusterReference? Cluster { get; set; }

    private protected override ClusterReference? Target => Cluster;
}
