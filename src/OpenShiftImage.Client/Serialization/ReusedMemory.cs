namespace OpenShiftImage.Serialization;

/// <summary>
/// Memory for the JSON of objects that are looked at once: it is rented in large pieces, and goes back as a whole, so
/// that a list of any length leaves no garbage behind, but for pages that are read again after a failure. For one
/// writer at a time.
/// </summary>
/// <param name="pieces">Where the pieces come from, and go to.</param>
internal sealed class ReusedMemory(MemoryPieces pieces) : IDisposable
{
    private readonly List<byte[]> _pieces = [];
    private int _used;

    /// <summary>Gets whether what was kept here is gone.</summary>
    public bool IsReturned { get; private set; }

    /// <summary>Keeps a copy of some bytes until all are returned.</summary>
    public ReadOnlyMemory<byte> Keep(ReadOnlySpan<byte> bytes)
    {
        if (_pieces.Count == 0 || _pieces[^1].Length - _used < bytes.Length)
        {
            _pieces.Add(pieces.Rent(bytes.Length));
            _used = 0;
        }

        var kept = _pieces[^1].AsMemory(_used, bytes.Length);
        bytes.CopyTo(kept.Span);
        _used += bytes.Length;
        return kept;
    }

    /// <summary>Returns the memory: whatever is kept in it must not be looked at any more.</summary>
    public void Dispose()
    {
        IsReturned = true;
        foreach (var piece in _pieces)
        {
            pieces.Return(piece);
        }

        _pieces.Clear();
    }
}
