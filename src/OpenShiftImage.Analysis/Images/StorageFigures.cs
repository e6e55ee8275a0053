namespace OpenShiftImage.Analysis.Images;

/// <summary>What a group of Images takes.</summary>
/// <param name="Images">How many Images it has.</param>
/// <param name="Layers">How many distinct layers they have.</param>
/// <param name="Size">Bytes of those layers.</param>
/// <param name="UniqueSize">Bytes of those of them that no other group has.</param>
internal readonly record struct StorageFigures(int Images, int Layers, long Size, long UniqueSize);
