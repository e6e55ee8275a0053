namespace OpenShiftImage.Analysis.Images;

/// <summary>
/// All Images with their layers, in some 80 bytes each and 4 for each layer: what can only be decided when all are
/// known fits into memory for hundreds of thousands.
/// </summary>
internal sealed class ImageTable
{
    private readonly KeyTable _keys = new();
    private readonly ChunkedList<ImageRecord> _records = new();
    private readonly ChunkedList<int> _layerNumbers = new();
    private readonly ChunkedList<(int Image, DigestKey Member)> _members = new();

    /// <summary>Names that their keys cannot give back.</summary>
    private readonly Dictionary<int, string> _oddNames = [];

    private readonly HashSet<string> _repositories = [];
    private readonly HashSet<int> _distinct = [];
    private NumberPairs? _membersOf;

    /// <summary>Gets the layers of all.</summary>
    public LayerTable Layers { get; } = new();

    /// <summary>Gets how many there are.</summary>
    public int Count => _records.Count;

    /// <summary>Gets how many of them are manifest lists.</summary>
    public int ListCount { get; private set; }

    /// <summary>Adds an Image; one that is there already is left as it is.</summary>
    /// <returns>Its number; -1 where it is there already.</returns>
    public int Add(ImageFacts image)
    {
        var key = DigestKey.Of(image.Name);
        var number = _keys.Add(key, out var isNew);
        if (!isNew)
        {
            return -1;
        }

        var first = _layerNumbers.Count;
        _distinct.Clear();
        foreach (var layer in image.Layers)
        {
            var found = Layers.Add(layer);
            if (_distinct.Add(found))
            {
                _layerNumbers.Add(found);
            }
        }

        foreach (var member in image.Members)
        {
            _members.Add((number, member));
        }

        ListCount += image.Members.Count > 0 ? 1 : 0;
        _membersOf = null;
        var pins = PinsItself(image.Reference, image.Name);
        if (!DigestKey.IsSha256(image.Name))
        {
            _oddNames[number] = image.Name;
        }

        _records.Add(new ImageRecord
        {
            PinsItself = pins,
            Repository = Share(pins ? image.Reference![..^(image.Name.Length + 1)] : image.Reference),
            IsManaged = image.IsManaged,
            CreatedTicks = image.Created?.UtcTicks ?? 0,
            MetadataSize = image.MetadataSize,
            FirstLayer = first,
        });
        return number;
    }

    /// <summary>Returns the number of an Image; -1 where there is none of that name.</summary>
    public int Find(DigestKey name) => _keys.Find(name);

    /// <summary>Returns what is kept of an Image.</summary>
    public ref readonly ImageRecord this[int image] => ref _records[image];

    /// <summary>Returns the key of the name of an Image.</summary>
    public DigestKey KeyOf(int image) => _keys[image];

    /// <summary>Returns the name of an Image.</summary>
    public string NameOf(int image) =>
        _oddNames.TryGetValue(image, out var name) ? name : _keys[image].ToString();

    /// <summary>Returns where an Image can be pulled from; null where it does not say.</summary>
    public string? ReferenceOf(int image) =>
        _records[image].PinsItself ? $"{_records[image].Repository}@{NameOf(image)}" : _records[image].Repository;

    /// <summary>Returns the Images that are members of a manifest list; those that do not exist are left out.</summary>
    public IReadOnlyList<int> MembersOf(int image) => Members[image];

    /// <summary>Gets the manifest lists that have members which exist, with those members.</summary>
    public NumberPairs Members => _membersOf ??= new NumberPairs(FindMembers());

    /// <summary>
    /// Returns the layers of an Image, each once: its own, and of a manifest list those of its members, however deep.
    /// </summary>
    public IEnumerable<int> LayersOf(int image)
    {
        if (MembersOf(image).Count == 0)
        {
            return OwnLayersOf(image);
        }

        var (seen, open, layers) = (new HashSet<int> { image }, new Stack<int>([image]), new HashSet<int>());
        while (open.TryPop(out var next))
        {
            layers.UnionWith(OwnLayersOf(next));
            foreach (var member in MembersOf(next).Where(seen.Add))
            {
                open.Push(member);
            }
        }

        return layers;
    }

    /// <summary>Returns the size of an Image: of its layers, each once.</summary>
    public long SizeOf(int image)
    {
        var size = 0L;
        foreach (var layer in LayersOf(image))
        {
            size = Bytes.Add(size, Layers.SizeOf(layer));
        }

        return size;
    }

    private IEnumerable<int> OwnLayersOf(int image)
    {
        var end = image + 1 < Count ? _records[image + 1].FirstLayer : _layerNumbers.Count;
        for (var at = _records[image].FirstLayer; at < end; at++)
        {
            yield return _layerNumbers[at];
        }
    }

    private static bool PinsItself(string? reference, string name) =>
        reference is not null && name.Length > 0 && reference.Length > name.Length
            && reference[^(name.Length + 1)] == '@' && reference.EndsWith(name, StringComparison.Ordinal);

    /// <summary>Returns the same text for the same repository, of which there are few.</summary>
    private string? Share(string? repository)
    {
        if (repository is null || _repositories.Add(repository))
        {
            return repository;
        }

        _repositories.TryGetValue(repository, out var known);
        return known;
    }

    private IEnumerable<(int List, int Member)> FindMembers()
    {
        var (list, seen) = (-1, new HashSet<int>());
        for (var at = 0; at < _members.Count; at++)
        {
            var (image, member) = _members[at];
            if (image != list)
            {
                list = image;
                seen.Clear();
            }

            var number = Find(member);
            if (number >= 0 && seen.Add(number))
            {
                yield return (list, number);
            }
        }
    }
}
