using OpenShiftImage.Analysis.Images;

namespace OpenShiftImage.Analysis.Bases;

/// <summary>
/// Layers without a file in them, which tools write for steps of a build that change nothing but the config, or leave
/// out: as a schema 1 manifest does for each of its throwaway layers. They make no Image another.
/// </summary>
internal static class EmptyLayers
{
    /// <summary>An empty tar, 1024 bytes of zero.</summary>
    private static readonly DigestKey s_diffId =
        DigestKey.Of("sha256:5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef");

    /// <summary>The same as the tools compress it: Docker and Podman, then BuildKit.</summary>
    private static readonly HashSet<DigestKey> s_digests =
    [
        DigestKey.Of("sha256:a3ed95caeb02ffe68cdd9fd84406680ae93d633cb16422d00e8a7c22955b46d4"),
        DigestKey.Of("sha256:4f4fb700ef54461cfa02571ae0db9a0dc1e0cdb5577484a6d75e68dc38e8acc1"),
        s_diffId,
    ];

    /// <summary>Returns whether a layer is empty by its digest.</summary>
    public static bool HaveDigest(DigestKey digest) => s_digests.Contains(digest);

    /// <summary>Returns whether a layer is empty by the digest of what it was before it was compressed.</summary>
    public static bool HaveDiffId(DigestKey diffId) => diffId.Equals(s_diffId);
}
