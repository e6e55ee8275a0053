namespace OpenShiftImage.Commands;

/// <summary>Counts Images, and remembers the names of the first few, to tell which they are.</summary>
internal sealed class NameSample
{
    private const int MostNamed = 5;

    private readonly List<string?> _names = [];

    /// <summary>Gets how many there were.</summary>
    public long Count { get; private set; }

    /// <summary>Counts Images.</summary>
    public void Add(IReadOnlyCollection<Image> images)
    {
        Count += images.Count;
        _names.AddRange(images.Take(MostNamed - _names.Count).Select(image => image.Name));
    }

    /// <summary>The first names, and whether there are more.</summary>
    public override string ToString() => string.Join(", ", _names) + (Count > _names.Count ? ", …" : "");
}
