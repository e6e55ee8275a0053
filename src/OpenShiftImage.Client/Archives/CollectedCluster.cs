using OpenShiftImage.Api;
using OpenShiftImage.Documents;
using OpenShiftImage.Serialization;
using OpenShiftImage.Transport;

namespace OpenShiftImage.Archives;

/// <summary>
/// A cluster as <c>oc adm inspect</c>, <c>oc adm must-gather</c>, <c>oc get -o yaml</c> or Export-OSImage has collected
/// it: a folder, a tar or zip file, or a file of YAML or JSON.
/// </summary>
internal sealed class CollectedCluster : ICollectedCluster
{
    private readonly IArchive _archive;
    private readonly Func<IYamlConverter> _yaml;

    private CollectedCluster(string path, string name, IArchive archive, Func<IYamlConverter> yaml)
    {
        (Path, Name) = (path, name);
        (_archive, _yaml) = (archive, yaml);
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public string Path { get; }

    /// <summary>Gets what the order is in which the objects come, for people.</summary>
    public string Order => _archive.Order;

    /// <summary>Finds out what is at a path; the objects are not read yet.</summary>
    /// <param name="path">Full path of the folder or file.</param>
    /// <param name="name">The name that people shall know it by; null for that of the file.</param>
    /// <param name="yaml">Returns what reads YAML; not called before there is some.</param>
    /// <exception cref="CollectedClusterException">Nothing is there, or it cannot be read.</exception>
    public static CollectedCluster Open(string path, string? name, Func<IYamlConverter> yaml)
    {
        path = System.IO.Path.TrimEndingDirectorySeparator(path);
        try
        {
            return new CollectedCluster(path, name ?? NameOf(path), ArchiveFile.Find(path), yaml);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException
            or NotSupportedException)
        {
            throw new CollectedClusterException(
                e is FileNotFoundException or DirectoryNotFoundException ? CollectedClusterException.PathNotFound
                    : e is UnauthorizedAccessException ? CollectedClusterException.FileNotAccessible
                    : CollectedClusterException.InvalidArchive,
                $"'{path}' cannot be read: {e.Message}",
                path,
                e);
        }
    }

    /// <inheritdoc/>
    public DateTimeOffset? FindTime(CancellationToken cancellationToken)
    {
        try
        {
            return _archive.ReadBeginning(CollectionTime.FileName, cancellationToken) is { } text
                ? CollectionTime.Parse(text)
                : null;
        }
        catch (Exception e) when (ArchiveEntry.IsFault(e))
        {
            // Whoever reads the objects meets the fault where it is, and tells it.
            return null;
        }
    }

    /// <inheritdoc/>
    public IImageReader CreateReader(ICluster cluster, IRequestObserver? observer) =>
        new CollectedImageReader(this, cluster, observer);

    /// <summary>Reads the objects of some kinds in one pass.</summary>
    /// <param name="types">The kinds.</param>
    /// <param name="filter">The names of those that are wanted; null for all.</param>
    /// <param name="passedOver">Is told what is not read, and why.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <param name="shape">The shape of the kinds; null where objects are found whatever their shape.</param>
    /// <exception cref="CollectedClusterException">The archive cannot be read any further.</exception>
    internal IEnumerable<FoundObject> ReadObjects(
        IReadOnlyList<ResourceType> types,
        NameFilter? filter,
        Action<string> passedOver,
        CancellationToken cancellationToken,
        JsonShapeValidator? shape = null) =>
        new ArchiveObjects(_archive, Path, types, _yaml, passedOver) { Filter = filter, Shape = shape }
            .Read(cancellationToken);

    /// <summary>Returns the name of what was collected at a path, where it is given none.</summary>
    public static string NameOf(string path)
    {
        var name = System.IO.Path.GetFileName(path.TrimEnd('/', '\\'));
        foreach (var extension in ArchivePath.Extensions)
        {
            if (name.Length > extension.Length && name.EndsWith(extension, StringComparison.OrdinalIgnoreCase))
            {
                name = name[..^extension.Length];
            }
        }

        return name.Length == 0 ? path : name;
    }
}
