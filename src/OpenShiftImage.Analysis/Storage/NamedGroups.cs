namespace OpenShiftImage.Analysis.Storage;

/// <summary>Groups by name; an Image can belong to several.</summary>
internal sealed class NamedGroups : IImageGroups
{
    /// <summary>Name of the group of what belongs to none.</summary>
    public const string None = "<none>";

    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private readonly List<string> _names = [];
    private readonly List<List<int>> _images = [];

    /// <inheritdoc/>
    public int Count => _names.Count;

    /// <inheritdoc/>
    public string NameOf(int group) => _names[group];

    /// <inheritdoc/>
    public IReadOnlyList<int> ImagesOf(int group) => _images[group];

    /// <summary>
    /// Adds an Image to a group; all groups of one Image are told one after the other.
    /// </summary>
    /// <param name="group">Name of the group; null or empty for those that belong to none.</param>
    /// <param name="image">The Image.</param>
    public void Add(string? group, int image)
    {
        group = string.IsNullOrEmpty(group) ? None : group;
        if (!_numbers.TryGetValue(group, out var number))
        {
            number = _numbers[group] = _names.Count;
            _names.Add(group);
            _images.Add([]);
        }

        if (_images[number] is not [.., var last] || last != image)
        {
            _images[number].Add(image);
        }
    }
}
