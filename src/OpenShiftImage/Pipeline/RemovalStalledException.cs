using OpenShiftImage.Primitives;

namespace OpenShiftImage.Pipeline;

/// <summary>A deletion in batches does not come any further.</summary>
internal sealed class RemovalStalledException(string message) : Exception(ControlCharacters.Escape(message));
