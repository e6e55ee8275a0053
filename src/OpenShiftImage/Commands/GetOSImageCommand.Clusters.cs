using System.Management.Automation;
using OpenShiftImage.Pipeline;

namespace OpenShiftImage.Commands;

/// <content>Reads one cluster, or several side by side.</content>
public sealed partial class GetOSImageCommand
{
    /// <summary>Number of clusters that are read at the same time.</summary>
    [Parameter]
    [ValidateRange(1, 64)]
    public int ThrottleLimit { get; set; } = 8;

    private protected override string? OfflineErrorId => null;

    private protected override async Task ProcessAsync(PipelineOutput output, CancellationToken cancellationToken)
    {
        var clusters = await ExpandAsync(cancellationToken).ConfigureAwait(false);
        if (clusters.Count < 2)
        {
            await GetAsync(
                new ReadScope(
                    clusters is [var only] ? ResolverOf(clusters, only) : Clusters, output, null, cancellationToken),
                cancellationToken).ConfigureAwait(false);
            return;
        }

        if (IsOnePage || AsJson || Continue is not null || ContinueVariable is not null || ResourceVersion is not null
            || PagingParameters.IncludeTotalCount)
        {
            throw new ParameterException(
                "SeveralClusters",
                "-Limit, -Page, -Continue, -ContinueVariable, -ResourceVersion, -IncludeTotalCount and -AsJson are "
                    + "about the list of one cluster, and there are several. -First and -Skip count over all of them.");
        }

        await new ClusterFanOut(clusters, ThrottleLimit, output).RunAsync(
            (cluster, token) => GetAsync(
                new ReadScope(ResolverOf(clusters, cluster), output, cluster, cancellationToken), token),
            () => _window!.IsFull,
            cancellationToken).ConfigureAwait(false);
    }
}
