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
    public IEnumerable<ArchiveEntry> ReadEntries(CancellationToken cancellationToken) =>
        ReadFolder(path, "", 0, cancellationToken);

    private static IEnumerable<ArchiveEntry> ReadFolder(
        string folder, string prefix, int depth, CancellationToken cancellationToken)
    {
        // Only the names of one folder are held at a time.
        var entries = new FileSystemEnumerable<(string Name, bool IsFolder, bool IsLink)>(
            folder,
            static (ref FileSystemEntry entry) => (
                entry.FileName.ToString(),
                entry.IsDirectory,
                (entry.Attributes & FileAttributes.ReparsePoint) != 0),
            new EnumerationOptions { AttributesToSkip = 0, IgnoreInaccessible = false })
            .OrderBy(entry => entry.Name, StringComparer.Ordinal)
            .ToList();
        foreach (var (name, isFolder, isLink) in entries)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var inside = prefix + name;
            if (isLink)
            {
                yield return new ArchiveEntry(inside, null, "it is a link");
            }
            else if (isFolder && depth == MaxDepth)
            {
                yield return new ArchiveEntry(inside, null, $"it is deeper than {MaxDepth} folders");
            }
            else if (isFolder)
            {
                foreach (var entry in ReadFolder(
                    Path.Combine(folder, name), inside + "/", depth + 1, cancellationToken))
                {
                    yield return entry;
                }
            }
            else if (ArchiveEntry.IsDocument(name))
            {
                using var file = ArchiveFile.Open(Path.Combine(folder, name));
                yield return new ArchiveEntry(inside, file);
            }
            else
            {
                yield return new ArchiveEntry(inside, null, "it is neither YAML nor JSON");
            }
        }
    }
}
