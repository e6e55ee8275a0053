using System.Management.Automation;
using OpenShiftImage.Api;
using OpenShiftImage.Connections;
using OpenShiftImage.Pipeline;

namespace OpenShiftImage.Commands;

/// <summary>
/// Base of the cmdlets that look at all Images of a cluster together: what the pipeline gives is taken first, and the
/// work is done at its end, once for each cluster.
/// </summary>
public abstract class AnalysisCommand : MultiClusterCommand
{
    private const int BatchSize = 256;

    /// <summary>Number of clusters that are read at the same time.</summary>
    [Parameter]
    [ValidateRange(1, 64)]
    public int ThrottleLimit { get; set; } = 8;

    private protected override string? OfflineErrorId => null;

    /// <summary>Takes an input; the work is done at the end.</summary>
    protected sealed override void ProcessRecord() => TakeInput();

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (HasWork)
        {
            base.ProcessRecord();
        }

        base.EndProcessing();
    }

    /// <summary>Gets whether there is something to do, once all input has been taken.</summary>
    private protected abstract bool HasWork { get; }

    /// <summary>Takes one input of the pipeline.</summary>
    private protected abstract void TakeInput();

    /// <summary>
    /// Ends the command where -Cluster is given and so are Images, which say themselves where they came from. For the
    /// pipeline's thread, at the first of them: there may be very many.
    /// </summary>
    /// <param name="done">What is done with the Images.</param>
    /// <param name="nextStep">What to do instead; null for nothing more than to leave out one.</param>
    private protected void RefuseClusterWithInput(string done, string? nextStep = null)
    {
        if (Cluster is not null)
        {
            Refuse(ClusterWithInput(done, nextStep));
        }
    }

    /// <summary>Returns what is wrong where -Cluster is given and so are Images.</summary>
    private protected static ParameterException ClusterWithInput(string done, string? nextStep = null) =>
        new("ClusterWithInput", $"-Cluster says whose Images are {done}, and so does the input: leave out one.")
        {
            NextStep = nextStep,
        };

    /// <summary>Ends the command. For the pipeline's thread.</summary>
    private protected void Refuse(ParameterException exception) =>
        ThrowTerminatingError(ErrorRecords.For(exception, MyInvocation.MyCommand.Name)!);

    /// <summary>Returns what reads a cluster, by the clock of the command.</summary>
    private protected UsageReader CreateReader(
        ClusterConnection connection, PipelineOutput output, bool isOneOfSeveral) =>
        new(connection, output, isOneOfSeveral, OperationTimeout) { Clock = Time };

    /// <summary>
    /// Does the work on each cluster; of several, one that fails is an error of its own and the others go on.
    /// </summary>
    /// <param name="owners">The clusters that the input came from; empty where there was none.</param>
    /// <param name="work">The work on one, told whether there are several.</param>
    /// <param name="output">Takes what comes.</param>
    /// <param name="cancellationToken">Ends everything.</param>
    private protected async Task ForEachClusterAsync(
        IReadOnlyCollection<ICluster?> owners,
        Func<ClusterConnection, ICluster?, bool, CancellationToken, Task> work,
        PipelineOutput output,
        CancellationToken cancellationToken)
    {
        var named = await ExpandAsync(cancellationToken).ConfigureAwait(false);
        if (named.Count > 1)
        {
            await FanOutAsync(
                named,
                (_, connection, token) => work(connection, null, true, token),
                static (_, _, _) => { },
                output,
                cancellationToken).ConfigureAwait(false);
            return;
        }

        var resolver = named is [var only] ? ResolverOf(named, only) : Clusters;
        foreach (var owner in named.Count == 1 || owners.Count == 0 ? [null] : owners)
        {
            await EachAsync(
                owner,
                output,
                async () => await work(
                    await resolver.ConnectAsync(owner, output, cancellationToken).ConfigureAwait(false),
                    owner,
                    owners.Count > 1 && named.Count == 0,
                    cancellationToken).ConfigureAwait(false),
                cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// Reads each of the clusters that -Cluster names, else the one, and returns what came, in their order.
    /// </summary>
    /// <param name="read">Reads one, told whether there are several.</param>
    /// <param name="fail">Returns what comes of one of several that fails, beside the error.</param>
    /// <param name="output">Takes errors.</param>
    /// <param name="cancellationToken">Ends everything.</param>
    private protected async Task<IReadOnlyList<T>> ReadClustersAsync<T>(
        Func<ClusterConnection, bool, CancellationToken, Task<T>> read,
        Func<string, Exception, T> fail,
        PipelineOutput output,
        CancellationToken cancellationToken)
        where T : class
    {
        var named = await ExpandAsync(cancellationToken).ConfigureAwait(false);
        var results = new T?[Math.Max(1, named.Count)];
        if (named.Count > 1)
        {
            await FanOutAsync(
                named,
                async (place, connection, token) =>
                    results[place] = await read(connection, true, token).ConfigureAwait(false),
                (place, name, e) => results[place] = fail(name, e),
                output,
                cancellationToken).ConfigureAwait(false);
        }
        else
        {
            await ForEachClusterAsync(
                [],
                async (connection, _, isOneOfSeveral, token) =>
                    results[0] = await read(connection, isOneOfSeveral, token).ConfigureAwait(false),
                output,
                cancellationToken).ConfigureAwait(false);
        }

        return [.. results.OfType<T>()];
    }

    private Task FanOutAsync(
        List<ClusterReference> named,
        Func<int, ClusterConnection, CancellationToken, Task> work,
        Action<int, string, Exception> fail,
        PipelineOutput output,
        CancellationToken cancellationToken) =>
        new ClusterFanOut(named, ThrottleLimit, output).RunAsync(
            async (cluster, token) =>
            {
                var place = named.IndexOf(cluster);
                try
                {
                    await work(
                        place,
                        await ResolverOf(named, cluster).ConnectAsync(null, output, token).ConfigureAwait(false),
                        token).ConfigureAwait(false);
                }
                catch (Exception e) when (e is not (OperationCanceledException or ParameterException))
                {
                    fail(place, cluster.ToString(), e);
                    throw;
                }
            },
            static () => false,
            cancellationToken);

    /// <summary>Writes objects, with their cluster in the table where there are several.</summary>
    private protected static async Task WriteAsync<T>(
        IEnumerable<T> results, bool isOneOfSeveral, PipelineOutput output, CancellationToken cancellationToken)
        where T : class
    {
        using var batches = results.Chunk(BatchSize).GetEnumerator();
        var next = Task.Run(batches.MoveNext, cancellationToken);
        try
        {
            while (await next.ConfigureAwait(false))
            {
                // The next are worked out while these are written.
                var batch = batches.Current;
                next = Task.Run(batches.MoveNext, cancellationToken);
                await output.WriteAllAsync(
                    isOneOfSeveral ? batch.Select(Formatting.View.WithCluster) : batch, cancellationToken)
                    .ConfigureAwait(false);
            }
        }
        finally
        {
            await Task.WhenAny(next).ConfigureAwait(false);
        }
    }
}
