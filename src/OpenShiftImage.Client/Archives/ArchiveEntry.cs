namespace OpenShiftImage.Archives;

/// <summary>A file of an archive, or something in it that is no file to be read.</summary>
/// <param name="Name">Its path in the archive.</param>
/// <param name="Content">What it holds, to be read before the next entry; null for what is not read.</param>
/// <param name="PassedOver">Why it is passed over; null for what is read.</param>
/// <param name="Fault">Why it cannot be read, though it should be; null when it can.</param>
internal readonly record struct ArchiveEntry(
    string Name, Stream? Content, string? PassedOver = null, Exception? Fault = null)
{
    /// <summary>Returns whether an exception is about what is read, and not about how.</summary>
    public static bool IsFault(Exception exception) => exception is IOException or InvalidDataException
        or UnauthorizedAccessException or FormatException or NotSupportedException;

    /// <summary>Returns whether a file may hold objects, going by its name.</summary>
    public static bool IsDocument(ReadOnlySpan<char> name) =>
        Path.GetExtension(name) is { } extension
            && (extension.Equals(".yaml", StringComparison.OrdinalIgnoreCase)
                || extension.Equals(".yml", StringComparison.OrdinalIgnoreCase)
                || extension.Equals(".json", StringComparison.OrdinalIgnoreCase));
}
