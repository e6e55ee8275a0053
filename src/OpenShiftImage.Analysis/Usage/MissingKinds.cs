using OpenShiftImage.Api;
using OpenShiftImage.Workloads;

namespace OpenShiftImage.Analysis.Usage;

/// <summary>
/// Kinds of objects that could use Images and of which an archive has none, so that they may not have been collected.
/// </summary>
/// <param name="types">The kinds.</param>
internal sealed class MissingKinds(IReadOnlyList<ResourceType> types)
{
    /// <summary>
    /// Gets why nobody can tell which Images are in use; null where it can be told. Of kinds other than these two a
    /// cluster may have none.
    /// </summary>
    public string? Gap
    {
        get
        {
            var gaps = types.Where(type => type == UsageTypes.ImageStream || type == UsageTypes.Pod)
                .Select(type => type.Plural).ToList();
            return gaps.Count == 0 ? null
                : $"There are no {string.Join(" and no ", gaps)} in what was collected, so that nobody knows which "
                    + "Images are in use.";
        }
    }

    /// <summary>Returns the kinds, in the plural.</summary>
    public override string ToString() => string.Join(", ", types.Select(type => type.Plural));
}
