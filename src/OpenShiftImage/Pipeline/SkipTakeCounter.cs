namespace OpenShiftImage.Pipeline;

/// <summary>
/// Counts what is written against -Skip and -First, over all clusters that are read. Safe for use by many threads.
/// </summary>
internal sealed class SkipTakeCounter(ulong skip, ulong first)
{
    private readonly object _lock = new();
    private ulong _skip = skip;
    private ulong _left = first;

    public bool IsFull
    {
        get
        {
            lock (_lock)
            {
                return _left == 0;
            }
        }
    }

    /// <summary>Number of objects that must come for all that is to be written.</summary>
    public long Needs
    {
        get
        {
            lock (_lock)
            {
                return _left > long.MaxValue - _skip ? long.MaxValue : (long)(_left + _skip);
            }
        }
    }

    /// <summary>Returns those of the next objects that are to be written.</summary>
    public List<T> Take<T>(IEnumerable<T> items)
    {
        var taken = new List<T>();
        lock (_lock)
        {
            foreach (var item in items)
            {
                if (_left == 0)
                {
                    break;
                }

                if (Takes())
                {
                    taken.Add(item);
                }
            }
        }

        return taken;
    }

    /// <summary>Whether the next object is to be written.</summary>
    public bool Takes()
    {
        lock (_lock)
        {
            if (_skip > 0)
            {
                _skip--;
                return false;
            }

            if (_left == 0)
            {
                return false;
            }

            _left--;
            return true;
        }
    }
}
