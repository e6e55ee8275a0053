using OpenShiftImage.Sandbox.Storage;

namespace OpenShiftImage.Sandbox.Writing;

/// <summary>The object that a write returns, whether it is new, and what the server warns of.</summary>
internal sealed record WriteResult(StoredImage Image, bool IsCreated, IReadOnlyList<string> Warnings);
