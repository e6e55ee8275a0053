using System.Runtime.InteropServices;

namespace OpenShiftImage.Analysis.Images;

/// <summary>
/// Numbers names from 0, in the order in which they come. It consists of many small tables, so that none of them is held
/// twice when it grows: half a million layers take 30 MB at their most.
/// </summary>
internal sealed class KeyTable
{
    private const int Shards = 64;

    private readonly Dictionary<DigestKey, int>[] _shards = new Dictionary<DigestKey, int>[Shards];

    /// <summary>Gets how many names there are.</summary>
    public int Count { get; private set; }

    /// <summary>Returns the number of a name, a new one where it has none.</summary>
    public int Add(DigestKey key, out bool isNew)
    {
        ref var shard = ref _shards[(uint)key.GetHashCode() % Shards];
        ref var number = ref CollectionsMarshal.GetValueRefOrAddDefault(shard ??= [], key, out var exists);
        isNew = !exists;
        return exists ? number : number = Count++;
    }

    /// <summary>Returns the number of a name; -1 where it has none.</summary>
    public int Find(DigestKey key) =>
        _shards[(uint)key.GetHashCode() % Shards]?.TryGetValue(key, out var number) == true ? number : -1;
}
