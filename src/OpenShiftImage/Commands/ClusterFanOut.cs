using OpenShiftImage.Connections;
using OpenShiftImage.Pipeline;

namespace OpenShiftImage.Commands;

/// <summary>
/// Does the same on several clusters side by side. One that fails is one error, about that cluster, and the others go
/// on.
/// </summary>
/// <param name="clusters">The clusters.</param>
/// <param name="limit">How many are worked on at the same time.</param>
/// <param name="output">Takes the errors.</param>
internal sealed class ClusterFanOut(IReadOnlyList<ClusterReference> clusters, int limit, PipelineOutput output)
{
    /// <summary>Does the work on each, one after the other.</summary>
    /// <param name="work">The work on one cluster.</param>
    /// <param name="cancellationToken">Ends everything.</param>
    public async Task RunInOrderAsync(
        Func<ClusterReference, CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        foreach (var cluster in clusters)
        {
            await new ClusterFanOut([cluster], limit, output).RunAsync(
                work, static () => false, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Does the work on each.</summary>
    /// <param name="work">The work on one cluster.</param>
    /// <param name="isEnough">Returns whether what has come is enough, after which the others are ended.</param>
    /// <param name="cancellationToken">Ends everything.</param>
    public async Task RunAsync(
        Func<ClusterReference, CancellationToken, Task> work, Func<bool> isEnough, CancellationToken cancellationToken)
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var places = new SemaphoreSlim(limit);
        // What was collected is read on the thread that asks for it, and must not keep the others from beginning.
        await Task.WhenAll(clusters.Select(
            cluster => Task.Run(() => RunOneAsync(cluster), CancellationToken.None))).ConfigureAwait(false);

        async Task RunOneAsync(ClusterReference cluster)
        {
            try
            {
                await places.WaitAsync(enough.Token).ConfigureAwait(false);
                try
                {
                    if (!isEnough())
                    {
                        await work(cluster, enough.Token).ConfigureAwait(false);
                    }
                }
                finally
                {
                    places.Release();
                }
            }
            catch (OperationCanceledException) when (enough.IsCancellationRequested
                && !cancellationToken.IsCancellationRequested)
            {
                // The others have brought what was wanted.
            }
            catch (Exception e) when (e is not ParameterException
                && ErrorRecords.ForCluster(e, cluster.Target, cluster.ToString()) is { } record)
            {
                await output.ErrorAsync(record, cancellationToken).ConfigureAwait(false);
            }

            if (isEnough())
            {
                await enough.CancelAsync().ConfigureAwait(false);
            }
        }
    }
}
