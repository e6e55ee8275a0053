using System.Collections.Concurrent;

namespace OpenShiftImage.Serialization;

/// <summary>
/// The memory in which the pages of one list are held by turns. Unlike the shared pool it keeps nothing for threads and
/// lists that may come: there are as many pieces as were in use at once, and they go with the list.
/// </summary>
internal sealed class MemoryPieces
{
    private const int Length = 1 << 18;

    private readonly ConcurrentStack<byte[]> _free = new();

    /// <summary>Returns a piece that has room for some bytes; what is in it is left over from before.</summary>
    public byte[] Rent(int bytes) =>
        bytes <= Length && _free.TryPop(out var piece)
            ? piece
            : GC.AllocateUninitializedArray<byte>(Math.Max(Length, bytes));

    /// <summary>Takes a piece back; one of an uncommon length is left to the garbage collector.</summary>
    public void Return(byte[] piece)
    {
        if (piece.Length == Length)
        {
            _free.Push(piece);
        }
    }
}
