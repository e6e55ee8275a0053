using OpenShiftImage.Api;
using OpenShiftImage.Workloads;

namespace OpenShiftImage.Analysis.Usage;

/// <summary>Feeds an analysis: the objects that use Images first, then the Images.</summary>
internal static class UsageReading
{
    /// <summary>Reads everything and decides.</summary>
    /// <param name="analysis">The analysis, which has nothing yet.</param>
    /// <param name="objects">What uses Images, in any order.</param>
    /// <param name="images">Returns the Images, in any order; not called before the others have come.</param>
    /// <param name="progress">Is told how many Images have come.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="References.InvalidReferencesException">
    /// A reference cannot be read, and is not to be passed over.
    /// </exception>
    public static async Task RunAsync(
        UsageAnalysis analysis,
        IAsyncEnumerable<IReadOnlyList<ClusterObject>> objects,
        Func<IAsyncEnumerable<Page<Image>>> images,
        Action<long> progress,
        CancellationToken cancellationToken)
    {
        await foreach (var page in objects.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            foreach (var item in page)
            {
                analysis.Add(item);
            }
        }

        analysis.CheckReferences();
        var received = 0L;
        await foreach (var page in images().WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            foreach (var image in page.Items)
            {
                analysis.Add(image);
            }

            progress(received += page.Items.Count);
        }

        analysis.Decide();
    }
}
