using System.Runtime.CompilerServices;

namespace OpenShiftImage.Api;

/// <summary>Events that arrive together, taken apart for who wants them one by one.</summary>
internal static class BatchExtensions
{
    public static async IAsyncEnumerable<ImageEvent> FlattenAsync(
        this IAsyncEnumerable<IReadOnlyList<ImageEvent>> batches,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var batch in batches.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            foreach (var item in batch)
            {
                yield return item;
            }
        }
    }
}
