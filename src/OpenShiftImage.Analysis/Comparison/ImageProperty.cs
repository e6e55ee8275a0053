namespace OpenShiftImage;

/// <summary>What of two Images is compared.</summary>
public enum ImageProperty
{
    /// <summary>Which Images they are: name, reference, media type, when they were built, size.</summary>
    Identity,

    /// <summary>
    /// Operating system, architecture and variant; of a manifest list its members, by their platforms.
    /// </summary>
    Platform,

    /// <summary>The layers: after those with which both begin, what each adds.</summary>
    Layer,

    /// <summary>How a container runs (<c>dockerImageMetadata.Config</c>), the labels of the image among it.</summary>
    Config,

    /// <summary>The variables of the environment (<c>dockerImageMetadata.Config.Env</c>).</summary>
    Env,

    /// <summary>The labels of the Image object (<c>metadata.labels</c>).</summary>
    Label,

    /// <summary>The annotations of the Image object (<c>metadata.annotations</c>).</summary>
    Annotation,

    /// <summary>The signatures (<c>signatures</c>, <c>dockerImageSignatures</c>).</summary>
    Signature,
}
