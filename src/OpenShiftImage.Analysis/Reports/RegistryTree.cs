using OpenShiftImage.Analysis.Images;

namespace OpenShiftImage.Analysis.Reports;

/// <summary>
/// The bytes of all layers, each once, as a tree of registries and repositories: what one repository has alone, what
/// repositories of one registry share, and what registries share. Its leaves are all bytes together.
/// </summary>
internal static class RegistryTree
{
    /// <summary>Part of the whole below which pieces are put together.</summary>
    private const double SmallPart = 0.0015;

    /// <summary>Pieces of one parent at most.</summary>
    private const int MostPieces = 120;

    /// <summary>Returns the pieces of the first level, the largest first.</summary>
    /// <param name="registries">What each registry takes.</param>
    /// <param name="repositories">What each repository takes.</param>
    /// <param name="registryOf">Returns the registry of a repository.</param>
    /// <param name="total">Bytes of all layers.</param>
    public static IReadOnlyList<TreemapNode> Build(
        IReadOnlyList<ImageStorage> registries,
        IReadOnlyList<ImageStorage> repositories,
        Func<string, string> registryOf,
        long total)
    {
        var children = repositories
            .Where(repository => repository.UniqueSize > 0)
            .GroupBy(repository => registryOf(repository.Name), StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.ToList(), StringComparer.Ordinal);
        var nodes = registries
            .Where(registry => registry.UniqueSize > 0)
            .Select(registry => OfRegistry(
                registry, children.TryGetValue(registry.Name, out var own) ? own : [], total))
            .ToList();
        var shared = total - registries.Aggregate(0L, (sum, registry) => Bytes.Add(sum, registry.UniqueSize));
        return Arrange(
            nodes, shared > 0 ? new TreemapNode(TreemapKind.Shared, "shared by registries", shared, []) : null,
            total, "other registries");
    }

    private static TreemapNode OfRegistry(ImageStorage registry, List<ImageStorage> repositories, long total)
    {
        var alone = repositories.Aggregate(0L, (sum, repository) => Bytes.Add(sum, repository.UniqueSize));
        var shared = registry.UniqueSize - alone;
        return new TreemapNode(TreemapKind.Registry, registry.Name, registry.UniqueSize, Arrange(
            [.. repositories.Select(repository => new TreemapNode(
                TreemapKind.Repository, WithoutRegistry(repository.Name, registry.Name), repository.UniqueSize, []))],
            shared > 0 ? new TreemapNode(TreemapKind.Shared, "shared by its repositories", shared, []) : null,
            total,
            "others"));
    }

    /// <summary>Puts what is small together, and the shared last: it is no name among the others.</summary>
    private static List<TreemapNode> Arrange(
        List<TreemapNode> nodes, TreemapNode? shared, long total, string others)
    {
        var large = nodes
            .OrderByDescending(node => node.Size).ThenBy(node => node.Name, StringComparer.Ordinal)
            .Take(MostPieces)
            .Where(node => node.Size >= total * SmallPart)
            .ToList();
        var small = nodes.Except(large).ToList();
        if (small.Count == 1)
        {
            large.Add(small[0]);
        }
        else if (small.Count > 1)
        {
            large.Add(new TreemapNode(
                TreemapKind.Others,
                $"{ReportFormat.Count(small.Count)} {others}",
                small.Aggregate(0L, (sum, node) => Bytes.Add(sum, node.Size)),
                []));
        }

        return [.. large.Concat(shared is null ? [] : [shared]).OrderByDescending(node => node.Size)];
    }

    private static string WithoutRegistry(string repository, string registry) =>
        repository.StartsWith(registry + "/", StringComparison.Ordinal)
            ? repository[(registry.Length + 1)..]
            : repository;
}
