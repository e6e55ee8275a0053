namespace OpenShiftImage.Workloads;

/// <summary>In which way an object uses an Image.</summary>
internal enum ImageUseKind
{
    /// <summary>A container (<c>spec.containers[].image</c>).</summary>
    Container,

    /// <summary>An init container (<c>spec.initContainers[].image</c>).</summary>
    InitContainer,

    /// <summary>An ephemeral container (<c>spec.ephemeralContainers[].image</c>).</summary>
    EphemeralContainer,

    /// <summary>A volume (<c>spec.volumes[].image.reference</c>).</summary>
    Volume,

    /// <summary>
    /// What a container really runs (<c>imageID</c> of <c>status.containerStatuses[]</c> and the like).
    /// </summary>
    Running,

    /// <summary>What a build starts from (<c>spec.strategy.*.from</c>).</summary>
    BuildFrom,

    /// <summary>What a build copies files from (<c>spec.source.images[].from</c>).</summary>
    BuildSource,
}
