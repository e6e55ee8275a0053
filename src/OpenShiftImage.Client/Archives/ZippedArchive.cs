using System.IO.Compression;

namespace OpenShiftImage.Archives;

/// <summary>A zip file. It is read where it is, and never unpacked.</summary>
/// <param name="path">Path of the file.</param>
internal sealed class ZippedArchive(string path) : IArchive
{
    private const int UnixTypeMask = 0xF000;
    private const int UnixLink = 0xA000;

    /// <inheritdoc/>
    public string Order => "in the order of the files' paths";

    /// <inheritdoc/>
    public bool HasIndependentEntries => true;

    /// <inheritdoc/>
    public IEnumerable<ArchiveEntry> ReadEntries(CancellationToken cancellationToken)
    {
        using var file = ArchiveFile.Open(path);
        using var zip = new ZipArchive(file, ZipArchiveMode.Read);
        foreach (var entry in zip.Entries.OrderBy(entry => entry.FullName, StringComparer.Ordinal))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (((entry.ExternalAttributes >> 16) & UnixTypeMask) == UnixLink)
            {
                yield return new ArchiveEntry(entry.FullName, null, "it is a link");
            }
            else if (ArchiveEntry.IsDocument(entry.FullName))
            {
                var (content, fault) = Open(entry, cancellationToken);
                using (content)
                {
                    yield return new ArchiveEntry(entry.FullName, content, Fault: fault);
                }
            }
            else if (entry.Name.Length > 0)
            {
                yield return new ArchiveEntry(entry.FullName, null, "it is neither YAML nor JSON");
            }
        }
    }

    /// <inheritdoc/>
    public string? ReadBeginning(string name, CancellationToken cancellationToken)
    {
        using var file = ArchiveFile.Open(path);
        using var zip = new ZipArchive(file, ZipArchiveMode.Read);
        if (zip.Entries.FirstOrDefault(entry => ArchiveEntry.IsAtTop(entry.FullName, name)) is not { } found
            || Open(found, cancellationToken).Content is not { } content)
        {
            return null;
        }

        using (content)
        {
            return ArchiveEntry.ReadBeginning(content);
        }
    }

    private (Stream? Content, Exception? Fault) Open(ZipArchiveEntry entry, CancellationToken cancellationToken)
    {
        if (entry.IsEncrypted)
        {
            return (null, new InvalidDataException("It is encrypted."));
        }

        try
        {
            return (new ExpansionGuard(
                entry.Open(), () => entry.CompressedLength, $"{path}: {entry.FullName}", cancellationToken), null);
        }
        catch (Exception e) when (ArchiveEntry.IsFault(e))
        {
            return (null, e);
        }
    }
}
