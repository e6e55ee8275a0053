namespace OpenShiftImage.Archives;

/// <summary>The lists of an archive, to tell which of them go on in a page that was not collected.</summary>
/// <param name="isWanted">Returns whether what is wanted can be in a list of a kind.</param>
internal sealed class CollectedLists(Func<TypeMeta, bool> isWanted)
{
    /// <summary>Lists that are told; more are the same mistake again.</summary>
    private const int MaxTold = 100;

    private readonly Dictionary<(string? Kind, string? Version), string> _parts = [];
    private readonly HashSet<(string? Kind, string? Version)> _ends = [];

    /// <summary>Gets what stands for the lists whose last page is not there, the first of very many.</summary>
    public IEnumerable<FoundObject> Unfinished => _parts
        .Where(part => !_ends.Contains(part.Key))
        .Take(MaxTold)
        .Select(part => FoundObject.Faulty(
            new CollectedClusterException(
                CollectedClusterException.InvalidArchive,
                $"'{part.Value}' holds a part of a list: its metadata.continue says that more follows, and the last "
                    + "part was not collected. What is there has been read.",
                part.Value),
            part.Value));

    /// <summary>Notes a page of a list.</summary>
    /// <param name="head">What the list is of.</param>
    /// <param name="metadata">What it says of itself.</param>
    /// <param name="source">Names the archive and the file.</param>
    public void Add(TypeMeta head, ListMetadata metadata, string source)
    {
        if (!head.IsList || !isWanted(head))
        {
            return;
        }

        var key = (head.Kind, metadata.ResourceVersion);
        if (metadata.HasMore)
        {
            _parts.TryAdd(key, source);
        }
        else if (!string.IsNullOrEmpty(metadata.ResourceVersion))
        {
            _ends.Add(key);
        }
    }
}
