using OpenShiftImage.Sandbox.Primitives;

namespace OpenShiftImage.Sandbox.Storage;

/// <summary>What can be listed: the objects of one resource, everywhere or in one namespace.</summary>
internal interface IObjectSource
{
    ApiResource Resource { get; }

    /// <summary>Gets whether a name tells an object: not over all namespaces.</summary>
    bool HasUniqueNames { get; }

    /// <summary>Gets the objects as they are.</summary>
    IObjectList Current { get; }

    /// <summary>
    /// Returns the objects as they were at a revision; null when that is still to come, or discarded.
    /// </summary>
    /// <param name="revision">The revision.</param>
    /// <param name="from">The first key that matters.</param>
    IObjectList? At(long revision, string from = "");
}
