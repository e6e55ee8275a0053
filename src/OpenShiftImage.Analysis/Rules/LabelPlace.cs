namespace OpenShiftImage.Analysis.Rules;

/// <summary>Whose labels a rule looks at.</summary>
internal enum LabelPlace
{
    /// <summary>Those of the Image object, and those of the image.</summary>
    Any,

    /// <summary>Those of the Image object (<c>metadata.labels</c>).</summary>
    Object,

    /// <summary>Those of the image (<c>dockerImageMetadata.Config.Labels</c>).</summary>
    Image,
}
