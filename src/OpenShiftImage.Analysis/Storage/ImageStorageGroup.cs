namespace OpenShiftImage;

/// <summary>By what Images are put together to be measured.</summary>
public enum ImageStorageGroup
{
    /// <summary>Each Image alone.</summary>
    Image,

    /// <summary>The registry of <c>dockerImageReference</c>.</summary>
    Registry,

    /// <summary>Registry and repository of <c>dockerImageReference</c>.</summary>
    Repository,

    /// <summary>The namespaces whose image streams have the Image, in any place of their histories.</summary>
    Namespace,

    /// <summary>The image streams that have the Image, in any place of their histories.</summary>
    ImageStream,

    /// <summary>Operating system and CPU architecture.</summary>
    Platform,

    /// <summary>
    /// Whether it was pushed to the integrated registry, which then holds its layers; those of imported Images are
    /// there only after somebody has pulled them through it.
    /// </summary>
    Managed,

    /// <summary>What <c>oc adm prune images</c> with its defaults would do.</summary>
    Verdict,

    /// <summary>The cluster that the Image came from.</summary>
    Cluster,
}
