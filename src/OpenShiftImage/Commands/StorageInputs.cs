using OpenShiftImage.Analysis.Storage;
using OpenShiftImage.Api;

namespace OpenShiftImage.Commands;

/// <summary>
/// The Images that a pipeline gives to be measured, apart by cluster unless that is what is compared.
/// </summary>
/// <param name="groupBy">By what they are put together.</param>
/// <param name="label">By which label; null where by something else.</param>
internal sealed class StorageInputs(ImageStorageGroup groupBy, string? label)
{
    private readonly List<(ICluster? Cluster, StorageGroups Groups)> _byCluster = [];

    private bool ComparesClusters => label is null && groupBy == ImageStorageGroup.Cluster;

    /// <summary>Gets what came from each cluster.</summary>
    public IReadOnlyList<(ICluster? Cluster, StorageGroups Groups)> ByCluster => _byCluster;

    /// <summary>Adds an Image.</summary>
    public void Add(Image image) => Of(ComparesClusters ? null : image.Cluster).Add(image, image.Cluster);

    /// <summary>Returns what came from a cluster.</summary>
    public StorageGroups Of(ICluster? cluster)
    {
        var at = _byCluster.FindIndex(item => Equals(item.Cluster, cluster));
        if (at < 0)
        {
            at = _byCluster.Count;
            _byCluster.Add((cluster, new StorageGroups(groupBy, label)));
        }

        return _byCluster[at].Groups;
    }
}
