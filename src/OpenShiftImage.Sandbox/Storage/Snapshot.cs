using System.Collections.Immutable;

namespace OpenShiftImage.Sandbox.Storage;

/// <summary>All Images as they were at one revision, in the order of their names.</summary>
public sealed record Snapshot(long Revision, ImmutableSortedSet<StoredImage> Images) : IObjectList
{
    int IObjectList.Count => Images.Count;

    StoredObject IObjectList.this[int index] => Images[index];

    /// <summary>Returns the object of a name; null when there is none.</summary>
    public StoredImage? Find(string name) => Images.TryGetValue(StoredImage.KeyOf(name), out var found) ? found : null;

    /// <summary>Returns the index of the first object whose name is not before <paramref name="start"/>.</summary>
    internal int IndexFrom(string start)
    {
        var index = Images.IndexOf(StoredImage.KeyOf(start));
        return index < 0 ? ~index : index;
    }

    int IObjectList.IndexFrom(string start) => IndexFrom(start);

    string IObjectList.GetKey(StoredObject item) => item.Name;
}
