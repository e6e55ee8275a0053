namespace OpenShiftImage.Analysis.Images;

/// <summary>All layers, each once, whatever Images have it.</summary>
internal sealed class LayerTable
{
    private readonly KeyTable _keys = new();
    private readonly ChunkedList<long> _sizes = new();

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
            _sizes.Add(size);
        }
        else if (_sizes[number] != size)
        {
            DifferingSizes++;
            FirstDiffering ??= layer.Key.ToString();
            _sizes[number] = Math.Max(_sizes[number], size);
        }

        return number;
    }

    /// <summary>Returns the size of a layer in bytes.</summary>
    public long SizeOf(int layer) => _sizes[layer];
}
