namespace OpenShiftImage.Archives;

/// <summary>
/// A folder or a file that holds what was collected from a cluster. Read from its start as often as asked.
/// </summary>
internal interface IArchive
{
    /// <summary>Gets what the order of the entries is, for people.</summary>
    string Order { get; }

    /// <summary>Gets whether an entry can be read when the one before it could not be.</summary>
    bool HasIndependentEntries { get; }

    /// <summary>Reads the entries one after the other.</summary>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="IOException">The archive cannot be read.</exception>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    IEnumerable<ArchiveEntry> ReadEntries(CancellationToken cancellationToken);

    /// <summary>
    /// Reads the beginning of a file that is no document, which lies at the top or in the only folder there.
    /// </summary>
    /// <param name="name">Name of the file.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>The text; null where there is no such file.</returns>
    /// <exception cref="IOException">The archive cannot be read.</exception>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    string? ReadBeginning(string name, CancellationToken cancellationToken);
}
