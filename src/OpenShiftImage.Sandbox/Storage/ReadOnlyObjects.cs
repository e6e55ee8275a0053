using OpenShiftImage.Sandbox.Primitives;

namespace OpenShiftImage.Sandbox.Storage;

/// <summary>
/// The objects of one resource that nobody changes. They share the revisions of the Images, so that a list that is
/// continued later expires as it would on a server.
/// </summary>
internal sealed class ReadOnlyObjects : IObjectSource
{
    private readonly ImageStore _store;
    private readonly StoredObject[] _objects;
    private readonly string _prefix;
    private readonly int _start;
    private readonly int _count;

    /// <param name="resource">The resource of which the objects are.</param>
    /// <param name="objects">The objects, in any order.</param>
    /// <param name="store">The Images.</param>
    public ReadOnlyObjects(ApiResource resource, IEnumerable<StoredObject> objects, ImageStore store)
    {
        Resource = resource;
        _store = store;
        _objects = [.. objects.OrderBy(item => item.Key.ToString(), StringComparer.Ordinal)];
        _prefix = "";
        _count = _objects.Length;
    }

    private ReadOnlyObjects(ReadOnlyObjects all, string name)
    {
        Resource = all.Resource;
        _store = all._store;
        _objects = all._objects;
        _prefix = name + "/";
        _start = all.FindFirst(_prefix);
        _count = all.FindFirst(name + (char)('/' + 1)) - _start;
    }

    public ApiResource Resource { get; }

    public bool HasUniqueNames => !Resource.IsNamespaced || _prefix.Length > 0;

    public IObjectList Current => new View(this, _store.Current.Revision);

    /// <summary>Returns those in a namespace, which need not exist.</summary>
    public ReadOnlyObjects In(string name) => new(this, name);

    /// <summary>Returns the object of a name; null when there is none.</summary>
    public StoredObject? Find(string name)
    {
        var index = FindFirst(_prefix + name);
        return index < _start + _count && _objects[index].Name == name ? _objects[index] : null;
    }

    public IObjectList? At(long revision, string from = "") =>
        revision >= _store.CompactedRevision && revision <= _store.Current.Revision ? new View(this, revision) : null;

    private int FindFirst(string key)
    {
        var (low, high) = (0, _objects.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (string.CompareOrdinal(_objects[middle].Key.ToString(), key) < 0)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }

    private sealed class View(ReadOnlyObjects source, long revision) : IObjectList
    {
        public long Revision => revision;

        public int Count => source._count;

        public StoredObject this[int index] => source._objects[source._start + index];

        public int IndexFrom(string start) =>
            Math.Clamp(source.FindFirst(source._prefix + start) - source._start, 0, source._count);

        public string GetKey(StoredObject item) => source._prefix.Length > 0 ? item.Name : item.Key.ToString();
    }
}
