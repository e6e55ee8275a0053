namespace OpenShiftImage.Analysis.Rules;

/// <summary>What rules know besides the Image.</summary>
internal sealed class ImageTestContext
{
    /// <summary>Gets the time that ages are counted to.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>Gets which Images are in use; null where no rule asks, or nobody can tell.</summary>
    public ImageUses? Uses { get; init; }
}
