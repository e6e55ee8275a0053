using System.IO.Enumeration;

namespace OpenShiftImage.Archives;

/// <summary>A folder and all that is below it, but for what links lead to.</summary>
/// <param name="path">Path of the folder.</param>
internal sealed class FolderArchive(string path) : IArchive
{
    /// <summary>Deeper than any collection, and what keeps a mount of itself from having no end.</summary>
    private const int MaxDepth = 64;

    /// <inheritdoc/>
    public string Order => "in the order of the files' paths";

    /// <inheritdoc/>
    public bool HasIndependentEntries => true;

    /// <inheritdoc/>
    public IEnumerable<ArchiveEntry> ReadEntries(CancellationToken cancellationToken) =>
        ReadFolder(List(path), path, "", 0, cancellationToken);

    private static IEnumerable<ArchiveEntry> ReadFolder(
        List<FolderItem> items, string folder, string prefix, int depth, CancellationToken cancellationToken)
    {
        foreach (var item in items)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var (inside, full) = (prefix + item.Name, Path.Combine(folder, item.Name));
            if (item.IsFolder && !item.IsLink && depth < MaxDepth)
            {
                var (inner, fault) = Try(() => List(full));
                if (inner is null)
                {
                    yield return new ArchiveEntry(inside, null, Fault: fault);
                    continue;
                }

                foreach (var entry in ReadFolder(inner, full, inside + "/", depth + 1, cancellationToken))
                {
                    yield return entry;
                }
            }
            else if (ReasonAgainst(item) is { } reason)
            {
                yield return new ArchiveEntry(inside, null, reason);
            }
            else
            {
                var (file, fault) = Try(() => ArchiveFile.Open(full));
                using (file)
                {
                    yield return new ArchiveEntry(inside, file, Fault: fault);
                }
            }
        }
    }

    private static string? ReasonAgainst(FolderItem item) =>
        item.IsLink ? "it is a link"
        : item.IsFolder ? $"it is deeper than {MaxDepth} folders"
        : !ArchiveEntry.IsDocument(item.Name) ? "it is neither YAML nor JSON"
        // A pipe has no length either, and whoever opens it waits for its writer.
        : item.IsEmpty ? "it is empty"
        : null;

    /// <summary>Returns what is in a folder, by name: only the names of one folder are held at a time.</summary>
    private static List<FolderItem> List(string folder) => new FileSystemEnumerable<FolderItem>(
        folder,
        static (ref FileSystemEntry entry) => new FolderItem(
            entry.FileName.ToString(),
            entry.IsDirectory,
            (entry.Attributes & FileAttributes.ReparsePoint) != 0,
            !entry.IsDirectory && entry.Length == 0),
        new EnumerationOptions { AttributesToSkip = 0, IgnoreInaccessible = false })
        .OrderBy(entry => entry.Name, StringComparer.Ordinal)
        .ToList();

    private static (T? Value, Exception? Fault) Try<T>(Func<T> read)
        where T : class
    {
        try
        {
            return (read(), null);
        }
        catch (Exception e) when (ArchiveEntry.IsFault(e))
        {
            return (null, e);
        }
    }

    private readonly record struct FolderItem(string Name, bool IsFolder, bool IsLink, bool IsEmpty);
}
