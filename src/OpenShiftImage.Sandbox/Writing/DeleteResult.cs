using OpenShiftImage.Sandbox.Storage;

namespace OpenShiftImage.Sandbox.Writing;

/// <summary>The object that was deleted, or, when it has finalizers, waits for them.</summary>
internal sealed record DeleteResult(StoredImage Image, bool IsTerminating);
