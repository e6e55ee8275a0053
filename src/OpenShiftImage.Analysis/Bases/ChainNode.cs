namespace OpenShiftImage.Analysis.Bases;

/// <summary>Some layers, one on the other, with which Images begin.</summary>
internal struct ChainNode
{
    /// <summary>The same without the uppermost; -1 where there is one only.</summary>
    public int Below;

    /// <summary>How many there are.</summary>
    public int Length;

    /// <summary>Bytes of them, a repeated one once; of diff ids 0.</summary>
    public long Bytes;

    /// <summary>The Image that has just these, of several the oldest; its number and 1, so that 0 is none.</summary>
    public int Image;

    /// <summary>How many Images have just these.</summary>
    public int Images;

    /// <summary>How many of those tell no diff ids.</summary>
    public int ImagesWithoutDiffIds;
}
