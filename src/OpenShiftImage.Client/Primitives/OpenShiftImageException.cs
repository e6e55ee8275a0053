using OpenShiftImage.Primitives;

namespace OpenShiftImage;

/// <summary>A failure that a user can cause and act on.</summary>
public abstract class OpenShiftImageException : Exception
{
    private protected OpenShiftImageException(string errorId, string message, string? target, Exception? inner)
        : base(ControlCharacters.Escape(SecretNames.MaskTokens(message)), inner)
    {
        ErrorId = errorId;
        Target = target is null ? null : SecretNames.MaskTokens(target);
    }

    /// <summary>
    /// Stable id of the failure, for scripts to branch on: for an answer of the server, the API's reason.
    /// </summary>
    public string ErrorId { get; }

    /// <summary>
    /// What the failure is about: the name of an Image, a context, a file, a server; null when it is the request.
    /// </summary>
    public string? Target { get; }
}
