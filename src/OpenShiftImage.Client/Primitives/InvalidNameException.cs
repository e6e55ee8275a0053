namespace OpenShiftImage;

/// <summary>A text that cannot be the name of an Image.</summary>
public sealed class InvalidNameException : OpenShiftImageException
{
    internal InvalidNameException(string name)
        : base(
            "InvalidName",
            name.Length > MaxLength
                ? $"A text of {name.Length} characters cannot be the name of an Image: '{name[..40]}…'."
                : $"'{name}' cannot be the name of an Image: it may not be empty, '.' or '..', "
                    + "nor contain '/', '%' or a NUL.",
            name.Length > MaxLength ? name[..40] + "…" : name,
            null)
    {
    }

    /// <summary>
    /// Gets the most characters that are sent as a name: a server's line of a request has room for few more.
    /// </summary>
    internal static int MaxLength => 4096;
}
