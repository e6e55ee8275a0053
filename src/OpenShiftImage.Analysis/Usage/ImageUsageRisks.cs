namespace OpenShiftImage;

/// <summary>
/// What <c>oc adm prune images</c> does not look at when it decides to remove an Image: who removes it may break
/// something. The verdict stands beside it.
/// </summary>
[Flags]
public enum ImageUsageRisks
{
    /// <summary>Nothing is known that speaks against it.</summary>
    None = 0,

    /// <summary>A pod that runs or waits uses it, but no image stream holds it where the pod pulls from.</summary>
    RunningPod = 1,

    /// <summary>An ephemeral container uses it (<c>spec.ephemeralContainers</c>).</summary>
    EphemeralContainer = 2,

    /// <summary>A volume is made of it (<c>spec.volumes[].image</c>).</summary>
    ImageVolume = 4,

    /// <summary>A build copies files from it (<c>spec.source.images[].from</c>).</summary>
    BuildSource = 8,

    /// <summary>A pod that is done, and can be started again, uses it.</summary>
    RestartablePod = 16,

    /// <summary>
    /// A controller or build names its digest, but no image stream holds it where that pulls from.
    /// </summary>
    Workload = 32,
}
