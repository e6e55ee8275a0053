namespace OpenShiftImage.Analysis.Images;

/// <summary>What is kept of each Image until all have come.</summary>
internal struct ImageRecord
{
    /// <summary>Where it can be pulled from, without <c>@</c> and its own name; null where it does not say.</summary>
    public string? Repository;

    /// <summary>Whether <c>@</c> and its own name follow.</summary>
    public bool PinsItself;

    /// <summary>Whether it was pushed to the integrated registry.</summary>
    public bool IsManaged;

    /// <summary>When it was stored, in ticks of UTC; 0, the beginning of all times, where it does not say.</summary>
    public long CreatedTicks;

    /// <summary>Size that its metadata tells.</summary>
    public long MetadataSize;

    /// <summary>Where its layers begin among those of all; they end where those of the next Image begin.</summary>
    public int FirstLayer;

    /// <summary>Gets when it was stored; null where it does not say.</summary>
    public readonly DateTimeOffset? Created =>
        CreatedTicks == 0 ? null : new DateTimeOffset(CreatedTicks, TimeSpan.Zero);
}
