namespace OpenShiftImage.Analysis.Reports;

/// <summary>Keeps the first of very many by an order, and no more.</summary>
/// <param name="most">How many are kept.</param>
/// <param name="order">The order; what comes first is kept.</param>
internal sealed class TopList<T>(int most, IComparer<T> order)
{
    // The last of those that are kept is on top, to be dropped for a better one.
    private readonly PriorityQueue<T, T> _kept =
        new(Comparer<T>.Create((a, b) => order.Compare(b, a)));

    /// <summary>Gets how many have come.</summary>
    public int Count { get; private set; }

    /// <summary>Adds one.</summary>
    public void Add(T item)
    {
        Count++;
        if (_kept.Count < most)
        {
            _kept.Enqueue(item, item);
        }
        else if (most > 0)
        {
            _kept.EnqueueDequeue(item, item);
        }
    }

    /// <summary>Returns those that are kept, the first first.</summary>
    public IReadOnlyList<T> ToList() => [.. _kept.UnorderedItems.Select(item => item.Element).Order(order)];
}
