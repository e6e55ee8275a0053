namespace OpenShiftImage.Analysis.Comparison;

/// <summary>A layer as it is compared.</summary>
/// <param name="Digest">Its digest.</param>
/// <param name="Bytes">Its size.</param>
internal readonly record struct LayerText(string Digest, long Bytes);
