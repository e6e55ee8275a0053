using System.Text;

namespace OpenShiftImage.Archives;

/// <summary>A file of an archive, or something in it that is no file to be read.</summary>
/// <param name="Name">Its path in the archive.</param>
/// <param name="Content">What it holds, to be read before the next entry; null for what is not read.</param>
/// <param name="PassedOver">Why it is passed over; null for what is read.</param>
/// <param name="Fault">Why it cannot be read, though it should be; null when it can.</param>
internal readonly record struct ArchiveEntry(
    string Name, Stream? Content, string? PassedOver = null, Exception? Fault = null)
{
    /// <summary>Bytes that are read of a file that is no document.</summary>
    private const int MaxBeginning = 1024;

    /// <summary>Returns whether an exception is about what is read, and not about how.</summary>
    public static bool IsFault(Exception exception) => exception is IOException or InvalidDataException
        or UnauthorizedAccessException or FormatException or NotSupportedException;

    /// <summary>Returns whether a file of some name lies at the top of an archive, or in a folder there.</summary>
    /// <param name="path">Its path in the archive.</param>
    /// <param name="name">The name.</param>
    public static bool IsAtTop(string path, string name)
    {
        var parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries).Where(part => part != ".").ToArray();
        return parts.Length is 1 or 2 && parts[^1] == name;
    }

    /// <summary>Reads the beginning of a text.</summary>
    public static string ReadBeginning(Stream content)
    {
        var bytes = new byte[MaxBeginning];
        return Encoding.UTF8.GetString(bytes, 0, content.ReadAtLeast(bytes, MaxBeginning, throwOnEndOfStream: false));
    }

    /// <summary>Returns whether a file may hold objects, going by its name.</summary>
    public static bool IsDocument(ReadOnlySpan<char> name) =>
        Path.GetExtension(name) is { } extension
            && (extension.Equals(".yaml", StringComparison.OrdinalIgnoreCase)
                || extension.Equals(".yml", StringComparison.OrdinalIgnoreCase)
                || extension.Equals(".json", StringComparison.OrdinalIgnoreCase));
}
