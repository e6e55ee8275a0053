using OpenShiftImage.Sandbox.Storage;

namespace OpenShiftImage.Sandbox.Writing;

/// <summary>What a write decides: the object to store and return, or, when it removes, only to return.</summary>
internal sealed record WriteDecision(StoredImage Result, bool Removes = false);
