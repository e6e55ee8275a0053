namespace OpenShiftImage.Analysis.Images;

/// <summary>A layer as an Image tells of it (<c>dockerImageLayers[]</c>).</summary>
/// <param name="Key">Its digest.</param>
/// <param name="Size">Its size in bytes.</param>
internal readonly record struct LayerFacts(DigestKey Key, long Size);
