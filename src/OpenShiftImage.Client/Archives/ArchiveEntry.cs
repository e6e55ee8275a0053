namespace OpenShiftImage.Archives;

/// <summary>A file of an archive, or something in it that is no file to be read.</summary>
/// <param name="Name">Its path in the archive.</param>
/// <param name="Content">What it holds, to be read before the next entry; null for what is passed over.</param>
/// <param name="PassedOver">Why it is passed over; null for what is read.</param>
internal readonly record struct ArchiveEntry(string Name, Stream? Content, string? PassedOver = null)
{
    /// <summary>Returns whether a file may hold objects, going by its name.</summary>
    public static bool IsDocument(string name) =>
        Path.GetExtension(name.AsSpan()) is { } extension
            && (extension.Equals(".yaml", StringComparison.OrdinalIgnoreCase)
                || extension.Equals(".yml", StringComparison.OrdinalIgnoreCase)
                || extension.Equals(".json", StringComparison.OrdinalIgnoreCase));
}
