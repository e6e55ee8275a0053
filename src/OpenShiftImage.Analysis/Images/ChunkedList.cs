using System.Numerics;
using System.Runtime.CompilerServices;

namespace OpenShiftImage.Analysis.Images;

/// <summary>
/// A list that grows by pieces, so that it is never held twice as an array that is copied would be.
/// </summary>
internal sealed class ChunkedList<T>
{
    /// <summary>Bytes of a piece; what is below 85,000 does not go to the heap of large objects.</summary>
    private const int ChunkBytes = 1 << 16;

    private static readonly int s_shift = BitOperations.Log2((uint)Math.Max(1, ChunkBytes / Unsafe.SizeOf<T>()));

    private readonly List<T[]> _chunks = [];

    /// <summary>Gets how many there are.</summary>
    public int Count { get; private set; }

    /// <summary>Gets one of them.</summary>
    public ref T this[int index] => ref _chunks[index >> s_shift][index & ((1 << s_shift) - 1)];

    /// <summary>Adds one.</summary>
    public void Add(T item)
    {
        if (Count >> s_shift == _chunks.Count)
        {
            _chunks.Add(new T[1 << s_shift]);
        }

        Count++;
        this[Count - 1] = item;
    }
}
