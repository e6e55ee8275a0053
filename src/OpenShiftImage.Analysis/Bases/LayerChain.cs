using OpenShiftImage.Analysis.Images;

namespace OpenShiftImage.Analysis.Bases;

/// <summary>
/// The layers of an Image as chains: what lies on what, empty layers left out. Each entry is a key of all layers up to
/// there, once by the digests of the layers and once by those before they were compressed.
/// </summary>
internal sealed class LayerChain
{
    private static readonly DigestKey s_byDigest = DigestKey.Of("digest");
    private static readonly DigestKey s_byDiffId = DigestKey.Of("diff_id");

    private static readonly DigestKey s_none = DigestKey.Of("");

    private readonly HashSet<DigestKey> _seen = [];
    private int _unknown;

    /// <summary>Gets the keys by the digests of layers, the lowest first.</summary>
    public List<DigestKey> ByDigest { get; } = [];

    /// <summary>Gets the keys by diff ids, as many; empty where the Image does not tell them.</summary>
    public List<DigestKey> ByDiffId { get; } = [];

    /// <summary>Gets the bytes of all layers up to each, a repeated layer once.</summary>
    public List<long> Bytes { get; } = [];

    /// <summary>Reads the layers of an Image; what was read before is gone.</summary>
    public void Read(ImageFacts facts)
    {
        _seen.Clear();
        ByDigest.Clear();
        ByDiffId.Clear();
        Bytes.Clear();
        var (digest, diffId, bytes) = (s_byDigest, s_byDiffId, 0L);
        // Of a config that tells another number of layers nobody knows which layer is which.
        var hasDiffIds = facts.DiffIds.Count == facts.Layers.Count;
        for (var i = 0; i < facts.Layers.Count; i++)
        {
            var layer = facts.Layers[facts.IsDescending ? facts.Layers.Count - 1 - i : i];
            if (EmptyLayers.HaveDigest(layer.Key) || (hasDiffIds && EmptyLayers.HaveDiffId(facts.DiffIds[i])))
            {
                continue;
            }

            // A layer without a digest is the same as no other.
            var key = layer.Key.Equals(s_none) ? DigestKey.Of($"unknown {_unknown++}") : layer.Key;
            bytes = _seen.Add(key) ? Images.Bytes.Add(bytes, Math.Max(0, layer.Size)) : bytes;
            Bytes.Add(bytes);
            ByDigest.Add(digest = DigestKey.Chain(digest, key));
            if (hasDiffIds)
            {
                ByDiffId.Add(diffId = DigestKey.Chain(diffId, facts.DiffIds[i]));
            }
        }
    }
}
