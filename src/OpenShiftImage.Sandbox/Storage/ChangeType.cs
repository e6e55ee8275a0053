namespace OpenShiftImage.Sandbox.Storage;

/// <summary>What a change did to an object.</summary>
internal enum ChangeType
{
    Added,
    Modified,
    Deleted,
}
