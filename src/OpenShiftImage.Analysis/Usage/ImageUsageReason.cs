namespace OpenShiftImage;

/// <summary>
/// Why an Image, or a place of it in an image stream, is kept or pruned. Of several reasons to keep it the first in
/// this order is told.
/// </summary>
public enum ImageUsageReason
{
    /// <summary>Kept: a workload uses the tag, and the Image is the tag's latest.</summary>
    TagInUse,

    /// <summary>Kept: a workload uses the digest, in the image stream that has it.</summary>
    DigestInUse,

    /// <summary>Kept: it is among the latest of a tag (<c>--keep-tag-revisions</c>).</summary>
    TagRevision,

    /// <summary>Kept: it is not larger than the limits of its namespace (<c>--prune-over-size-limit</c>).</summary>
    WithinSizeLimit,

    /// <summary>Kept: its place in the history of a tag is young (<c>--keep-younger-than</c>).</summary>
    YoungTagItem,

    /// <summary>Kept: the image stream that has it is young (<c>--keep-younger-than</c>).</summary>
    YoungImageStream,

    /// <summary>Kept: a manifest list that an image stream keeps lists it.</summary>
    ManifestListMember,

    /// <summary>Kept: it was not pushed to the integrated registry (<c>--all=false</c>).</summary>
    NotManaged,

    /// <summary>Kept: the Image is young (<c>--keep-younger-than</c>).</summary>
    YoungImage,

    /// <summary>Kept: the prune of one namespace removes places in its image streams, and never Images.</summary>
    NamespaceOnly,

    /// <summary>Pruned: its places in image streams are behind those that are kept, and unused.</summary>
    BeyondTagRevisions,

    /// <summary>Pruned: it is larger than a limit of its namespace, and unused.</summary>
    OverSizeLimit,

    /// <summary>Pruned: no image stream has it.</summary>
    NoImageStream,

    /// <summary>There is no Image of that name.</summary>
    NoImage,
}
