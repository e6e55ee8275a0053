using OpenShiftImage.Analysis.Rules;
using OpenShiftImage.Analysis.Usage;
using OpenShiftImage.Configuration;
using OpenShiftImage.Pipeline;

namespace OpenShiftImage.Commands;

/// <summary>
/// Finds out what rules need to know of a cluster. Where it cannot be told who uses Images, that is an error, and no
/// Image counts as unused.
/// </summary>
/// <param name="tester">Knows the rules; is told what cannot be tested.</param>
/// <param name="options">The time that was given, or now, and what is passed over.</param>
/// <param name="hasTime">Whether the time was given; otherwise it is looked for in what was collected.</param>
/// <param name="output">Takes errors and progress.</param>
internal sealed class TestContextReader(
    ImageTester tester, UsageOptions options, bool hasTime, PipelineOutput output)
{
    /// <summary>Reads a cluster.</summary>
    public async Task<ImageTestContext> ReadAsync(
        ClusterConnection connection, UsageReader reader, bool isOneOfSeveral, CancellationToken cancellationToken)
    {
        var known = options;
        if ((tester.NeedsTime || tester.NeedsUsage) && connection.Collected is not null && !hasTime)
        {
            known = known with { AsOf = await reader.FindTimeAsync(cancellationToken).ConfigureAwait(false) };
        }

        var context = new ImageTestContext { Now = known.AsOf };
        if (!tester.NeedsUsage)
        {
            return context;
        }

        try
        {
            var analysis = await reader.AnalyseAsync(known, cancellationToken).ConfigureAwait(false);
            if (reader.NotCollected?.Gap is { } gap)
            {
                throw new CollectedClusterException(
                    CollectedClusterException.NotCollected, $"'{connection.Name}': {gap}", connection.Name);
            }

            return new ImageTestContext { Now = known.AsOf, Uses = new ImageUses(analysis) };
        }
        catch (Exception e) when (e is OpenShiftImageException and not ConfigurationException
            && ErrorRecords.For(e, connection) is { } record)
        {
            await output.RunAsync(_ => tester.Fail(), cancellationToken).ConfigureAwait(false);
            await output.ErrorAsync(
                isOneOfSeveral ? ErrorRecords.ForCluster(e, connection, connection.Name)! : record, cancellationToken)
                .ConfigureAwait(false);
            return context;
        }
    }
}
