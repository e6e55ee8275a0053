namespace OpenShiftImage.Analysis.Images;

/// <summary>What is kept of each Image until all have come.</summary>
internal struct ImageRecord
{
    /// <summary>Its name.</summary>
    public DigestKey Key;

    /// <summary>Its name as text where the key cannot give it back; else null.</summary>
    public string? OddName;

    /// <summary>Where it can be pulled from, without <c>@</c> and its own name; null where it does not say.</summary>
    public string? Repository;

    /// <summary>Whether <c>@</c> and its own name follow.</summary>
    public bool PinsItself;

    /// <summary>Whether it was pushed to the integrated registry.</summary>
    public bool IsManaged;

    /// <summary>When it was stored; null where it does not say.</summary>
    public DateTimeOffset? Created;

    /// <summary>Size that its metadata tells.</summary>
    public long MetadataSize;

    /// <summary>Where its layers begin among those of all.</summary>
    public int FirstLayer;

    /// <summary>How many distinct layers it has.</summary>
    public int Layers;

    /// <summary>Gets its name.</summary>
    public readonly string Name => OddName ?? Key.ToString();

    /// <summary>Gets where it can be pulled from.</summary>
    public readonly string? Reference => PinsItself ? $"{Repository}@{Name}" : Repository;
}
