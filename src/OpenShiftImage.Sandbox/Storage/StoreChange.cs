namespace OpenShiftImage.Sandbox.Storage;

/// <summary>One change of the store.</summary>
/// <param name="Type">What it did.</param>
/// <param name="Image">The object after it; of a deletion the last state, with the deletion's revision.</param>
/// <param name="Previous">The object before it; null when it was created.</param>
internal sealed record StoreChange(ChangeType Type, StoredImage Image, StoredImage? Previous)
{
    public long Revision => Image.Revision;
}
