using OpenShiftImage.Analysis.Images;

namespace OpenShiftImage.Analysis.Reports;

/// <summary>How many Images a prune treats alike.</summary>
/// <param name="Verdict">What it does with them.</param>
/// <param name="Reason">Why.</param>
internal sealed record ReasonCount(ImageVerdict Verdict, ImageUsageReason Reason)
{
    /// <summary>Gets how many there are.</summary>
    public int Images { get; private set; }

    /// <summary>Gets the sum of the bytes that each of them alone has.</summary>
    public long UniqueSize { get; private set; }

    /// <summary>Adds one.</summary>
    public void Add(ImageUsage usage)
    {
        Images++;
        UniqueSize = Bytes.Add(UniqueSize, usage.UniqueSize ?? 0);
    }
}
