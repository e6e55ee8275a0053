namespace OpenShiftImage.Analysis.Images;

/// <summary>
/// Numbers keys from 0, in the order in which they come, in the bytes of the key and some 8 more. Its slots are in many
/// small tables, so that none of them is held twice when it grows.
/// </summary>
internal sealed class KeyTable
{
    private const int Shards = 64;
    private const int FirstSlots = 16;

    private readonly ChunkedList<DigestKey> _keys = new();
    private readonly int[][] _slots = new int[Shards][];
    private readonly int[] _used = new int[Shards];

    /// <summary>Gets how many keys there are.</summary>
    public int Count => _keys.Count;

    /// <summary>Gets a key by its number.</summary>
    public DigestKey this[int number] => _keys[number];

    /// <summary>Returns the number of a key, a new one where it has none.</summary>
    public int Add(DigestKey key, out bool isNew)
    {
        var hash = (uint)key.GetHashCode();
        var shard = hash % Shards;
        var slots = _slots[shard] ??= new int[FirstSlots];
        var at = Search(slots, hash, key);
        isNew = slots[at] == 0;
        if (!isNew)
        {
            return slots[at] - 1;
        }

        _keys.Add(key);
        slots[at] = _keys.Count;
        if (++_used[shard] * 4 > slots.Length * 3)
        {
            Grow(shard);
        }

        return _keys.Count - 1;
    }

    /// <summary>Returns the number of a key; -1 where it has none.</summary>
    public int Find(DigestKey key)
    {
        var hash = (uint)key.GetHashCode();
        return _slots[hash % Shards] is { } slots ? slots[Search(slots, hash, key)] - 1 : -1;
    }

    /// <summary>Returns the slot that has a key, or where it would be. A slot has the number and 1.</summary>
    private int Search(int[] slots, uint hash, DigestKey key)
    {
        var at = (int)(hash / Shards % (uint)slots.Length);
        while (slots[at] != 0 && !_keys[slots[at] - 1].Equals(key))
        {
            at = at + 1 == slots.Length ? 0 : at + 1;
        }

        return at;
    }

    private void Grow(uint shard)
    {
        var slots = new int[_slots[shard].Length * 2];
        foreach (var number in _slots[shard].Where(number => number != 0))
        {
            var key = _keys[number - 1];
            slots[Search(slots, (uint)key.GetHashCode(), key)] = number;
        }

        _slots[shard] = slots;
    }
}
