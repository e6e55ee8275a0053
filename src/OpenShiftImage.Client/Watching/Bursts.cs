using System.Runtime.CompilerServices;

namespace OpenShiftImage;

/// <summary>Events that arrive together, taken apart for who wants them one by one.</summary>
internal static class Bursts
{
    public static async IAsyncEnumerable<ImageEvent> OneByOneAsync(
        this IAsyncEnumerable<IReadOnlyList<ImageEvent>> bursts, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var burst in bursts.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            foreach (var item in burst)
            {
                yield return item;
            }
        }
    }
}
