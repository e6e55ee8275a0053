namespace OpenShiftImage;

/// <summary>
/// What files held when they were read. Their content is compared and not their time, which a copy can keep and a swapped link does
/// not change. What is no regular file is read once only, and so counts as unchanged.
/// </summary>
internal sealed class FileSnapshots
{
    /// <summary>No files.</summary>
    public static readonly FileSnapshots None = new();

    private readonly Dictionary<string, byte[]?> _contents = new(StringComparer.Ordinal);

    /// <summary>Whether there is no file.</summary>
    public bool IsEmpty => _contents.Count == 0;

    /// <summary>Reads a file, and keeps what it held.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public byte[] Read(string path)
    {
        var content = BoundedFile.Read(path, out var isRegular);
        _contents[path] = isRegular ? content : null;
        return content;
    }

    /// <summary>Keeps that a file is not there.</summary>
    public void AddMissing(string path) => _contents[path] = [];

    /// <summary>Returns whether every file holds what it did. Blocks as long as the system does.</summary>
    public bool AreCurrent() => _contents.All(item => item.Value is not { } then || IsSame(item.Key, then));

    private static bool IsSame(string path, byte[] then)
    {
        try
        {
            return File.Exists(path) ? BoundedFile.Read(path, out _).AsSpan().SequenceEqual(then) : then.Length == 0;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Whoever reads it says what is wrong with it.
            return false;
        }
    }
}
