namespace OpenShiftImage.Archives;

/// <summary>A file of YAML or JSON, compressed by gzip or not.</summary>
/// <param name="path">Path of the file.</param>
/// <param name="isCompressed">Whether it is compressed.</param>
internal sealed class SingleFileArchive(string path, bool isCompressed) : IArchive
{
    /// <inheritdoc/>
    public string Order => "in the order of the file";

    /// <inheritdoc/>
    public bool HasIndependentEntries => false;

    /// <inheritdoc/>
    public IEnumerable<ArchiveEntry> ReadEntries(CancellationToken cancellationToken)
    {
        using var content = ArchiveFile.OpenContent(path, isCompressed, cancellationToken);
        yield return new ArchiveEntry("", content);
    }

    /// <inheritdoc/>
    public string? ReadBeginning(string name, CancellationToken cancellationToken) => null;
}
