using System.Collections.Concurrent;
using System.Management.Automation;
using OpenShiftImage.Api;
using OpenShiftImage.Binding;
using OpenShiftImage.Connections;
using OpenShiftImage.Pipeline;

namespace OpenShiftImage.Commands;

/// <summary>Base of the cmdlets that work with Images of one cluster, or of several side by side.</summary>
public abstract class MultiClusterCommand : ImageCommand
{
    private readonly ConcurrentDictionary<object, ClusterResolver> _resolvers = [];

    /// <summary>
    /// The clusters: connections, names of contexts and connections, with wildcards too, or what was collected. Left
    /// out: the one connected to, else the kubeconfig's current context.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ClusterTransformation(TakesSeveral = true)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(Completion.ClusterCompleter))]
    public ClusterReference[]? Cluster { get; set; }

    /// <summary>Returns the clusters that -Cluster names; empty where it names none.</summary>
    private protected Task<List<ClusterReference>> ExpandAsync(CancellationToken cancellationToken) =>
        ExpandAsync(Cluster, cancellationToken);

    /// <summary>Returns what finds one of the clusters: each is found once, however many inputs there are.</summary>
    /// <param name="clusters">The clusters, as they were expanded.</param>
    /// <param name="cluster">The cluster among them.</param>
    private protected ClusterResolver ResolverOf(List<ClusterReference> clusters, ClusterReference cluster) =>
        _resolvers.GetOrAdd(
            cluster.Key, _ => CreateResolver(cluster, clusters.Count > 1 ? cluster : null));

    /// <summary>
    /// Runs one name's share of the work on one of several clusters, so that its failure is its own; what fails for
    /// every name fails the cluster as a whole.
    /// </summary>
    private protected static async Task EachAsync(
        string name,
        ClusterReference cluster,
        PipelineOutput output,
        Func<Task> work,
        CancellationToken cancellationToken)
    {
        try
        {
            await work().ConfigureAwait(false);
        }
        catch (Exception e) when (e is ApiException { StatusCode: 404 } or ImageNotFoundException
            or AmbiguousNameException or InvalidNameException or WaitTimeoutException)
        {
            await output.ErrorAsync(
                ErrorRecords.ForCluster(e, name, cluster.ToString())!, cancellationToken).ConfigureAwait(false);
        }
    }
}
