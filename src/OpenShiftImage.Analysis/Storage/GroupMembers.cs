namespace OpenShiftImage.Analysis.Storage;

/// <summary>Which Images belong to which groups; one can belong to several.</summary>
internal sealed class GroupMembers
{
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private readonly List<string> _names = [];
    private readonly List<List<int>> _images = [];

    /// <summary>Gets the names of the groups.</summary>
    public IReadOnlyList<string> Names => _names;

    /// <summary>Adds an Image to a group.</summary>
    public void Add(string group, int image)
    {
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

    /// <summary>Returns the Images of a group, each once where those of one Image were added together.</summary>
    public IReadOnlyList<int> ImagesOf(int group) => _images[group];
}
