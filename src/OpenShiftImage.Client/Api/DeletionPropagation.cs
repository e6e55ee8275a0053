namespace OpenShiftImage;

/// <summary>How garbage collection treats the dependents of a deleted object. Nothing depends on an Image.</summary>
public enum DeletionPropagation
{
    /// <summary>Leaves the dependents alone.</summary>
    Orphan,

    /// <summary>Deletes the object first, its dependents later.</summary>
    Background,

    /// <summary>Deletes the dependents first.</summary>
    Foreground,
}
