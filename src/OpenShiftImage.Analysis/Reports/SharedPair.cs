namespace OpenShiftImage.Analysis.Reports;

/// <summary>Two groups, and the bytes of the layers that both have.</summary>
/// <param name="A">Number of the one, from 0.</param>
/// <param name="B">Number of the other.</param>
/// <param name="Size">The bytes.</param>
internal readonly record struct SharedPair(int A, int B, long Size);
