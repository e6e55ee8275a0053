namespace OpenShiftImage.Analysis.Images;

/// <summary>
/// Which numbers belong to which, such as the members of manifest lists to them, without an object for each.
/// </summary>
internal sealed class NumberPairs
{
    private readonly int[] _owners;
    private readonly int[] _firsts;
    private readonly int[] _owned;

    /// <param name="pairs">The pairs, each once; those of one owner follow one another, and owners ascend.</param>
    public NumberPairs(IEnumerable<(int Owner, int Owned)> pairs)
    {
        var (owners, firsts, owned) = (new List<int>(), new List<int>(), new List<int>());
        foreach (var pair in pairs)
        {
            if (owners is not [.., var last] || last != pair.Owner)
            {
                owners.Add(pair.Owner);
                firsts.Add(owned.Count);
            }

            owned.Add(pair.Owned);
        }

        firsts.Add(owned.Count);
        (_owners, _firsts, _owned) = ([.. owners], [.. firsts], [.. owned]);
    }

    /// <summary>Gets the owners, which ascend.</summary>
    public IReadOnlyList<int> Owners => _owners;

    /// <summary>Returns what belongs to an owner, in the order of the pairs.</summary>
    public IReadOnlyList<int> this[int owner]
    {
        get
        {
            var at = Array.BinarySearch(_owners, owner);
            return at < 0
                ? Array.Empty<int>()
                : new ArraySegment<int>(_owned, _firsts[at], _firsts[at + 1] - _firsts[at]);
        }
    }

    /// <summary>Returns the owners of each number; those of one ascend.</summary>
    public NumberPairs Invert()
    {
        var pairs = new (int Owned, int Owner)[_owned.Length];
        for (var owner = 0; owner < _owners.Length; owner++)
        {
            for (var at = _firsts[owner]; at < _firsts[owner + 1]; at++)
            {
                pairs[at] = (_owned[at], _owners[owner]);
            }
        }

        Array.Sort(pairs);
        return new NumberPairs(pairs);
    }
}
