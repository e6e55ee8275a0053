using OpenShiftImage.Api;

namespace OpenShiftImage.Connections;

/// <summary>
/// Remembers the last tokens that were handed out, and the selectors they belong to. Safe for use by many threads.
/// </summary>
internal sealed class TokenMemory
{
    private const int Capacity = 1000;

    private readonly Dictionary<string, (string? Labels, string? Fields)> _selectors = new(StringComparer.Ordinal);
    private readonly Queue<string> _order = new();

    public void Remember(string? token, ListOptions options)
    {
        if (token is null)
        {
            return;
        }

        lock (_order)
        {
            if (_selectors.TryAdd(token, (options.LabelSelector, options.FieldSelector)))
            {
                _order.Enqueue(token);
            }

            if (_order.Count > Capacity)
            {
                _selectors.Remove(_order.Dequeue());
            }
        }
    }

    /// <summary>Whether a token is known to belong to other selectors.</summary>
    public bool BelongsToOthers(string token, ListOptions options)
    {
        lock (_order)
        {
            return _selectors.TryGetValue(token, out var known)
                && known != (options.LabelSelector, options.FieldSelector);
        }
    }
}
