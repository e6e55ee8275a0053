using OpenShiftImage.Analysis.Bases;
using OpenShiftImage.Api;
using OpenShiftImage.Binding;

namespace OpenShiftImage.Commands;

/// <summary>
/// The Images whose base is looked for, apart by the cluster that they came from. Of an Image its layers are kept, not
/// the Image.
/// </summary>
internal sealed class BaseInputs
{
    private readonly List<(ICluster? Cluster, BaseFinder Finder, List<ImageIdentity> Names)> _byCluster = [];

    /// <summary>Gets the clusters.</summary>
    public IReadOnlyList<ICluster?> Owners => [.. _byCluster.Select(item => item.Cluster)];

    /// <summary>Gets whether there are names, which only a cluster can tell more of.</summary>
    public bool HasNames => _byCluster.Exists(item => item.Names.Count > 0);

    /// <summary>Gets the names of all.</summary>
    public List<ImageIdentity> Names => [.. _byCluster.SelectMany(item => item.Names)];

    /// <summary>Adds an Image, or the name of one.</summary>
    public void Add(ImageIdentity image)
    {
        var (_, finder, names) = Of(image.Cluster);
        if (ImageFinder.Given(image) is { } whole)
        {
            finder.AddInput(whole);
        }
        else
        {
            names.Add(image);
        }
    }

    /// <summary>Returns what came from a cluster.</summary>
    public (ICluster? Cluster, BaseFinder Finder, List<ImageIdentity> Names) Of(ICluster? cluster)
    {
        var at = _byCluster.FindIndex(item => Equals(item.Cluster, cluster));
        if (at < 0)
        {
            at = _byCluster.Count;
            _byCluster.Add((cluster, new BaseFinder(knowsInputs: true), []));
        }

        return _byCluster[at];
    }
}
