namespace OpenShiftImage.Watching;

/// <summary>How far a watch is: what its stages share.</summary>
/// <param name="stage">The first stage.</param>
/// <param name="resourceVersion">The version that the caller named; null for none.</param>
/// <param name="cluster">The cluster of the Images.</param>
internal sealed class WatchState(WatchStage stage, string? resourceVersion, ICluster? cluster)
{
    /// <summary>Gets what the caller knows of the Images.</summary>
    public WatchCache Cache { get; } = new(cluster);

    /// <summary>Gets or sets what the watch does next.</summary>
    public WatchStage Stage { get; set; } = stage;

    /// <summary>
    /// Gets or sets the last version received, from which the watch resumes; null when only a list can tell.
    /// </summary>
    public string? ResourceVersion { get; set; } = resourceVersion;

    /// <summary>
    /// Gets or sets whether the cache holds every Image of the scope, rather than only those of received events.
    /// </summary>
    public bool IsCacheComplete { get; set; }

    /// <summary>Gets or sets whether the server has accepted a request of this watch.</summary>
    public bool HasConnected { get; set; }

    /// <summary>Gets or sets whether the server has accepted a watch, rather than a list.</summary>
    public bool IsEstablished { get; set; }

    /// <summary>Gets or sets whether the watch has passed the version that the caller named.</summary>
    public bool HasProgressed { get; set; }
}
