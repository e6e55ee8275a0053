using OpenShiftImage.Analysis.Images;
using OpenShiftImage.Primitives;

namespace OpenShiftImage.Analysis.Storage;

/// <summary>
/// The Images to measure, and the groups that an Image itself tells. What image streams and verdicts tell comes from
/// <see cref="StorageGrouping"/>.
/// </summary>
/// <param name="groupBy">By what they are put together.</param>
/// <param name="label">By the value of which label they are put together; null where by something else.</param>
internal sealed class StorageGroups(ImageStorageGroup groupBy, string? label)
{
    private const string Managed = "Managed";
    private const string Imported = "Imported";

    private readonly ImageFactsReader _reader = new();
    private readonly NamedGroups _groups = new();
    private readonly HashSet<(string? Cluster, int Image)> _ofClusters = [];

    /// <summary>Gets the Images.</summary>
    public ImageTable Images { get; } = new();

    /// <summary>Gets the groups.</summary>
    public IImageGroups Groups => label is null && groupBy == ImageStorageGroup.Image
        ? new SingleImages(Images)
        : _groups;

    /// <summary>Adds an Image; one that has come before from the same cluster counts once.</summary>
    /// <param name="image">The Image.</param>
    /// <param name="cluster">Where it came from.</param>
    public void Add(Image image, ICluster? cluster)
    {
        var facts = _reader.Read(image);
        var number = Images.Add(facts);
        if (label is not null)
        {
            AddGroup(number, image.Labels.TryGetValue(label, out var value) ? value : null);
            return;
        }

        switch (groupBy)
        {
            case ImageStorageGroup.Cluster:
                // The same Image may be in several clusters, and come several times from each.
                var found = number >= 0 ? number : Images.Find(DigestKey.Of(facts.Name));
                if (_ofClusters.Add((cluster?.ToString(), found)))
                {
                    _groups.Add(cluster?.ToString(), found);
                }

                break;
            case ImageStorageGroup.Managed:
                AddGroup(number, facts.IsManaged ? Managed : Imported);
                break;
            case ImageStorageGroup.Platform:
                AddGroup(number, image.Platform);
                break;
            case ImageStorageGroup.Registry:
                AddGroup(number, facts.Reference is null ? null : PullSpec.Parse(facts.Reference).FullRegistry);
                break;
            case ImageStorageGroup.Repository:
                AddGroup(number, RepositoryOf(facts.Reference));
                break;
        }
    }

    private void AddGroup(int image, string? group)
    {
        if (image >= 0)
        {
            _groups.Add(group, image);
        }
    }

    /// <summary>Returns registry and repository of a reference; null where there is none.</summary>
    internal static string? RepositoryOf(string? reference)
    {
        if (reference is null)
        {
            return null;
        }

        var parts = PullSpec.Parse(reference);
        return parts.Registry is null ? parts.Repository : $"{parts.Registry}/{parts.Repository}";
    }
}
