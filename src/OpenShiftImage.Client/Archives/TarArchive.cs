using System.Formats.Tar;

namespace OpenShiftImage.Archives;

/// <summary>A tar file, compressed by gzip or not. It is read as it comes, and never unpacked.</summary>
/// <param name="path">Path of the file.</param>
/// <param name="isCompressed">Whether it is compressed.</param>
internal sealed class TarArchive(string path, bool isCompressed) : IArchive
{
    /// <inheritdoc/>
    public string Order => "in the order of the archive";

    /// <inheritdoc/>
    public bool HasIndependentEntries => false;

    /// <inheritdoc/>
    public IEnumerable<ArchiveEntry> ReadEntries(CancellationToken cancellationToken)
    {
        using var content = ArchiveFile.OpenContent(path, isCompressed, cancellationToken);
        using var blocks = new TarBlocks(content);
        using var tar = new TarReader(blocks);
        while (tar.GetNextEntry() is { } entry)
        {
            cancellationToken.ThrowIfCancellationRequested();
            switch (entry.EntryType)
            {
                case TarEntryType.Directory or TarEntryType.GlobalExtendedAttributes:
                    break;
                case TarEntryType.SymbolicLink or TarEntryType.HardLink:
                    yield return new ArchiveEntry(entry.Name, null, "it is a link");
                    break;
                case TarEntryType.RegularFile or TarEntryType.V7RegularFile or TarEntryType.ContiguousFile
                    when ArchiveEntry.IsDocument(entry.Name):
                    yield return new ArchiveEntry(entry.Name, entry.DataStream ?? Stream.Null);
                    break;
                default:
                    yield return new ArchiveEntry(
                        entry.Name,
                        null,
                        ArchiveEntry.IsDocument(entry.Name) ? "it is no plain file" : "it is neither YAML nor JSON");
                    break;
            }
        }

        if (!blocks.HasEndMark)
        {
            throw new InvalidDataException("its end is missing, so more may have been in it");
        }
    }

    /// <inheritdoc/>
    public string? ReadBeginning(string name, CancellationToken cancellationToken)
    {
        using var content = ArchiveFile.OpenContent(path, isCompressed, cancellationToken);
        using var tar = new TarReader(content);
        while (tar.GetNextEntry() is { } entry)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (entry.DataStream is { } data && ArchiveEntry.IsAtTop(entry.Name, name))
            {
                return ArchiveEntry.ReadBeginning(data);
            }
        }

        return null;
    }
}
