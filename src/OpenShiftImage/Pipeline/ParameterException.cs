using OpenShiftImage.Primitives;

namespace OpenShiftImage.Pipeline;

/// <summary>Parameters that do not go together, or an argument that cannot be used.</summary>
public sealed class ParameterException(string errorId, string message, object? target = null, Exception? inner = null)
    : Exception(ControlCharacters.Escape(SecretNames.MaskTokens(message)), inner)
{
    /// <summary>Stable id of the error.</summary>
    public string ErrorId { get; } = errorId;

    /// <summary>The argument.</summary>
    public object? Argument { get; } = target is string text ? SecretNames.MaskTokens(text) : target;

    /// <summary>Gets what to do next; null where the message says it, or the id does.</summary>
    internal string? NextStep { get; init; }
}
