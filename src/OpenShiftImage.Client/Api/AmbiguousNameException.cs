namespace OpenShiftImage;

/// <summary>A text that means several Images where one is wanted.</summary>
public sealed class AmbiguousNameException : OpenShiftImageException
{
    internal AmbiguousNameException(string text, IReadOnlyList<string> names, bool isCut)
        : base(
            "AmbiguousName",
            $"'{text}' means several Images: {string.Join(", ", names)}{(isCut ? ", …" : "")}.",
            text,
            null)
    {
        Names = names;
    }

    /// <summary>Gets the first of the names that it means.</summary>
    public IReadOnlyList<string> Names { get; }
}
