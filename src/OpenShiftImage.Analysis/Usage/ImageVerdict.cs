namespace OpenShiftImage;

/// <summary>What <c>oc adm prune images</c> would do with an Image, or with a place of it in an image stream.</summary>
public enum ImageVerdict
{
    /// <summary>It stays.</summary>
    Keep,

    /// <summary>It would be removed.</summary>
    Prune,

    /// <summary>There is no such Image: something uses the digest, and the cluster has no Image of that name.</summary>
    Unknown,
}
