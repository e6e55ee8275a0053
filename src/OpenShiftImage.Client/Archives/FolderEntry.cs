namespace OpenShiftImage.Archives;

/// <summary>Something that a folder was found to hold; its content has not been read.</summary>
/// <param name="Name">Its path in the folder.</param>
/// <param name="Path">Its full path.</param>
/// <param name="Length">Its bytes, when it was found.</param>
/// <param name="PassedOver">Why it is passed over; null for what is read.</param>
/// <param name="Fault">Why it cannot be read, though it should be; null when it can.</param>
internal readonly record struct FolderEntry(
    string Name, string Path, long Length = 0, string? PassedOver = null, Exception? Fault = null)
{
    /// <summary>Gets whether it is a file to be read.</summary>
    public bool IsRead => PassedOver is null && Fault is null;
}
