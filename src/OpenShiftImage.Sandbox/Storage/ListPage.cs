using OpenShiftImage.Sandbox.Primitives;

namespace OpenShiftImage.Sandbox.Storage;

/// <summary>One page of a list.</summary>
/// <param name="Resource">The resource of which the objects are.</param>
/// <param name="Objects">The objects.</param>
/// <param name="Revision">The revision that the list shows.</param>
/// <param name="Continue">The token of the next page; null when there is none.</param>
/// <param name="RemainingCount">The number of objects on later pages; null when it is not known.</param>
internal sealed record ListPage(
    ApiResource Resource,
    IReadOnlyList<StoredObject> Objects,
    long Revision,
    string? Continue = null,
    long? RemainingCount = null);
