using OpenShiftImage.Transport;

namespace OpenShiftImage.Api;

/// <summary>A cluster that was collected into files, and is only read.</summary>
internal interface ICollectedCluster
{
    /// <summary>Gets the name that people know it by.</summary>
    string Name { get; }

    /// <summary>Gets the full path of the folder or file.</summary>
    string Path { get; }

    /// <summary>Returns when it was collected; null where it does not say.</summary>
    DateTimeOffset? FindTime(CancellationToken cancellationToken);

    /// <summary>Returns what reads its Images.</summary>
    /// <param name="cluster">The cluster that the Images are said to come from.</param>
    /// <param name="observer">Is told of what is passed over or faulty; null for nobody.</param>
    IImageReader CreateReader(ICluster cluster, IRequestObserver? observer);
}
