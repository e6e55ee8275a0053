using System.IO.Enumeration;

namespace OpenShiftImage.Archives;

/// <summary>A folder and all that is below it, but for what links lead to.</summary>
/// <param name="path">Path of the folder.</param>
internal sealed class FolderArchive(string path) : IArchive
{
    /// <summary>Deeper than any collection, and what keeps a mount of itself from having no end.</summary>
    private const int MaxDepth = 64;

    /// <summary>The most entries that are read ahead.</summary>
    private const int MaxBatch = 32;

    /// <inheritdoc/>
    public string Order => "in the order of the files' paths";

    /// <inheritdoc/>
    public bool HasIndependentEntries => true;

    /// <inheritdoc/>
    public IEnumerable<ArchiveEntry> ReadEntries(CancellationToken cancellationToken)
    {
        using var entries = ListFolder(List(path), path, "", 0, cancellationToken).GetEnumerator();
        var size = 1;
        var batch = FolderBatch.Next(entries, size);
        try
        {
            while (batch is not null)
            {
                // The first object comes at once; the more are asked for, the further is read ahead.
                size = Math.Min(size * 2, MaxBatch);
                var ahead = FolderBatch.Next(entries, size);
                try
                {
                    ahead?.Begin();
                    foreach (var entry in batch.ReadEntries(cancellationToken))
                    {
                        yield return entry;
                    }
                }
                finally
                {
                    batch.Dispose();
                    batch = ahead;
                }
            }
        }
        finally
        {
            batch?.Dispose();
        }
    }

    /// <inheritdoc/>
    public string? ReadBeginning(string name, CancellationToken cancellationToken)
    {
        var file = List(path).Where(item => item.IsFolder && !item.IsLink)
            .Select(item => Path.Combine(path, item.Name))
            .Prepend(path)
            .Select(folder => new FileInfo(Path.Combine(folder, name)))
            // A pipe has no length, and whoever opens it waits for its writer.
            .FirstOrDefault(file => file is { Exists: true, LinkTarget: null, Length: > 0 });
        if (file is null)
        {
            return null;
        }

        using var content = file.OpenRead();
        return ArchiveEntry.ReadBeginning(content);
    }

    private static IEnumerable<FolderEntry> ListFolder(
        List<FolderItem> items, string folder, string prefix, int depth, CancellationToken cancellationToken)
    {
        foreach (var item in items)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var (inside, full) = (prefix + item.Name, Path.Combine(folder, item.Name));
            if (item.IsFolder && !item.IsLink && depth < MaxDepth)
            {
                var (inner, fault) = TryList(full);
                if (inner is null)
                {
                    yield return new FolderEntry(inside, full, Fault: fault);
                    continue;
                }

                foreach (var entry in ListFolder(inner, full, inside + "/", depth + 1, cancellationToken))
                {
                    yield return entry;
                }
            }
            else
            {
                yield return new FolderEntry(inside, full, item.Length, ReasonAgainst(item));
            }
        }
    }

    private static string? ReasonAgainst(FolderItem item) =>
        item.IsLink ? "it is a link"
        : item.IsFolder ? $"it is deeper than {MaxDepth} folders"
        : !ArchiveEntry.IsDocument(item.Name) ? "it is neither YAML nor JSON"
        // A pipe has no length either, and whoever opens it waits for its writer.
        : item.Length == 0 ? "it is empty"
        : null;

    /// <summary>Returns what is in a folder, by name: only the names of one folder are held at a time.</summary>
    private static List<FolderItem> List(string folder) => new FileSystemEnumerable<FolderItem>(
        folder,
        static (ref FileSystemEntry entry) => new FolderItem(
            entry.FileName.ToString(),
            entry.IsDirectory,
            (entry.Attributes & FileAttributes.ReparsePoint) != 0,
            entry.IsDirectory ? 0 : entry.Length),
        new EnumerationOptions { AttributesToSkip = 0, IgnoreInaccessible = false })
        .OrderBy(entry => entry.Name, StringComparer.Ordinal)
        .ToList();

    private static (List<FolderItem>? Items, Exception? Fault) TryList(string folder)
    {
        try
        {
            return (List(folder), null);
        }
        catch (Exception e) when (ArchiveEntry.IsFault(e))
        {
            return (null, e);
        }
    }

    private readonly record struct FolderItem(string Name, bool IsFolder, bool IsLink, long Length);
}
