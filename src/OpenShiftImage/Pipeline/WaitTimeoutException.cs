using OpenShiftImage.Primitives;

namespace OpenShiftImage.Pipeline;

/// <summary>What was waited for did not come in time.</summary>
public sealed class WaitTimeoutException(string message, string name)
    : TimeoutException(ControlCharacters.Escape(message))
{
    /// <summary>Name of the Image.</summary>
    public string Name { get; } = name;
}
