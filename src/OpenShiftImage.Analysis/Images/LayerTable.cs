namespace OpenShiftImage.Analysis.Images;

/// <summary>All layers, each once, whatever Images have it.</summary>
internal sealed class LayerTable
{
    private const uint LargeSizeMarker = uint.MaxValue;

    private readonly KeyTable _keys = new();

    /// <summary>Sizes in bytes; <see cref="LargeSizeMarker"/> for the few of 4 GiB and more.</summary>
    private readonly ChunkedList<uint> _sizes = new();

    private readonly Dictionary<int, long> _largeSizes = [];

    /// <summary>Gets how many layers there are.</summary>
    public int Count => _sizes.Count;

    /// <summary>Gets how often a layer was told with another size than before.</summary>
    public int DifferingSizes { get; private set; }

    /// <summary>Gets the first layer that was told with two sizes; null where none was.</summary>
    public string? FirstDiffering { get; private set; }

    /// <summary>Returns the number of a layer. Of differing sizes the largest counts.</summary>
    public int Add(LayerFacts layer)
    {
        var number = _keys.Add(layer.Key, out var isNew);
        var size = Math.Max(0, layer.Size);
        if (isNew)
        {
            _sizes.Add(0);
            Set(number, size);
        }
        else if (SizeOf(number) != size)
        {
            DifferingSizes++;
            FirstDiffering ??= layer.Key.ToString();
            Set(number, Math.Max(SizeOf(number), size));
        }

        return number;
    }

    /// <summary>Returns the size of a layer in bytes.</summary>
    public long SizeOf(int layer) => _sizes[layer] is var size and not LargeSizeMarker ? size : _largeSizes[layer];

    private void Set(int layer, long size)
    {
        var fits = size < LargeSizeMarker;
        _sizes[layer] = fits ? (uint)size : LargeSizeMarker;
        if (!fits)
        {
            _largeSizes[layer] = size;
        }
    }
}
