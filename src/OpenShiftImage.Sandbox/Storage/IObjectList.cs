namespace OpenShiftImage.Sandbox.Storage;

/// <summary>The objects that a list shows, as they were at one revision, in the order of their keys.</summary>
internal interface IObjectList
{
    long Revision { get; }

    int Count { get; }

    StoredObject this[int index] { get; }

    /// <summary>Returns the index of the first object whose key is not before <paramref name="start"/>.</summary>
    int IndexFrom(string start);

    /// <summary>Returns the key of an object in this list: without the namespace where the list is of one.</summary>
    string GetKey(StoredObject item);
}
