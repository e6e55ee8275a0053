namespace OpenShiftImage.Analysis.Images;

/// <summary>Sums of sizes.</summary>
internal static class Bytes
{
    /// <summary>Returns a sum; where it is more than a number can tell, the most that it can.</summary>
    public static long Add(long a, long b) => a > long.MaxValue - b ? long.MaxValue : a + b;
}
